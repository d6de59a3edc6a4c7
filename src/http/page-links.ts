/**
 * Where the links and forms of a page lead. A component of the app names a
 * page, `/users/log-in`; whoever shows it says at which address that page
 * stands, and what a form brings along.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Links } from './links.ts'

/** The app by itself: its pages stand where they say, and a form brings nothing along. */
const PLAIN: Links = Object.freeze({
  ...{ to: same, within: same, onward: same },
  fields: {},
})

const links = new AsyncLocalStorage<Links>()

/**
 * The links of what is being drawn: those given to `drawWith`, else those of
 * the request. A page that is built for everybody has no request.
 */
export function linksOf(locals: { readonly links?: Links }): Links {
  return links.getStore() ?? locals.links ?? PLAIN
}

/**
 * Draws a part of a page with links of its own. A page has one
 * `Astro.locals`, and its parts are drawn side by side: what one of them put
 * there, the others would find.
 */
export function drawWith<Drawn>(given: Links, draw: () => Drawn): Drawn {
  return links.run(given, draw)
}

function same(path: string): string {
  return path
}
