/** Menus that open over the stage: one at a time, closed by Escape, by a press elsewhere and by a choice. */
export function closeMenus(stage: HTMLElement): void {
  const menus = () => stage.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')
  const close = (but: EventTarget | null) => {
    for (const menu of menus()) if (!(but instanceof Node && menu.contains(but))) menu.open = false
  }
  document.addEventListener('click', ({ target }) => close(target))
  stage.addEventListener('click', ({ target }) => {
    const isChoice = target instanceof Element && target.closest('.stage-menu-box :is(a, button)')
    if (isChoice) setTimeout(() => close(null))
  })
  stage.addEventListener('focusin', ({ target }) => close(target))
  stage.addEventListener('keydown', ({ key, target }) => {
    if (key !== 'Escape') return
    for (const menu of menus()) {
      menu.open = false
      if (target instanceof Node && menu.contains(target)) menu.querySelector('summary')?.focus()
    }
  })
}
