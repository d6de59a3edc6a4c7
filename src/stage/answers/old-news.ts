/** What an element held before its reader had it asked anew. */
const before = new WeakMap<Element, string>()

/** From now on `text` is what this element held before: whoever brings it again brings no news. */
export const noteOldNews = (element: Element, text: string): void => void before.set(element, text)

/**
 * Whether a piece is what the element held before its reader had it asked anew.
 * A window that is brought up to date brings everything that its page knows, and
 * nobody has told the server yet that the question is open once more.
 */
export const isOldNews = (element: Element, { textContent }: Node): boolean =>
  before.get(element) === textContent

/** Something new has come. */
export const forgetOldNews = (element: Element): boolean => before.delete(element)
