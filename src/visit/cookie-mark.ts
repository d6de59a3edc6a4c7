/** The mark of a request whose browser was given a visitor's cookie: see no-cookie.ts. */

const NAME = 'cookie'
export const GIVEN = 'given'
const MARK = /(?<before>[?&])cookie=given(?:&|$)/

/** The hidden field of a form that has the mark. */
export const MARK_FIELD = { _cookie: GIVEN } as const

export const hasMark = ({ search }: Pick<URL, 'search'>): boolean => MARK.test(search)

/**
 * @example
 * withMark('/scores?page=2#top')
 * // => '/scores?page=2&cookie=given#top'
 */
export function withMark(location: string): string {
  const [path = '', ...place] = location.split('#')
  if (MARK.test(path)) return location
  return [`${path}${path.includes('?') ? '&' : '?'}${NAME}=${GIVEN}`, ...place].join('#')
}

/**
 * @example
 * withoutMark('/scores?cookie=given&page=2')
 * // => '/scores?page=2'
 */
export const withoutMark = (location: string): string =>
  location.replace(MARK, '$<before>').replace(/[?&]$/, '')
