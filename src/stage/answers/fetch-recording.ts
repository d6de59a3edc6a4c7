import { fetchInTime } from '#stage/answers/fetch-in-time.ts'
import { partName, type PlaceName } from '#stage/answers/places.ts'

/** Of the page of a recording, what a stage shows. */
const PARTS = ['strip', 'house', 'list', 'data', 'foot'] as const satisfies readonly PlaceName[]

/** The pieces of a recording, by their places. Its page is a page and an answer in one. */
export async function fetchRecording(href: string): Promise<ReadonlyMap<string, DocumentFragment>> {
  const { response, text } = await fetchInTime(href)
  if (!response.ok) throw new Error(`fetchRecording: ${href} was answered with ${response.status}.`)
  const page = new DOMParser().parseFromString(text, 'text/html')
  const pieces = new Map<string, DocumentFragment>()
  for (const to of PARTS) {
    const name = partName({ to })
    const part = page.querySelector(`[data-part="${name}"]`)
    if (!part) continue
    const content = document.createDocumentFragment()
    content.append(...part.childNodes)
    pieces.set(name, content)
  }
  return pieces
}
