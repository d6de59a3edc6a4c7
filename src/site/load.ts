import type { Side } from '#stage/phone/glass-sheet.ts'

/**
 * Loads the code of an element when the element is near. A page that is only
 * read costs this file and nothing more.
 */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  '[data-tabs="Language"]': () => import('#stage/language/languages.ts'),
  'glass-after': () => import('#stage/act/glass-after.ts'),
  'glass-veil': () => import('#stage/question/glass-veil.ts'),
  'glass-house': () => import('#stage/picture/glass-house.ts'),
  'glass-list': () => import('#stage/list/glass-list.ts'),
  'glass-stage': () => import('#stage/frame/glass-stage.ts'),
  // Far from its stage a Run is answered on it all the same.
  '[data-dock]': () => import('#stage/frame/glass-stage.ts'),
  'glass-live[data-connect="load"]': () => import('#stage/live/glass-live.ts'),
  'glass-compare': () => import('#stage/compare/glass-compare.ts'),
  'glass-copy': () => import('#stage/take-away/glass-copy.ts'),
  'glass-walk': () => import('#stage/scrubber/glass-walk.ts'),
  'glass-question': () => import('#stage/question/glass-question.ts'),
  'glass-progress': () => import('./glass-progress.ts'),
  'glass-ring': () => import('./glass-ring.ts'),
  'glass-theme': () => import('./glass-theme.ts'),
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      near.unobserve(target)
      for (const [selector, load] of Object.entries(LOADERS))
        // Where the server is away, the page is read as it was built.
        if (target.matches(selector)) load().catch(() => undefined)
    }
  },
  { rootMargin: '600px' },
)

for (const element of document.querySelectorAll(Object.keys(LOADERS).join())) near.observe(element)

// Whoever looks at the track may step through it: a press that comes before the code is pressed again.
const scrub = () => import('#stage/scrubber/glass-scrubber.ts')
for (const type of ['pointerover', 'focusin', 'click'])
  document.addEventListener(type, ({ target }) => {
    if (!(target instanceof HTMLElement) && !(target instanceof SVGElement)) return
    const scrubber = target.closest('glass-scrubber:not(:defined)')
    if (!scrubber) return
    void scrub().then(() => {
      if (type === 'click') target.closest<HTMLElement>('button')?.click()
    })
  })
if (/^#run-\d|@\d+$/.test(location.hash)) void scrub()
if (/^#run-\d/.test(location.hash)) void import('#stage/compare/run-link.ts')

// A phone has the stage in a sheet, which comes with its first use.
const isPhone = matchMedia('(max-width: 960px)')
const openSheet = (host: Element | null, side: Side, from: Element | null) => {
  if (!isPhone.matches || !(host instanceof HTMLElement)) return
  void import('#stage/phone/glass-sheet.ts').then((sheet) =>
    sheet.openSheet(host, side, from instanceof HTMLElement ? from : null),
  )
}
document.addEventListener('click', (event) => {
  const { target } = event
  const way =
    target instanceof Element ? target.closest<HTMLElement>('[data-opens], .answer a') : null
  const act = way?.closest<HTMLElement>('[data-dock], [data-stage-of]')?.dataset
  if (!way || !act || !isPhone.matches) return
  event.preventDefault()
  const host = document.getElementById(`stage-${act.dock ?? act.stageOf}`)
  openSheet(host, way.dataset.opens === 'trace' ? 'trace' : 'page', way)
})
// Steps were chosen from afar, as by a paragraph that speaks of them.
document.addEventListener('glass-steps', ({ target }) => {
  if (target instanceof Element)
    openSheet(target.closest('[data-stage]'), 'trace', document.activeElement)
})

// A form that is checked while it is filled in needs nothing before that.
document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element && target.closest('glass-live'))
    void import('#stage/live/glass-live.ts')
})

export {}
