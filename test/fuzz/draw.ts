/**
 * Draws one request: over every route of the router, with a method, a type,
 * headers and fields that fit, or do not. What it knows of a visitor's own
 * things and of a stranger's it puts in the places of parameters.
 */
import { paramsIn } from '#lib/route-pattern.ts'
import { ROUTES, routeOf } from '#router.ts'
import type { Asked } from '../support/own-sockets.ts'
import type { Random } from './random.ts'
import * as words from './words.ts'

/** A form as a page shows it: where it is sent, and what each field may hold. */
export interface KnownForm {
  readonly action: string
  readonly fields: Readonly<Record<string, readonly string[]>>
}

/** What a visitor has seen of the house. */
export interface Known {
  readonly origin: string
  readonly cookie: string
  /** Of each parameter what fits: `{ id: ['1', 'Xk3…'] }`. */
  readonly params: Readonly<Record<string, readonly string[]>>
  readonly forms: readonly KnownForm[]
  /** Personas that act. */
  readonly personas: readonly string[]
}

export type Drawn = Asked & { readonly pattern: string }

/** Streams stand in no table of routes: the front answers them. */
const FRONT_ROUTES = ['/sandbox/events', '/fallen', '/healthz', '/readyz', '/nowhere']
export const PATTERNS: readonly string[] = [...Object.keys(ROUTES), ...FRONT_ROUTES]

/** A request to the `turn`th route: each comes again after all others. */
export function draw(turn: number, random: Random, known: Known): Drawn {
  const pattern = PATTERNS[turn % PATTERNS.length]!
  const fitting = known.forms.filter(({ action }) => fits(action, pattern))
  const form = fitting.length > 0 && random.percent(70) ? random.pick(fitting) : null
  const method = form && random.percent(85) ? 'POST' : methodOf(pattern, random)
  const path = addressOf(form?.action ?? fill(pattern, random, known), random, known)
  const kind = method === 'GET' || method === 'HEAD' ? null : random.below(100)
  const body = kind === null ? null : bodyOf(kind, form ?? anyForm(random, known), random)
  return {
    ...{ pattern, method, path: encoded(path) },
    headers: [
      ...headersOf(method, body?.type ?? null, random, known),
      ...(body ? [lengthOf(body, random)] : []),
    ],
    body: body?.content,
  }
}

/** Mostly one that the route knows. */
const methodOf = (pattern: string, random: Random): string =>
  random.percent(65) ? random.pick(routeOf(pattern).methods) : random.pick(words.METHODS)

/** Whether an address is of this route, whoever acts. */
const fits = (action: string, pattern: string) => paramsIn(pathOf(action), pattern) !== null

/** The path of an address, without its persona and its query. */
export const pathOf = (address: string): string =>
  address.replace(/^\/as\/[^/]*/, '').split('?', 1)[0]!

function fill(pattern: string, random: Random, { params }: Known): string {
  return pattern.replace(/\[(?:\.{3})?(?<name>\w+)\]/g, (_, name: string) => {
    const fitting = params[name] ?? []
    return fitting.length > 0 && random.percent(75)
      ? random.pick(fitting)
      : encodeURIComponent(wellFormed(random.pick(words.ODD)))
  })
}

function addressOf(path: string, random: Random, { personas }: Known): string {
  const as = path.startsWith('/as/') || !random.percent(35) ? '' : `/as/${random.pick(personas)}`
  const query = random.percent(25) ? `${path.includes('?') ? '&' : '?'}${queryOf(random)}` : ''
  const slash = random.percent(2) ? '/' : ''
  return `${as}${path}${slash}${query}`
}

function queryOf(random: Random): string {
  const names = [
    'q',
    'lesson',
    'return_to',
    '_action',
    'demo',
    'question',
    'page',
    'sort',
    'cookie',
  ]
  const name = random.percent(80) ? random.pick(names) : random.pick(words.ODD_FIELDS)
  return `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(random.pick(words.ODD)))}`
}

/** What a client of Node sends at all; bytes that are none are sent over a bare socket. */
const encoded = (path: string) => path.replace(/[^\x21-\x7e]/g, (sign) => encodeURIComponent(sign))
const wellFormed = (text: string) => text.toWellFormed()

function anyForm(random: Random, { forms }: Known): KnownForm {
  return forms.length > 0 && random.percent(60)
    ? random.pick(forms)
    : { action: '', fields: { 'user[email]': [], 'user[password]': [], name: [] } }
}

/** Declared, or told as it comes. */
const lengthOf = ({ content }: Body, random: Random): readonly [string, string] =>
  random.percent(92) ? ['content-length', String(content.length)] : ['transfer-encoding', 'chunked']

interface Body {
  readonly type: string
  readonly content: Buffer
}

