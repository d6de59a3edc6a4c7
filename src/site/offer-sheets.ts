import type { Side } from '#stage/phone/glass-sheet.ts'

/** A phone has the stage in a sheet, which comes with its first use. */
export function offerSheets(): void {
  document.addEventListener('click', (event) => {
    const { target } = event
    const way =
      target instanceof Element ? target.closest<HTMLElement>('[data-opens], .answer a') : null
    const act = way?.closest<HTMLElement>('[data-dock], [data-stage-of]')?.dataset
    if (!way || !act || !isPhone.matches) return
    event.preventDefault()
    const host = document.getElementById(`stage-${act.dock ?? act.stageOf}`)
    openOnPhone(host, way.dataset.opens === 'trace' ? 'trace' : 'page', way)
  })
  // Steps were chosen from afar, as by a paragraph that speaks of them.
  document.addEventListener('glass-steps', ({ target }) => {
    if (target instanceof Element)
      openOnPhone(target.closest('[data-stage]'), 'trace', document.activeElement)
  })
}

const isPhone = matchMedia('(max-width: 960px)')

/** Where a stage is folded, opens it at one of its sides. Elsewhere it is in view. */
export function openOnPhone(host: Element | null, side: Side, from: Element | null): void {
  if (!isPhone.matches || !(host instanceof HTMLElement)) return
  import('#stage/phone/glass-sheet.ts').then(
    (sheet) => sheet.openSheet(host, side, from instanceof HTMLElement ? from : null),
    // The server is away: the stage stands in the page as well.
    () => host.scrollIntoView(),
  )
}
