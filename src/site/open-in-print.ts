/** On paper nobody waits for a run: what explains one is open there, and on the screen as it was. */
export function openInPrint(): void {
  let opened: readonly Element[] = []
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('glass-after > details:not([open])')]
    for (const each of opened) each.toggleAttribute('open', true)
  })
  addEventListener('afterprint', () => {
    for (const each of opened) each.toggleAttribute('open', false)
  })
}