function bodyOf(kind: number, form: KnownForm, random: Random): Body {
  const fields = fieldsOf(form, random)
  if (kind < 55) return { type: words.FORM, content: Buffer.from(formText(fields)) }
  if (kind < 75) return { type: words.JSON_TYPE, content: jsonOf(fields, random) }
  if (kind < 82) return { type: words.MULTIPART, content: partsOf(fields, random) }
  if (kind < 90) return { type: random.pick(words.TYPES), content: Buffer.from(formText(fields)) }
  if (kind < 93) return { type: words.FORM, content: Buffer.from([0xff, 0xc0, 0xaf, 0x3d, 0x80]) }
  if (kind < 96) return { type: words.JSON_TYPE, content: brokenJson(random) }
  if (kind < 98) return { type: words.FORM, content: Buffer.from('a=&'.repeat(random.below(300))) }
  return { type: random.pick(words.TYPES), content: Buffer.alloc(random.pick([0, 16_384, 17_000])) }
}

/** Those of a form, some of them bent, and now and then one that it does not have. */
function fieldsOf({ fields }: KnownForm, random: Random): [string, string][] {
  const all = Object.entries(fields).map(([name, values]): [string, string] => [
    name,
    values.length > 0 && !random.percent(20) ? random.pick(values) : random.pick(words.ODD),
  ])
  const kept = random.percent(15) ? random.some(all) : all
  if (random.percent(20)) kept.push([random.pick(words.ODD_FIELDS), random.pick(words.ODD)])
  if (random.percent(5) && kept.length > 0) kept.push(random.pick(kept))
  return kept
}

const formText = (fields: readonly (readonly [string, string])[]) =>
  new URLSearchParams(
    fields.map(([name, value]) => [wellFormed(name), wellFormed(value)]),
  ).toString()

function jsonOf(fields: readonly (readonly [string, string])[], random: Random): Buffer {
  const whole: Record<string, unknown> = {}
  for (const [name, text] of fields) {
    const value = random.percent(25) ? random.pick(words.ODD_JSON) : text
    const [, outer, inner] = /^(\w+)\[(\w+)\]$/.exec(name) ?? []
    const isNested = outer !== undefined && inner !== undefined && random.percent(80)
    if (!isNested)
      Object.defineProperty(whole, name, { value, enumerable: true, configurable: true })
    else {
      const part = Object.hasOwn(whole, outer) ? whole[outer] : {}
      Object.defineProperty(whole, outer, {
        ...{ enumerable: true, configurable: true },
        value: { ...(typeof part === 'object' ? part : {}), [inner]: value },
      })
    }
  }
  return Buffer.from(JSON.stringify(random.percent(5) ? [whole] : whole))
}

function brokenJson(random: Random): Buffer {
  return Buffer.from(
    random.pick(['{"user":{"email":', '{"a":1}}', '"text"', '[', 'null', '{"__proto__":{"x":1}}']) +
      '['.repeat(random.pick([0, 1, 2_000])),
  )
}

function partsOf(fields: readonly (readonly [string, string])[], random: Random): Buffer {
  const parts = fields.map(
    ([name, value]) =>
      `--pane\r\nContent-Disposition: form-data; name="${name}"${random.percent(30) ? '; filename="a.json"' : ''}\r\n\r\n${value}\r\n`,
  )
  return Buffer.from(parts.join('') + (random.percent(80) ? '--pane--\r\n' : ''))
}

function headersOf(
  method: string,
  type: string | null,
  random: Random,
  { origin, cookie }: Known,
): (readonly [string, string])[] {
  const { host } = new URL(origin)
  const isSafe = method === 'GET' || method === 'HEAD'
  const headers: (readonly [string, string])[] = [
    [
      'host',
      random.percent(98) ? host : random.pick(['evil.test', 'localhost', `${host}:1`, 'a@b']),
    ],
    ['accept', random.pick(words.ACCEPTS)],
  ]
  const cookies = [
    ...(cookie !== '' && random.percent(95) ? [cookie] : []),
    ...(random.percent(4) ? [random.pick(words.ODD_COOKIES)] : []),
  ]
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')])
  if (!isSafe && random.percent(96)) headers.push(['origin', origin])
  else if (random.percent(20)) headers.push(['origin', random.pick(words.ORIGINS)])
  if (random.percent(isSafe ? 20 : 3)) headers.push(['sec-fetch-site', random.pick(words.SITES)])
  if (type !== null && random.percent(98)) headers.push(['content-type', type])
  while (random.percent(25)) {
    const [name, value] = random.pick(words.ODD_HEADERS)
    if (!headers.some(([taken]) => taken === name)) headers.push([name, value])
  }
  return headers
}
