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
  'glass-live[data-connect="load"]': () => import('#stage/live/glass-live.ts'),
  'glass-compare': () => import('#stage/compare/glass-compare.ts'),
  'glass-copy': () => import('#stage/take-away/glass-copy.ts'),
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

// A form that is checked while it is filled in needs nothing before that.
document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element && target.closest('glass-live'))
    void import('#stage/live/glass-live.ts')
})

export {}
