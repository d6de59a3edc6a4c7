/**
 * Loads the code of an element when the element is near. A page that is only
 * read costs this file and nothing more.
 */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  'glass-stage': () => import('./glass-stage.ts'),
  'glass-menu': () => import('./glass-menu.ts'),
  'glass-progress': () => import('./glass-progress.ts'),
  'glass-theme': () => import('./glass-theme.ts'),
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      near.unobserve(target)
      void LOADERS[target.localName]?.()
    }
  },
  { rootMargin: '600px' },
)

for (const element of document.querySelectorAll(Object.keys(LOADERS).join())) near.observe(element)

export {}
