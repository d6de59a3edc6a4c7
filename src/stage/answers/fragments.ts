/** Asks for a page's fragments and puts them where they belong. The other half of `src/http/fragment.ts`. */

import { fetchInTime } from './fetch-in-time.ts'
import { forgetOldNews, isOldNews } from './old-news.ts'
import { bringSheets } from './sheets.ts'
import { placeOf, type Place } from './places.ts'

/** In HTTP: no content. The page is right as it is. */
const NOTHING_NEW = 204

/** `frame` asks without a trace: the stage opened, but its reader has not acted. */
export type Wanted = 'stage' | 'frame'

/** Why there is nothing to put in place. */
export interface Refusal {
  /** `away`: no answer came. `late`: not in time. `stopped`: its reader gave it up. */
  readonly why: 'away' | 'late' | 'stopped' | 'answered'
  /** Of the answer, or `null` when none came. */
  readonly status: number | null
  /** Until it may be tried again, as the answer says. */
  readonly seconds: number | null
  /** By which the server's own log knows it. */
  readonly requestId: string | null
}

/** Thrown when the server did not answer, or with something that is no fragment. */
export class FragmentError extends Error {
  readonly refusal: Refusal

  constructor(sentence: string, refusal: Refusal) {
    super(sentence)
    this.refusal = refusal
  }

  get status(): number | null {
    return this.refusal.status
  }
}

type Pieces = ReadonlyMap<string, DocumentFragment> & { readonly asked?: number }

let count = 0
/** Of what an element holds: when it was asked for. */
const askedOf = new WeakMap<Element, number>()

/** The pieces of an answer, by the name of their place, and how it was answered. */
export class Fragments extends Map<string, DocumentFragment> {
  /** Its place in the order in which answers were asked for. */
  asked = (count += 1)
  status = 200
  /** Where it was found, after any redirect. */
  path = ''
  seconds: number | null = null
}

/** The fragments of the page at `url`, after any redirect, by target. */
export async function fetchFragments(
  url: string,
  wanted: Wanted,
  init: RequestInit = {},
): Promise<Fragments> {
  const fragments = new Fragments()
  let response: Response
  let text: string
  try {
    // An answer can be cut off, or given up, while it is read.
    ;({ response, text } = await fetchInTime(url, {
      ...init,
      headers: { 'glasshouse-fragment': wanted },
    }))
  } catch (error) {
    throw awayError(init.signal?.aborted === true, error)
  }
  const page = new DOMParser().parseFromString(text, 'text/html')
  fragments.status = response.status
  fragments.path = response.url === '' ? '' : new URL(response.url).pathname
  fragments.seconds = Number(response.headers.get('retry-after')) || null
  for (const element of page.querySelectorAll('glass-fragment')) {
    const content = document.createDocumentFragment()
    content.append(...element.childNodes)
    fragments.set(element.getAttribute('target') ?? '', content)
  }
  if (fragments.size > 0) await bringSheets(page)
  if (fragments.size > 0 || fragments.status === NOTHING_NEW) return fragments
  const { status, seconds } = fragments
  throw new FragmentError(sentenceOf(page) || `Your server answered ${status}.`, {
    ...{ why: 'answered', status, seconds },
    requestId: page.querySelector('.error-page code')?.textContent ?? null,
  })
}

function awayError(isStopped: boolean, error: unknown): FragmentError {
  const isLate = error instanceof DOMException && error.name === 'AbortError'
  const why = isStopped ? 'stopped' : isLate ? 'late' : 'away'
  const sentence = 'Your server did not answer. Check the connection, then send it again.'
  return new FragmentError(sentence, { why, status: null, seconds: null, requestId: null })
}

// Error pages say what to do in their lead.
const sentenceOf = (page: Document) => page.querySelector('.lead')?.textContent.trim() ?? ''

/** Says of the answer to an act that nothing was asked later: what the act did is in it. */
export const isLatest = (fragments: Fragments): number => (fragments.asked = count += 1)

/**
 * Puts each fragment in place of what the elements of its name hold. What is
 * there already stays, with its focus and with what somebody has typed; so does
 * in the text what was asked for later, and was answered first. A
 * place that is not there is a mistake of ours: it stops a test, and no reader.
 */
export function place(fragments: Pieces, root: ParentNode): void {
  const { asked = Infinity } = fragments
  for (const [target, content] of fragments) {
    const isOfText = placeOf(target)?.in === 'text'
    const parts = [...root.querySelectorAll(`[data-part="${CSS.escape(target)}"]`)]
    if (parts.length === 0) missing(target)
    const others = parts.filter(
      (part) =>
        !holds(part, content) &&
        !isOldNews(part, content) &&
        !(isOfText && asked < (askedOf.get(part) ?? 0)),
    )
    // The last of them takes the piece itself: most pieces have one place, and are long.
    for (const part of others) {
      forgetOldNews(part)
      if (asked < Infinity) askedOf.set(part, asked)
      part.replaceChildren(part === others.at(-1) ? content : content.cloneNode(true))
    }
  }
}

function missing(target: string): void {
  // A text need not ask every question.
  if (placeOf(target)?.in === 'text') return
  const sentence = `An answer has a piece "${target}", and the page no place for it.`
  if (import.meta.env.DEV) throw new Error(sentence)
  console.warn(sentence)
}

/** Those of an answer that go to one kind of place. */
export function piecesIn(
  fragments: Fragments,
  where: Place['in'],
): Map<string, DocumentFragment> & Pieces {
  const pieces = [...fragments].filter(([target]) => placeOf(target)?.in === where)
  return Object.assign(new Map(pieces), { asked: fragments.asked })
}

function holds(part: Element, content: DocumentFragment): boolean {
  const there = [...part.childNodes]
  const here = content.childNodes
  return there.length === here.length && there.every((node, at) => node.isEqualNode(here[at]!))
}

/** Says what went wrong where the page keeps its flash; `info` says something else, to be read in peace. */
export function say(root: ParentNode, sentence: string, kind: 'error' | 'info' = 'error'): void {
  const paragraph = document.createElement('p')
  paragraph.className = kind === 'error' ? 'flash flash-error' : 'flash'
  if (kind === 'error') paragraph.setAttribute('role', 'alert')
  paragraph.textContent = sentence
  root.querySelector('[data-part="flash"]')?.replaceChildren(paragraph)
}
