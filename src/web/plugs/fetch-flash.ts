import { takeFlash } from '../flash.ts'
import { definePlug } from '../plug.ts'

/**
 * Reads what the last request left to say. What is fetched beside a page, a
 * menu or a stage that opens, leaves it for the page. In Phoenix: `fetch_flash`.
 */
export const fetchFlash = definePlug('fetchFlash', ({ locals, cookies, routePattern }) => {
  if (locals.fragment === 'frame' || routePattern.startsWith('/fragments/')) return
  locals.flash = takeFlash(cookies, locals.persona)
})
