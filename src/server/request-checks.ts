/**
 * What a request must be before anything else looks at it. Each check answers
 * with a refusal or with nothing. Order matters: a later one may rely on an
 * earlier one.
 */
import type { IncomingMessage } from 'node:http'
import type { FrontCheck } from '#http/front-request.ts'
import { noSuchPage, Refusal } from '#lib/refusal.ts'
import { limitSource } from './admission/act-limits.ts'
import { sizeSource } from './body.ts'
import { callSite } from '#trace/call-site.ts'
import { isBearer } from '#http/requests.ts'

const SAFE_METHODS = ['GET', 'HEAD']
const UNSAFE_METHODS = ['POST', 'PUT', 'DELETE']
const ALLOW = [...SAFE_METHODS, ...UNSAFE_METHODS].join(', ')
const LONGEST_TARGET = 2_048
// Escapes of what separates (/ . %), and of what needs none: letters, digits, - _ ~.
const OTHER_SPELLING = /\/\/|%(?:2[5def]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/i

export const isUnsafe = ({ method = '' }: IncomingMessage) => UNSAFE_METHODS.includes(method)

export function refuseMethod({ method = '' }: IncomingMessage): Refusal | null {
  if (SAFE_METHODS.includes(method) || UNSAFE_METHODS.includes(method)) return null
  return new Refusal(405, `This server answers ${ALLOW}.`, { allow: ALLOW })
}

const addressSource = callSite()
/**
 * Only one spelling of each address is answered, so that a guard which knows
 * a path cannot be passed by another way to write it.
 */
export function refuseTarget({ url = '' }: IncomingMessage): Refusal | null {
  if (url.length > LONGEST_TARGET) return new Refusal(400, 'This address is too long.')
  if (!isOneSpelling(url)) return new Refusal(400, 'This address is not one a browser would send.')
  // Astro takes this ending off, so every page would have a second address.
  return pathOf(url).endsWith('.html') ? noSuchPage() : null
}

function isOneSpelling(url: string): boolean {
  if (!/^\/[\x21\x22\x24-\x5b\x5d-\x7e]*$/.test(url)) return false
  const path = pathOf(url)
  if (OTHER_SPELLING.test(path) || /\/\.{1,2}(?:\/|$)/.test(path)) return false
  const query = url.slice(path.length).replaceAll('+', ' ')
  if (!isReadable(path) || !isReadable(query, /\0/)) return false
  // Astro looks for an action of this name, decodes it once more, and throws where that cannot be done.
  const actions = new URLSearchParams(query).getAll('_action')
  return actions.every((name) => isReadable(name))
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''

/** Whether the escapes are UTF-8, and stand for nothing that `unwanted` matches. */
function isReadable(text: string, unwanted = /[\p{Cc}\\]/u): boolean {
  try {
    return !unwanted.test(decodeURIComponent(text))
  } catch {
    return false
  }
}

const hostSource = callSite()
/** The exact host of the public origin, said once: links, cookies and Origin checks rely on it. */
export function refuseHost(request: IncomingMessage, publicOrigin: URL): Refusal | null {
  const hosts = request.rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'host',
  )
  if (hosts.length !== 1) return new Refusal(400, 'A request names its host once.')
  if (request.headers.host === publicOrigin.host) return null
  return new Refusal(421, `This server answers at ${publicOrigin.origin}. Go on there.`)
}

const originSource = callSite()
/**
 * Every unsafe method, JSON included, must come from a page of this site. A
 * browser always says so; what does not say so is no browser. Nothing is asked
 * of a program that brings a token: no page can make a browser send one.
 */
export function refuseOrigin(request: IncomingMessage, publicOrigin: URL): Refusal | null {
  if (!isUnsafe(request) || isProgram(request)) return null
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === publicOrigin.origin && (site === undefined || site === 'same-origin')) return null
  return new Refusal(
    403,
    `A form of this site sends Origin: ${publicOrigin.origin}. This request did not.`,
  )
}

/** The checks that this request has passed, for its trace. */
export function checksPassed(request: IncomingMessage): readonly FrontCheck[] {
  return [
    { name: 'host', detail: 'asked for by this server’s own name', source: hostSource },
    { name: 'size', detail: sizeInWords(request), source: sizeSource },
    { name: 'origin', detail: originInWords(request), source: originSource },
  ]
}

const sizeInWords = (request: IncomingMessage) =>
  bringsBody(request) ? 'what it brings is not too long' : 'brings nothing'

function originInWords(request: IncomingMessage): string {
  if (!isUnsafe(request)) return `a ${request.method} changes nothing, so it may come from anywhere`
  return isProgram(request) ? 'a program, by its token' : 'from a page of this site'
}

// With a cookie beside it, or a word on where it comes from, it may be a browser after all.
function isProgram({ headers }: IncomingMessage): boolean {
  const { authorization, cookie, origin, 'sec-fetch-site': site } = headers
  return isBearer(authorization) && (cookie ?? origin ?? site) === undefined
}

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const FILE_TYPE = 'multipart/form-data'

export function bodyKind({ headers }: IncomingMessage): 'form' | 'json' | 'file' | null {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === FORM) return 'form'
  if (type === FILE_TYPE) return 'file'
  return type === JSON_TYPE ? 'json' : null
}

/** Whether something is sent, or said to be sent, after the headers. */
export function bringsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

const typeSource = callSite()
export function refuseContentType(
  request: IncomingMessage,
  { mayBeFile = false } = {},
): Refusal | null {
  if (!isUnsafe(request) || !bringsBody(request)) return null
  const kind = bodyKind(request)
  if (kind === 'file' ? mayBeFile : kind) return null
  return new Refusal(415, `Send the fields as ${FORM} or as ${JSON_TYPE}.`)
}

const SOURCES: Readonly<Record<FrontCheck['name'], FrontCheck['source']>> = {
  ...{
    address: addressSource,
    host: hostSource,
    type: typeSource,
    size: sizeSource,
    origin: originSource,
    limit: limitSource,
  },
}

/** The one that lets a request no further. */
export const refusingCheck = (name: FrontCheck['name'], refusal: Refusal): FrontCheck => ({
  ...{ name, detail: refusal.message, source: SOURCES[name] },
})
