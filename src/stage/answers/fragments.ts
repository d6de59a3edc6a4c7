/** Asks for a page's fragments and puts them where they belong. The other half of `src/http/fragment.ts`. */

import { fetchInTime } from './fetch-in-time.ts'

/** `frame` asks without a trace: the stage opened, but its reader has not acted. */
export type Wanted = 'stage' | 'frame'

/** Thrown when the server did not answer, or with something that is no fragment. */
export class FragmentError extends Error {
  /** Of the answer, or `null` when none came. */
  readonly status: number | null

  constructor(sentence: string, status: number | null = null) {
    super(sentence)
    this.status = status
  }
}

/** The fragments of the page at `url`, after any redirect, by target. */
export async function fetchFragments(
  url: string,
  wanted: Wanted,
  init: RequestInit = {},
): Promise<Map<string, DocumentFragment>> {
  let response: Response
  let text: string
  try {
    // An answer can be cut off, or given up, while it is read.
    ;({ response, text } = await fetchInTime(url, {
      ...init,
      headers: { 'glasshouse-fragment': wanted },
    }))
  } catch {
    throw new FragmentError('Your server did not answer. Check the connection, then send it again.')
  }
  const page = new DOMParser().parseFromString(text, 'text/html')
  const fragments = new Map<string, DocumentFragment>()
  for (const element of page.querySelectorAll('glass-fragment')) {
    const content = document.createDocumentFragment()
    content.append(...element.childNodes)
    fragments.set(element.getAttribute('target') ?? '', content)
  }
  if (fragments.size > 0) {
    await bringSheets(page)
    return fragments
  }
  const { status } = response
  throw new FragmentError(sentenceOf(page) || `Your server answered ${status}.`, status)
}

/** Another page may have other sheets: those that are not here yet come before it is shown. */
async function bringSheets({ head }: Document): Promise<void> {
  const own = [...document.head.children]
  const missing = [...head.querySelectorAll('link[rel="stylesheet"], style')].filter(
    (sheet) => !own.some((one) => one.isEqualNode(sheet)),
  )
  await Promise.all(missing.map(bring))
}

function bring(sheet: Element): Promise<void> {
  return new Promise((resolve) => {
    sheet.addEventListener('load', () => resolve())
    // Without it the page is plain, which is better than no page.
    sheet.addEventListener('error', () => resolve())
    document.head.append(sheet)
  })
}

// Error pages say what to do in their lead.
const sentenceOf = (page: Document) => page.querySelector('.lead')?.textContent.trim() ?? ''

/**
 * Puts each fragment in place of what the elements of its name hold. What is
 * there already stays, with its focus and with what somebody has typed.
 */
export function place(fragments: ReadonlyMap<string, DocumentFragment>, root: ParentNode): void {
  for (const [target, content] of fragments) {
    const html = htmlOf(content)
    for (const part of root.querySelectorAll(`[data-part="${target}"]`)) {
      if (part.innerHTML !== html) part.replaceChildren(content.cloneNode(true))
    }
  }
}

function htmlOf(content: DocumentFragment): string {
  const element = document.createElement('div')
  element.append(content.cloneNode(true))
  return element.innerHTML
}

/** Says what went wrong where the page keeps its flash; `info` says something else, to be read in peace. */
export function say(root: ParentNode, sentence: string, kind: 'error' | 'info' = 'error'): void {
  const paragraph = document.createElement('p')
  paragraph.className = kind === 'error' ? 'flash flash-error' : 'flash'
  if (kind === 'error') paragraph.setAttribute('role', 'alert')
  paragraph.textContent = sentence
  root.querySelector('[data-part="flash"]')?.replaceChildren(paragraph)
}
