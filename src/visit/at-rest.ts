/** The home page, before its reader has done anything: it is as light as a lesson. */
import type { APIContext } from 'astro'
import { withLaterSheets } from '#http/later-sheets.mjs'
import type { Around } from '#http/pipeline.ts'

/**
 * Whether the page shows nothing but what everybody sees: no answer on its stage, and no word of a
 * request before.
 */
const isAtRest = ({ routePattern, locals }: APIContext): boolean =>
  routePattern === '/' &&
  locals.fragment === null &&
  locals.sandbox === null &&
  locals.lost === null &&
  !locals.cookieGiven &&
  Object.values(locals.flash).every((message) => !message)

/** Lets the sheet of what happens on a stage come later, where nothing has happened. */
export const lightAtRest = (around: Around): Around => ({
  ...around,
  watch: async (context, rest) => {
    const response = await around.watch(context, rest)
    const isPage = response.headers.get('content-type')?.startsWith('text/html')
    if (!isPage || response.status !== 200 || !isAtRest(context)) return response
    const headers = new Headers(response.headers)
    // To name a sheet makes the page longer.
    headers.delete('content-length')
    return new Response(withLaterSheets(await response.text()), { status: 200, headers })
  },
})
