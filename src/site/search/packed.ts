/**
 * A record as Pagefind keeps it, which knows a text and nothing in it. What
 * stands between the parts are control signs, which no text of ours has.
 * Safe in a browser.
 */
import { isKind, type SearchRecord } from './record.ts'

// Pagefind makes one space of every white space, a new line too.
const LINE = '\u001e'
const PART = '\u001d'

/** What Pagefind is given, and gives back. */
export interface Packed {
  readonly url: string
  readonly content: string
  readonly meta: Readonly<Record<string, string>>
  readonly filters: Readonly<Record<string, readonly string[]>>
}

/** All that is to be found stands in `content`; the title besides where it weighs more. */
export function packed({
  kind,
  href,
  title,
  place,
  crumb,
  names,
  tags,
  text,
  folded,
}: SearchRecord): Packed {
  const lines = text.split('\n').join(` ${LINE} `)
  return {
    url: href,
    content: [names.join(` ${LINE} `), lines, folded].join(` ${PART} `),
    meta: { title, ...(place !== '' && { place }), ...(crumb !== '' && { crumb }) },
    filters: { kind: [kind], ...(tags.length > 0 && { tag: tags }) },
  }
}

/**
 * The record again. Of a text with lines every line is there, as many as there were.
 *
 * @example
 * const record = { kind: 'term', href: '/glossary#plug', title: 'plug', place: '', crumb: '' }
 * const whole = { ...record, names: ['Plug'], tags: [], text: 'one\ntwo', folded: '' }
 * unpacked(packed(whole)).text
 * // => 'one\ntwo'
 */
export function unpacked({ url, content, meta, filters }: Packed): SearchRecord {
  const [names = '', text = '', folded = ''] = content.split(PART)
  const [kind = null] = filters['kind'] ?? []
  const { title = '', place = '', crumb = '' } = meta
  return {
    kind: isKind(kind) ? kind : 'source',
    ...{ href: url, title, place, crumb },
    names: linesOf(names).filter((name) => name !== ''),
    tags: filters['tag'] ?? [],
    text: linesOf(text).join('\n'),
    folded: folded.trim(),
  }
}

const linesOf = (text: string) => text.split(LINE).map((line) => line.trim())
