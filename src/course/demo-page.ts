/** The page of the app that a demo shows: any of them, by its address. */
import { APP_PAGES, findRoute, type AppPage } from '#router.ts'

const isAppPage = (pattern: string | null): pattern is AppPage =>
  APP_PAGES.some((page) => page === pattern)

// As an author writes an address: small letters and numbers.
const PLAIN = /^\/[a-z\d/-]*$/

/** Only the link of a mail leads to it: its address is a secret. */
const isBehindLink = (page: string): boolean => page.includes('[token]')

/**
 * Which page is meant by `/scores/1`, or by `/users/log-in/[token]`, or `null` for no page of the
 * app.
 *
 * @example
 * appPageOf('/scores/1')
 * // => '/scores/[id]'
 * appPageOf('/sandbox')
 * // => null
 */
export function appPageOf(page: string): AppPage | null {
  if (isBehindLink(page)) return isAppPage(page) ? page : null
  const pattern = PLAIN.test(page) ? findRoute(page) : null
  return isAppPage(pattern) && !isBehindLink(pattern) ? pattern : null
}

/**
 * The page of a demo, whose schema has seen that it is one.
 *
 * @example
 * appPageOrThrow('/users/register')
 * // => '/users/register'
 */
export function appPageOrThrow(page: string): AppPage {
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
