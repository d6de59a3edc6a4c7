/**
 * A lesson on paper as a feed holds it: plain HTML for whatever reads it,
 * without a class, an id or a drawing of ours. Addresses are whole, and a
 * house is a picture in a file of its own.
 */
import { PICTURE_SIZE } from './picture-size.ts'

interface Surroundings {
  /** `https://course.example` */
  readonly origin: string
  /** `persons/who-comes-in` */
  readonly path: string
}

/** What stays as it is. */
const KEPT = new Set(
  (
    'a blockquote br code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre' +
    ' s strong sub sup table tbody td th thead tr ul'
  ).split(' '),
)
/** What stays by another name. */
const RENAMED: Readonly<Record<string, string>> = {
  article: 'div',
  aside: 'blockquote',
  dfn: 'em',
  header: 'div',
  section: 'div',
}
const VOID = new Set(['br', 'hr', 'img'])
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['type', 'start'],
  td: ['colspan'],
  th: ['colspan'],
}

const TAG =
  /<!--.*?-->|<(?<end>\/?)(?<name>[a-z][\w-]*)(?<attributes>(?:\s+[^\s=>/"']+(?:="[^"]*"|='[^']*'|=[^\s>"']+)?)*)\s*(?<empty>\/?)>/gs
const ATTRIBUTE =
  /(?<name>[^\s=>/"']+)(?:="(?<double>[^"]*)"|='(?<single>[^']*)'|=(?<bare>[^\s>"']+))?/g

/**
 * The HTML of a feed’s entry.
 *
 * @example
 * const at = { origin: 'https://course.example', path: 'persons/who-comes-in' }
 * feedText('<p class="muted">See <a href="/lessons">all</a>.</p>', at)
 * // => '<p>See <a href="https://course.example/lessons">all</a>.</p>'
 */
export function feedText(html: string, at: Surroundings): string {
  let text = ''
  let from = 0
  let step = ''
  let isCode = false
  for (const match of html.matchAll(TAG)) {
    if (match.index < from) continue
    text += html.slice(from, match.index)
    from = match.index + match[0].length
    const { name, end = '', attributes: written = '', empty = '' } = match.groups ?? {}
    if (name === undefined) continue
    const attributes = attributesIn(written)
    step = attributes['data-step'] ?? step
    if (end === '' && isLeftOut(name, attributes)) {
      if (name === 'glass-house') text += picture(html.slice(from), step, at)
      if (empty === '') from = endOf(html, name, from)
      continue
    }
    if (name === 'pre') isCode = end === ''
    const tag = tagOf(name, end, attributes, at)
    const isApart = tag === '' && !isCode && endsInWord(text) && !NO_WORD.test(html.charAt(from))
    text += isApart ? ' ' : tag
  }
  return (text + html.slice(from)).replaceAll(/\n{3,}/g, '\n\n').trim()
}

// What stands beside a word on the page follows it here.
const endsInWord = (text: string) =>
  /[^\s(“]$/.test(text) && !/<[a-z][^>]*>$/.test(text.slice(-200))
const NO_WORD = /^[\s<.,;:!?)”’]?$/

function attributesIn(written: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...written.matchAll(ATTRIBUTE)].map(({ groups }) => [
      groups?.['name'] ?? '',
      groups?.['double'] ?? groups?.['single'] ?? groups?.['bare'] ?? '',
    ]),
  )
}

/** What is drawn, and what is said to those who hear a page whose marks they do not see: a feed has the marks. */
const isLeftOut = (name: string, { class: classes = '' }: Readonly<Record<string, string>>) =>
  name === 'svg' || name === 'glass-house' || classes.split(' ').includes('visually-hidden')

/** Where an element ends that was left out, with those of its name inside it. */
function endOf(html: string, name: string, from: number): number {
  let depth = 1
  const tags = new RegExp(String.raw`<(/?)${name}\b[^>]*?(/?)>`, 'g')
  tags.lastIndex = from
  for (let tag = tags.exec(html); tag; tag = tags.exec(html)) {
    if (tag[1] === '/') depth -= 1
    else if (tag[2] !== '/') depth += 1
    if (depth === 0) return tags.lastIndex
  }
  return html.length
}

/** The house of a step, with its sentence for whoever does not see it. */
function picture(house: string, step: string, { origin, path }: Surroundings): string {
  const sentence = /\saria-label="(?<words>[^"]*)"/.exec(house)?.groups?.['words'] ?? ''
  const { width, height } = PICTURE_SIZE
  return `<p><img src="${origin}/pictures/${path}/${step}.svg" alt="${sentence}" width="${width}" height="${height}" /></p>`
}

function tagOf(
  name: string,
  end: string,
  attributes: Readonly<Record<string, string>>,
  at: Surroundings,
): string {
  const kept = RENAMED[name] ?? name
  if (!KEPT.has(kept)) return ''
  if (end !== '') return `</${kept}>`
  const own = (ATTRIBUTES[kept] ?? []).flatMap((attribute) => {
    const value = attributes[attribute]
    if (value === undefined) return []
    return [` ${attribute}="${attribute === 'href' ? whole(value, at) : value}"`]
  })
  return `<${kept}${own.join('')}${VOID.has(kept) ? ' /' : ''}>`
}

/** An address as it is from anywhere. What stands in the same text is found on the lesson’s page for paper. */
function whole(href: string, { origin, path }: Surroundings): string {
  if (href.startsWith('#')) return `${origin}/print/${path}${href}`
  return href.startsWith('/') ? origin + href : href
}
