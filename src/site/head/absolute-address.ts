/**
 * The whole address of a page, for what leaves it: a canonical link, a card,
 * a fact for a search engine. A page that is built once knows its site by the
 * `PUBLIC_ORIGIN` of the build alone. Without one there is no such address,
 * and what would have needed it is left out.
 *
 * @example
 * absoluteAddress('/lessons')
 * // => null
 * absoluteAddress('/lessons', 'https://course.example')
 * // => 'https://course.example/lessons'
 */
export const absoluteAddress = (
  path: string,
  site: string | undefined = import.meta.env.SITE,
): string | null => (site ? new URL(site).origin + path : null)
