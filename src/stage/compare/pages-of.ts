/** What two runs left in the window, where both used the same one. */
import type { AnsweredPage, AnsweredPages } from '#sandbox/answered-pages.ts'
import type { Side } from './side.ts'

type Pages = readonly [AnsweredPage, AnsweredPage]

/**
 * The pages of two runs of one person. `null` where two people have a window
 * each, which shows it already, or where one of the pages is not kept.
 */
export function pagesOf(
  sandbox: { readonly pages: Pick<AnsweredPages, 'get'> } | null,
  [one, other]: readonly [Side, Side],
): Pages | null {
  if (one.trace.persona !== other.trace.persona) return null
  const first = sandbox?.pages.get(one.trace.id)
  const second = sandbox?.pages.get(other.trace.id)
  return first && second ? [first, second] : null
}
