import { FALLEN } from '#stage/answers/edge.ts'
import { bringLater } from '#stage/answers/sheets.ts'
import { afterPaint } from './after-paint.ts'
import { holdPresses } from './hold-presses.ts'
import { offerSheets } from './offer-sheets.ts'
import { openInPrint } from './open-in-print.ts'
import { VISITED } from '#stage/answers/visited.ts'

/**
 * Loads the code of an element when somebody needs it. A page that is only
 * read costs this file, and what says how far its reader is.
 */
type Loaders = Readonly<Record<string, () => Promise<unknown>>>

/** At work by themselves, once they are near. */
const BY_THEMSELVES: Loaders = {
  'glass-ring': () => import('./glass-ring.ts'),
  'glass-progress': () => import('./glass-progress.ts'),
  'glass-live[data-connect="load"]': () => import('#stage/live/glass-live.ts'),
  // A run of the reader: what decided it is looked for.
  'glass-list:not([data-recorded])': () => import('#stage/list/glass-list.ts'),
}

/** At rest until their reader does something. */
const AT_REST =
  'glass-stage, glass-veil, glass-after, glass-list, glass-house, glass-question, glass-compare, glass-copy, glass-walk, glass-theme, [data-tabs="Language"], [data-stage-of]'

async function bringAll(): Promise<void> {
  const [{ bringElements }] = await Promise.all([
    import('#stage/elements.ts'),
    import('./glass-theme.ts'),
    bringLater(),
    document.querySelector('.where') && import('./lesson/here.ts'),
  ])
  await bringElements()
  // Whatever is in its way, the lesson is here.
  import('./offline/keep-lesson.ts').then((its) => its.keepLesson()).catch(() => undefined)
}

/** Of no use before somebody comes to them: a form that is checked while it is filled in, the track. */
const ONCE_TOUCHED: Loaders = {
  'glass-live': () => import('#stage/live/glass-live.ts'),
  'glass-scrubber': () => import('#stage/scrubber/glass-scrubber.ts'),
  'glass-console': () => import('./bring-prompt.ts'),
  'glass-exercise': () => import('#exercise/glass-exercise.ts'),
  'glass-own-texts': () => import('#exercise/glass-own-texts.ts'),
  'a[data-types]': () => import('./type-line.ts'),
  '[href="/search"]': () => import('./search/open-search.ts'),
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      near.unobserve(target)
      for (const [selector, load] of Object.entries(BY_THEMSELVES))
        // Where the server is away, the page is read as it was built.
        if (target.matches(selector))
          afterPaint()
            .then(load)
            .catch(() => undefined)
    }
  },
  // Whoever comes in at the middle of a page is under what stands at its head.
  { rootMargin: '999999px 600px 600px' },
)
for (const element of document.querySelectorAll(Object.keys(BY_THEMSELVES).join()))
  near.observe(element)

let isAwake = false
let waking: Promise<unknown> | null = null

/** All that is at rest. What did not come is asked for again by the next press. */
function wake(): Promise<unknown> {
  document.documentElement.dataset.waking = ''
  waking ??= bringAll().then(
    () => (isAwake = true),
    (error: unknown) => {
      waking = null
      throw error
    },
  )
  return waking
}

/** Whoever moves may press next; whoever was here before finds things as they left them. */
const wakeEarly = () => void wake().catch(() => undefined)
for (const type of ['pointermove', 'pointerdown', 'focusin', 'keydown', 'hashchange', VISITED])
  addEventListener(type, wakeEarly, { once: true, passive: true })
// Whoever has chosen a language finds the page as that is shown.
if (document.documentElement.dataset.language) wakeEarly()
// A link to a run, to a moment, to a step of a recording.
if (/^#(?:run-\d|moment=)|@\d+$/.test(location.hash)) wakeEarly()
if (/^#run-\d/.test(location.hash)) void import('#stage/compare/run-link.ts')

const touched = new Set<string>()

/** What a press at this place needs and is not there yet, or `null`. */
function missingAt(target: Element): (() => Promise<unknown>) | null {
  const parts = Object.entries(ONCE_TOUCHED).filter(
    ([selector]) => !touched.has(selector) && target.closest(selector),
  )
  const isAtRest = !isAwake && target.closest(AT_REST)
  if (!isAtRest && parts.length === 0) return null
  return async () => {
    if (isAtRest) await wake()
    for (const [selector, load] of parts) {
      await load()
      touched.add(selector)
    }
  }
}

for (const type of ['pointerover', 'focusin'])
  addEventListener(type, ({ target }) => {
    if (target instanceof Element && target.closest(Object.keys(ONCE_TOUCHED).join()))
      missingAt(target)?.().catch(() => undefined)
  })
if (/@\d+$|^#run-\d/.test(location.hash)) ONCE_TOUCHED['glass-scrubber']?.().catch(() => undefined)

addEventListener('keydown', (event) => {
  // Whoever types means the sign. An editor stands in a shadow, of which the target is the host.
  const [at] = event.composedPath() as [Element]
  const types = at.closest('input, textarea, [contenteditable]')
  if (event.key !== '/' || event.metaKey || types) return
  event.preventDefault()
  document.querySelector<HTMLElement>('[href="/search"]')?.click()
})

document.addEventListener(FALLEN, (event) => {
  void import('#stage/frame/fallen.ts').then(({ sayFallen }) => sayFallen(event))
})
holdPresses(missingAt)
offerSheets()
openInPrint()
