import { takeFlash } from './flash.ts'
import type { Messages } from './messages.ts'
import { definePlug, type Plug } from './plug.ts'

/**
 * Reads what the last request left to say, if it is among `known`. What is
 * fetched beside a page, a menu or a stage that opens, leaves it for the page:
 * which routes those are, `isBeside` says. In Phoenix: `fetch_flash`.
 */
export const fetchFlash = (
  known: readonly Messages[],
  isBeside: (routePattern: string) => boolean,
): Plug =>
  definePlug('fetchFlash', (context) => {
    const { locals, routePattern } = context
    if (locals.fragment === 'frame' || isBeside(routePattern)) return
    locals.flash = takeFlash(context, known)
  })
