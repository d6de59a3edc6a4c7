/** Fills in what the page brings as templates: what was found, in the server’s own markup. */
import type { Found } from './found.ts'
import { markedIn } from './query.ts'
import { KIND_NAMES, type Kind } from './record.ts'

/** A result as an item of the list. */
export function drawResult(root: Element, found: Found, words: readonly string[]): Element {
  const item = copyOf(root, found.kind === 'source' ? 'line' : 'result')
  const { kind, href, title, place, crumb, excerpt, line } = found
  item.setAttribute('data-kind', kind)
  item.querySelector('a')?.setAttribute('href', href)
  say(item, 'kind', [KIND_NAMES[kind][0]])
  say(item, 'crumb', [crumb])
  say(item, 'title', marked(title, words))
  say(item, 'place', marked(place, words))
  say(item, 'excerpt', marked(excerpt, words))
  if (line !== null) say(item, 'line', [String(line)])
  return item
}

interface ChipDrawn {
  readonly name: 'kind' | 'tag'
  readonly value: string
  readonly count: number
  readonly href: string
  readonly isChosen: boolean
}

/** A way to see less of it. */
export function drawChip(
  root: Element,
  { name, value, count, href, isChosen }: ChipDrawn,
): Element {
  const item = copyOf(root, 'chip')
  const link = item.querySelector('a')
  link?.setAttribute('href', href)
  link?.setAttribute('data-chip', name)
  link?.setAttribute('data-value', value)
  if (isChosen) link?.setAttribute('aria-current', 'true')
  say(item, 'label', [name === 'kind' ? KIND_NAMES[value as Kind][1] : value])
  say(item, 'count', [String(count)])
  return item
}

/** Puts text, or marked text, where the markup has a place for it. */
export function say(root: Element, what: string, parts: readonly (string | Node)[]): void {
  root.querySelector(`[data-says="${what}"]`)?.replaceChildren(...parts)
}

function copyOf(root: Element, name: string): Element {
  const template = root.querySelector<HTMLTemplateElement>(`[data-template="${name}"]`)
  const copy = template?.content.firstElementChild?.cloneNode(true)
  if (copy instanceof Element) return copy
  throw new Error(`copyOf: the page has no template "${name}".`)
}

function marked(text: string, words: readonly string[]): readonly (string | Node)[] {
  return markedIn(text, words).map((piece) => {
    if (!piece.isMarked) return piece.text
    const mark = document.createElement('mark')
    mark.textContent = piece.text
    return mark
  })
}
