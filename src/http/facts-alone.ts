/**
 * Asks a page for its facts alone. Whoever asks for JSON is answered by the
 * code of a page, before anything of it is drawn; what Astro prepares for the
 * drawing, heads and hashes of scripts, would be for nobody. In Phoenix: a
 * controller, without its view.
 */
import type { APIContext } from 'astro'

/** A page as Astro has compiled it: its code runs first, and answers or draws. */
type Page = (
  around: Readonly<{ createAstro: () => unknown }>,
  props: object,
  slots: object,
) => unknown

/** What Astro knows of a request. Whoever finds it elsewhere finds nothing here. */
interface Rendering {
  readonly routeData?: { readonly type?: string }
  readonly loadComponentInstance?: () => Promise<{ readonly default?: Page }>
}

const RENDERING = Symbol.for('astro.fetchState')

/**
 * The answer that the page of this request gives before it is drawn, or `null`
 * where it wants to be drawn; `undefined`, and nothing was run, where its code
 * cannot be had without the rest.
 */
export async function factsAlone(context: APIContext): Promise<Response | null | undefined> {
  const rendering = Reflect.get(context, RENDERING) as Rendering | undefined
  if (rendering?.routeData?.type !== 'page') return undefined
  const page = (await rendering.loadComponentInstance?.())?.default
  if (!page) return undefined
  // What a page sets here is of an answer that is drawn. One of facts brings its own.
  const response = { status: 200, headers: new Headers() }
  const astro: unknown = Object.create(context, {
    response: { value: response },
    props: { value: {} },
  })
  const answered = await page({ createAstro: () => astro }, {}, {})
  return answered instanceof Response ? answered : null
}
