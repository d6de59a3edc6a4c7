import { fetchRecording } from './fetch-recording.ts'

/** Each is asked for once, whoever needs it first; what did not come is asked for again. */
const asked = new WeakMap<Element, Promise<void>>()

/**
 * Brings what a page leaves out of the run or the recording that it shows: its
 * data, what its closed rows open to, its command to copy, and its house in the
 * forms of a phone. A run that is answered in place brings its own.
 */
export function bringRest(stage: ParentNode): Promise<void> {
  const data = stage.querySelector<HTMLElement>('[data-part="data"]')
  const { rest } = data?.dataset ?? {}
  if (!data || rest === undefined || data.childElementCount > 0) return Promise.resolve()
  const known = asked.get(data)
  if (known) return known
  const coming = bring(stage, data, rest).catch((error: unknown) => {
    asked.delete(data)
    throw error
  })
  asked.set(data, coming)
  return coming
}

async function bring(stage: ParentNode, data: HTMLElement, rest: string): Promise<void> {
  const pieces = await fetchRecording(rest)
  // A run may have come meanwhile.
  if (data.childElementCount > 0) return
  data.append(...(pieces.get('data')?.childNodes ?? []))
  const forms = pieces.get('house')?.querySelectorAll('template') ?? []
  stage.querySelector('[data-part="house"]')?.append(...forms)
  fill(stage, pieces)
}

/** A link to what was left out gives its place to that. Whoever holds it hears so. */
function fill(stage: ParentNode, pieces: ReadonlyMap<string, DocumentFragment>): void {
  const holders = new Set<Element | null>()
  for (const link of stage.querySelectorAll<HTMLAnchorElement>('[data-left-out]')) {
    const id = link.hash.slice(1)
    const left = ['list', 'foot'].map((part) => pieces.get(part)?.getElementById(id)).find(Boolean)
    if (!left) continue
    holders.add(link.closest('glass-list, glass-copy'))
    // Of a row that is here already, what it opens to.
    link.replaceWith(...(left.querySelector('.step-body')?.childNodes ?? [left]))
  }
  for (const holder of holders) holder?.dispatchEvent(new Event('glass-rest'))
}
