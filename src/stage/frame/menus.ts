/** Menus that open over a stage or a text: one at a time, closed by Escape, by a press elsewhere and by a choice. */
export function closeMenus(): void {
  document.addEventListener('click', ({ target }) => {
    close(target)
    // What is copied out of a menu is no choice: it stays open, and says so.
    const isChoice =
      target instanceof Element &&
      target.closest('details[data-menu]:not(.take-away) > div :is(a, button)')
    if (isChoice) setTimeout(() => close(null))
  })
  document.addEventListener('focusin', ({ target }) => close(target))
  document.addEventListener('keydown', ({ key, target }) => {
    if (key !== 'Escape') return
    for (const menu of menus()) {
      menu.open = false
      if (target instanceof Node && menu.contains(target)) menu.querySelector('summary')?.focus()
    }
  })
  for (const reset of document.querySelectorAll<HTMLElement>('.stage-reset')) openByArrow(reset)
}

const menus = () => document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')

function close(but: EventTarget | null): void {
  for (const menu of menus()) if (!(but instanceof Node && menu.contains(but))) menu.open = false
}

/** Reset is one stop: its other ways are an arrow away. */
function openByArrow(reset: HTMLElement): void {
  const menu = reset.querySelector<HTMLDetailsElement>(':scope > details')
  const summary = menu?.querySelector('summary')
  if (!menu || !summary) return
  summary.tabIndex = -1
  reset.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || menu.open) return
    event.preventDefault()
    menu.open = true
    menu.querySelector('button')?.focus()
  })
}
