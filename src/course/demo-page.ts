/** The page that a demo shows: any of the app, or a twin of its lesson, by its address. */
import { APP_PAGES, findRoute, type AppPage } from '#router.ts'

const isAppPage = (pattern: string | null): pattern is AppPage =>
  APP_PAGES.some((page) => page === pattern)

const TWIN = '/twins/[name]'

/** What a demo may show, by its pattern. */
export type DemoPage = AppPage | typeof TWIN

// As an author writes an address: small letters and numbers.
const PLAIN = /^\/[a-z\d/-]*$/

/** Only the link of a mail leads to it: its address is a secret. */
const isBehindLink = (page: string): boolean => page.includes('[token]')

/**
 * Which page is meant by `/scores/1`, by `/users/log-in/[token]` or by `/twins/score-by-id`, or
 * `null` for none that a demo shows.
 *
 * @example
 * appPageOf('/scores/1')
 * // => '/scores/[id]'
 * appPageOf('/sandbox')
 * // => null
 */
export function appPageOf(page: string): DemoPage | null {
  if (isBehindLink(page)) return isAppPage(page) ? page : null
  const pattern = PLAIN.test(page) ? findRoute(page) : null
  if (pattern === TWIN) return pattern
  return isAppPage(pattern) && !isBehindLink(pattern) ? pattern : null
}

/**
 * The page of a demo, whose schema has seen that it is one.
 *
 * @example
 * appPageOrThrow('/users/register')
 * // => '/users/register'
 */
export function appPageOrThrow(page: string): DemoPage {
  const found = appPageOf(page)
  if (found) return found
  throw new Error(`appPageOrThrow: expected a page of the app, got ${page}.`)
}

/**
 * Where a demo's page is opened, or `null` for one that only the link of a mail leads to.
 *
 * @example
 * openedAt('/users/log-in/[token]')
 * // => null
 */
export const openedAt = (page: string): string | null => (isBehindLink(page) ? null : page)
