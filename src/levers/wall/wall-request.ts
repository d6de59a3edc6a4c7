/** An input of a wall as the request that it is: with what its author wrote, and nothing that a browser would add. */
import { cookieName, SESSION, VISITOR, type Site } from '#http/cookies.ts'
import { pathFor } from '#http/links.ts'
import type { Wall, WallInput, WallValue } from '#course/walls.ts'

const ELSEWHERE = 'https://elsewhere.example'
const FORM = 'application/x-www-form-urlencoded'

/** What somebody who acts in a copy brings along. */
export interface Belongings {
  /** Where the site is. */
  readonly origin: Site & Pick<URL, 'origin'>
  /** For the visitor’s cookie. */
  readonly token: string
  /** The sessions of the start state, by persona. */
  readonly sessions: ReadonlyMap<string, string>
  /** The token in the newest mail to this address that leads to such a path. */
  readonly linkOf: (email: string, path: string) => string
  /** What a program of this user brings in place of cookies. */
  readonly bearerOf: (email: string) => string
}

/** `wall` says what an input leaves out. */
export function requestOf(
  input: WallInput,
  wall: Pick<Wall, 'as' | 'path'>,
  belongings: Belongings,
): Request {
  const path = input.path ?? wall.path ?? '/'
  const persona = input.as ?? wall.as
  const token = tokenOf(input, path, belongings)
  const place = path.replace(TOKEN, token)
  const pairs = fieldsOf(input).map(([name, value]) => [name, value.replace(TOKEN, token)] as const)
  const isGet = input.method === 'GET'
  const query = isGet && pairs.length > 0 ? `?${new URLSearchParams(pairs.map(asArray))}` : ''
  const url = new URL(pathFor(persona, place) + query, belongings.origin.origin)
  return new Request(url, {
    method: isGet ? 'GET' : 'POST',
    redirect: 'manual',
    headers: headersOf(input, persona, belongings),
    ...(!isGet && { body: bodyOf(input, pairs) }),
  })
}

const TOKEN = '[token]'
const LOG_IN = '/users/log-in/[token]'

/** What stands for [token]: in a field it is that of a link to log in. */
const tokenOf = ({ link }: WallInput, path: string, { linkOf }: Belongings): string =>
  link === null ? TOKEN : linkOf(link, path.includes(TOKEN) ? path : LOG_IN)

type Pair = readonly [name: string, value: string]

const asArray = ([name, value]: Pair): [string, string] => [name, value]

/** PUT and DELETE travel as any form sends them, unless it is said otherwise. */
function fieldsOf({ method, fields, forged }: WallInput): readonly Pair[] {
  const isForm = method === 'PUT' || method === 'DELETE'
  const written = Object.entries({ ...fields, ...forged })
  return [
    ...(isForm && !('_method' in forged) ? [['_method', method.toLowerCase()] as const] : []),
    ...written.flatMap(([name, value]) => textsOf(value).map((text) => [name, text] as const)),
  ]
}

/** A field that is sent more than once has more than one. */
function textsOf(value: WallValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if ('repeat' in value) return [value.repeat.repeat(value.times) + value.then]
  return value.flatMap(textsOf)
}

function headersOf(
  { from, program, json, text, method }: WallInput,
  persona: string,
  { origin, token, sessions, bearerOf }: Belongings,
): Headers {
  const headers = new Headers({ accept: 'text/html' })
  if (method !== 'GET')
    headers.set(
      'content-type',
      json !== null ? 'application/json' : text === null ? FORM : 'text/plain',
    )
  // With a cookie or an Origin beside its token a program might be a browser after all.
  if (program !== null) {
    headers.set('authorization', `Bearer ${bearerOf(program)}`)
    return headers
  }
  if (from !== 'nowhere') headers.set('origin', from === 'here' ? origin.origin : ELSEWHERE)
  const session = sessions.get(persona)
  const cookies = [
    [cookieName(origin, VISITOR), token],
    ...(session === undefined ? [] : [[cookieName(origin, SESSION, persona), session]]),
  ]
  headers.set('cookie', cookies.map((pair) => pair.join('=')).join('; '))
  return headers
}

const bodyOf = ({ json, text }: WallInput, pairs: readonly Pair[]): string =>
  json ?? text ?? String(new URLSearchParams(pairs.map(asArray)))
