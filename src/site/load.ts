/**
 * Loads the code of an element when the element is near. A page that is only
 * read costs this file and nothing more.
 */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  'glass-after': () => import('#stage/act/glass-after.ts'),
  'glass-veil': () => import('#stage/question/glass-veil.ts'),
  '[data-tabs="Language"]': () => import('#course/listing/languages.ts'),
  'glass-house': () => import('#stage/picture/glass-house.ts'),
  'glass-list': () => import('#stage/list/glass-list.ts'),
  'glass-stage': () => import('#stage/frame/glass-stage.ts'),
  'glass-live[data-connect="load"]': () => import('#stage/live/glass-live.ts'),
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

// A form that is checked while it is filled in needs nothing before that.
document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element && target.closest('glass-live'))
    void import('#stage/live/glass-live.ts')
})

export {}
