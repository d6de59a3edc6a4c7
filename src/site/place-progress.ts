import { fetchFragments, place } from '#stage/answers/fragments.ts'
import { VISITED } from '#stage/answers/visited.ts'

const LESSON = /^\/lessons\/([a-z\d-]+\/[a-z\d-]+)$/

/** Puts how far the visitor is in place, wherever the page says so. */
export async function placeProgress(): Promise<void> {
  const [, lesson] = LESSON.exec(location.pathname) ?? []
  const asked = document.querySelector<HTMLElement>('[data-recall]')?.dataset.recall
  const query = lesson ? `?lesson=${lesson}${asked ? `&asks=${asked}` : ''}` : ''
  const fragments = await fetchFragments(`/fragments/progress${query}`, 'frame')
  // Nobody is asked something else while they answer.
  if (document.querySelector('[data-recall] [open]')) fragments.delete('asked')
  const isKnown = fragments.get('progress')?.querySelector('[data-known]') != null
  place(fragments, document)
  if (isKnown) dispatchEvent(new Event(VISITED))
}
