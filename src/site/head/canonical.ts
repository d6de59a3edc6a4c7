/** The one address of a page, whatever it was asked for with. */
import type { AstroGlobal } from 'astro'
import { absoluteAddress } from './absolute-address.ts'
import { isForEngines } from './engines.ts'

type Page = Pick<AstroGlobal, 'url' | 'routePattern' | 'isPrerendered' | 'locals'>

/** `null` where nobody looks for the page, or where it does not know its site. */
export function canonicalOf({ url, routePattern, isPrerendered, locals }: Page): string | null {
  if (!isForEngines(routePattern)) return null
  // A page that is built once is a file for as long as it is made.
  if (isPrerendered) return absoluteAddress(url.pathname.replace(/\.html$/, ''))
  return absoluteAddress(url.pathname, locals.front.services.publicOrigin.origin)
}
