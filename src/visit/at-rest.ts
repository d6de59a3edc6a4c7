/** The home page, before its reader has done anything: it is as light as a lesson. */
import type { APIContext, MiddlewareHandler } from 'astro'
import { withLaterSheets } from '#http/later-sheets.mjs'

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
export const lightAtRest =
  (handle: MiddlewareHandler): MiddlewareHandler =>
  async (context, next): Promise<Response> => {
    // What leads a request through its plugs always answers.
    const response = (await handle(context, next)) as Response
    const isPage = response.headers.get('content-type')?.startsWith('text/html')
    if (!isPage || response.status !== 200 || !isAtRest(context)) return response
    const headers = new Headers(response.headers)
    // To name a sheet makes the page longer.
    headers.delete('content-length')
    return new Response(withLaterSheets(await response.text()), { status: 200, headers })
  }
