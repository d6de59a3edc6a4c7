/** The reader acting as themselves: the one persona that has no prefix in its addresses. */
export const YOU = 'you'

const PERSONA_PATH = /^\/as\/(?<persona>[a-z][a-z0-9-]{0,19})(?<path>\/.*)?$/

/** An address of the app for the persona who acts: `/users/log-in`, or `/as/alice/users/log-in`. */
export function pathFor(persona: string, path: string): string {
  return persona === YOU ? path : `/as/${persona}${path}`
}

/** How an answer names an address of this site, given without whoever acts: `/users/log-in`. */
export interface Links {
  /** For a link or a form: `/as/alice/users/log-in`. */
  readonly to: (path: string) => string
  /** The other way round: what `to` was given, or `null` for an address of somebody else. */
  readonly within: (address: string) => string | null
  /** For a redirect, with what the browser must bring along. */
  readonly onward: (path: string) => string
  /** The same for a form: hidden fields, by name. */
  readonly fields: Readonly<Record<string, string>>
}

/** Splits `/as/alice/users/log-in` into who acts and where. */
export function splitPersona(target: string): { persona: string; path: string } {
  const match = PERSONA_PATH.exec(target)?.groups
  if (!match) return { persona: YOU, path: target }
  return { persona: match.persona ?? YOU, path: match.path ?? '/' }
}

/**
 * Where an answer leads, as its trace tells it: without a token, and without
 * what the course has added to a link of its own.
 *
 * @example
 * toldPath('/scores?of=ana&lesson=part/lesson&step=demo.1')
 * // => '/scores?of=ana'
 */
export function toldPath(path: string): string {
  const [bare = '', search] = withoutTokens(path).split('?')
  const rest = (search ?? '').split('&').filter((part) => !/^(?:lesson|step)=|^$/.test(part))
  return rest.length === 0 ? bare : `${bare}?${rest.join('&')}`
}

/** A path as a trace may show it: one that a mail led to holds a token. */
export function withoutTokens(path: string): string {
  return path.replaceAll(/\/[\w-]{43}(?=[/?]|$)/g, '/‹token›')
}
