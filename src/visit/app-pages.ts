import { APP_PAGES, findRoute, routeOf } from '#router.ts'

/** The pages of the app whose address has no part that names a row, in the order of the router. */
export const plainPages = (): readonly string[] => APP_PAGES.filter((page) => !page.includes('['))

/**
 * Whether a path leads to a page of the app, with all of its parts known: what
 * stands around the app answers everybody alike.
 *
 * @example
 * ['/scores/1', '/scores/[id]', '/labs/peel', '/nowhere'].map(isPathOfApp)
 * // => [true, false, false, false]
 */
export function isPathOfApp(path: string): boolean {
  const pattern = path.includes('[') ? null : findRoute(path)
  return pattern !== null && routeOf(pattern).bends && !pattern.startsWith('/live')
}
