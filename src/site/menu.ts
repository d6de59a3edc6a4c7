import { fetchFragments, place } from '#stage/answers/fragments.ts'

const LESSON = /^\/lessons\/([a-z\d-]+\/[a-z\d-]+)$/

/** Puts what the page knows of its visitor in place: their menu, and how far they are. */
export async function placeMenu(): Promise<void> {
  const [, lesson] = LESSON.exec(location.pathname) ?? []
  const url = lesson ? `/fragments/menu?lesson=${lesson}` : '/fragments/menu'
  place(await fetchFragments(url, 'frame'), document)
}
