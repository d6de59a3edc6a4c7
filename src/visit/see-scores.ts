import type { APIContext } from 'astro'
import type { ScoreListView } from '#app/web/scores/score-view.ts'
import { seeLive } from '#app/web/live/live-page.ts'

/** The list of scores at the address of the page, as its live view shows it. */
export async function seeScores(
  context: APIContext,
): Promise<Response | { readonly list: ScoreListView }> {
  const sight = await seeLive(context)
  if (sight instanceof Response) return sight
  if (sight.shown.name !== 'scores') throw new Error(`seeScores: ${context.url.pathname}`)
  return { list: sight.shown.props }
}
