import { fetchFragments, place } from '#stage/answers/fragments.ts'
import { VISITED } from '#stage/answers/visited.ts'

const LESSON = /^\/lessons\/([a-z\d-]+\/[a-z\d-]+)$/

/** Puts how far the visitor is in place, wherever the page says so. */
export async function placeProgress(): Promise<void> {
  const [, lesson] = LESSON.exec(location.pathname) ?? []
  const url = lesson ? `/fragments/progress?lesson=${lesson}` : '/fragments/progress'
  const fragments = await fetchFragments(url, 'frame')
  const isKnown = fragments.get('progress')?.querySelector('[data-known]') != null
  place(fragments, document)
  if (isKnown) dispatchEvent(new Event(VISITED))
}
