/** Shows what a call of the prompt did in the house and the list beside it, on a stage or on a page of its own. */
import { CALLED } from '#console/called.ts'
import { fetchFragments, FragmentError, piecesIn, place } from '#stage/answers/fragments.ts'

let asked = 0

document.addEventListener(CALLED, ({ target }) => {
  if (!(target instanceof HTMLAnchorElement)) return
  // A stage knows where a run is shown.
  if (target.closest('glass-stage')) target.click()
  else void showIn(target.closest('.stage-host'), target.pathname)
})

async function showIn(host: Element | null, path: string): Promise<void> {
  if (!host) return
  const own = (asked += 1)
  try {
    const fragments = await fetchFragments(path, 'frame')
    // Of two calls the later one is shown.
    if (own === asked) place(piecesIn(fragments, 'stage'), host)
  } catch (error) {
    // The link is there: it leads to the same.
    if (!(error instanceof FragmentError)) throw error
  }
}
