/**
 * Runs the plugs of a request, then its page. What goes wrong on the way is
 * answered here: with its sentence where there is one, and with a request id
 * and nothing else where there is none. In Phoenix: the endpoint and the
 * router's pipelines.
 */
import type { APIContext, MiddlewareHandler, MiddlewareNext } from 'astro'
import { brokeHere, noSuchPage, Refusal, type Way as Onward } from '#lib/refusal.ts'
import type { Source } from '#trace/trace-step.ts'
import { inOrder } from '#trace/guards-first.ts'
import { callSite } from '#trace/call-site.ts'
import { NO_STORE, REVALIDATE } from './caching.ts'
import type { HttpContext } from './context.ts'
import { factsAlone } from './facts-alone.ts'
import { fragmentRequest } from './fragment.ts'
import { parseParams } from './params.ts'
import { runPlugs, splitFixed, type Looks, type Plug, type PlugResult } from './plug.ts'
import { recordReply } from './reply.ts'
import { refusalWords } from './refusal-words.ts'
import { isApiRequest, wantsJson } from './requests.ts'
import { wayOnward } from './way-onward.ts'

const REFUSED_PAGE = '/refused'
const POLICY = 'content-security-policy'
const NOTHING = splitFixed([])

interface Ways {
  /** The way of a request, by its route's pattern as Astro names it. */
  readonly wayOf: (routePattern: string) => Way
  /** For programs, which bring a token: the plugs in place of those that look things up. */
  readonly api?: Looks
  readonly around: Around
}

/** What a request passes on its way to a page. */
export interface Way {
  /** They look things up, and halt nobody who is not there. */
  readonly first: Looks
  /** They may answer in the page's place. */
  readonly guards: readonly Plug[]
  readonly opensToTokens: boolean
  /** What its page shows may open something: a browser does not keep it, not even for Back. */
  readonly showsSecrets: boolean
}

type Rest = () => Promise<Response>

/** What stands around the plugs: it brings what they count on, watches them, and knows errors that they do not. */
export interface Around {
  /** Puts into the locals what is there before anything is read. */
  readonly prepare: (context: APIContext) => void
  /** The fields are read; the plugs come next. `source` is the line of the pipeline. */
  readonly begin: (context: APIContext, source: Source | null) => void
  /**
   * Runs what comes once it is known whose the request is: as its reader has
   * bent it, if they have.
   */
  readonly bend: (context: APIContext, rest: Rest) => Promise<Response>
  /** Runs the request, watched or not. */
  readonly watch: (context: APIContext, respond: () => Promise<Response>) => Promise<Response>
  /** What is not there to be looked up, if that is what this error says: the request goes on without it. */
  readonly missing: (context: APIContext, error: unknown) => Promise<Refusal | null>
  /** What the person may know of this error, or `null`. */
  readonly refusalFor: (context: APIContext, error: unknown) => Promise<Refusal | null>
  /** Whether to answer a refusal with a page of the app, which it then prepares, in place of a bare one. */
  readonly showsRefusal: (context: APIContext, refusal: Refusal) => boolean
}

export function pipeline(given: Ways): MiddlewareHandler {
  const { around } = given
  const source = callSite()
  return async (context, next) => {
    // At build time there is no visitor, and nothing to guard.
    if (context.isPrerendered) return next()

    prepareLocals(context)
    around.prepare(context)
    const { front, afterwards } = context.locals
    const logError = (error: unknown) => front.services.logError(error, front.requestId)
    const respond = async () => {
      try {
        return await throughPlugs(given, context, source, async () => {
          front.reachedPage = true
          const facts = wantsJson(context.request) ? await factsAlone(context) : undefined
          if (facts === null) throw drawnAlone(context)
          return settled(context, facts ?? (await next()))
        })
      } catch (error) {
        return answerFailure(around, context, error, next)
      }
    }
    try {
      const response = await around.watch(context, respond)
      return finish(context, response, given.wayOf(context.routePattern))
    } finally {
      // The answer stands, whatever becomes of what it used.
      for (const cleanUp of afterwards) await cleanUp().catch(logError)
    }
  }
}

function prepareLocals({ locals, request, routePattern }: APIContext): void {
  locals.front.route = routePattern
  locals.flash = {}
  locals.params = {}
  locals.afterwards = []
  locals.refusal = null
  locals.answered = false
  locals.fragment = fragmentRequest(request.headers)
}

async function throughPlugs(
  { wayOf, api = NOTHING, around }: Ways,
  context: APIContext,
  source: Source | null,
  page: Rest,
): Promise<Response> {
  const { locals, routePattern, request } = context
  const { first, opensToTokens } = wayOf(routePattern)
  const isApi = isApiRequest(request)
  if (isApi && !opensToTokens)
    throw new Refusal(403, 'A token for programs does not open this address. Log in for it.')
  locals.params = parseParams(locals.front.body)
  around.begin(context, source)
  const look = (plugs: readonly Plug[]) =>
    isApi ? runPlugs(plugs, context) : lookUp(plugs, context, around)
  // Whose house it is no lab decides. From there on what its reader has bent counts.
  const halted = await look((isApi ? api : first).fixed)
  if (halted) return halted
  return around.bend(context, async () => {
    // The way itself may be bent.
    const { first: own, guards } = wayOf(routePattern)
    const { others } = isApi ? api : own
    const parts = inOrder([() => look(others), () => runPlugs(guards, context)])
    for (const part of parts) {
      const halted = await part()
      if (halted) return halted
    }
    return page()
  })
}

/**
 * Plugs that look things up, and halt nobody who is not there. Where a reader
 * has taken a table back, they find nothing, and what comes later may say why.
 */
async function lookUp(
  plugs: readonly Plug[],
  context: APIContext,
  around: Around,
): Promise<PlugResult> {
  for (const plug of plugs) {
    try {
      const response = await runPlugs([plug], context)
      if (response) return response
    } catch (error) {
      const missing = await around.missing(context, error)
      if (!missing) throw error
      context.locals.refusal = missing
    }
  }
}

/**
 * The answer of a page, unless programs would have no part in it. Every page
 * says its facts as JSON to whoever asks for that, and one that forgets to
 * would not be missed by any reader.
 */
function settled(context: APIContext, response: Response): Response {
  const { locals, request, routePattern } = context
  // Astro’s own page, in its dev server alone: the front of a built site answers in its place.
  if (routePattern === '/404') throw noSuchPage()
  const isDrawn = response.headers.get('content-type')?.startsWith('text/html') ?? false
  if (!isDrawn || (locals.answered && !wantsJson(request))) return response
  throw drawnAlone(context)
}

const drawnAlone = ({ routePattern }: APIContext) =>
  new Error(
    `${routePattern} is drawn without an answer for programs. ` +
      'Ask answer(Astro, { … }) before it is drawn, and return what that returns.',
  )

async function answerFailure(
  around: Around,
  context: APIContext,
  error: unknown,
  next: MiddlewareNext,
): Promise<Response> {
  const { front } = context.locals
  const known = (await around.refusalFor(context, error)) ?? error
  const refusal = sayable(known)
  // What is refused on purpose, because something is full or busy, is no fault to look into.
  if (!(known instanceof Refusal)) front.services.logError(error, front.requestId)
  recordReply(refusal.status, refusal.message, {}, { context })
  if (wantsJson(context.request)) return refusedJson(refusal, front.requestId)
  if (around.showsRefusal(context, refusal)) {
    // A page of the app, with its trace and perhaps a button, in place of the one that was asked for.
    context.locals.refusal = refusal
    return withHeaders(await next(REFUSED_PAGE), refusal.headers)
  }
  const { errorPage } = front.services
  const page = errorPage(refusal.status, refusal.message, front.requestId, wayFor(context, refusal))
  const headers = { ...headersOf(refusal), 'content-type': 'text/html; charset=utf-8' }
  return new Response(page, { status: refusal.status, headers })
}

/** Where the button of its page leads. */
export const wayFor = ({ locals, request }: HttpContext, refusal: Refusal): Onward =>
  wayOnward(refusal, {
    ...{ method: request.method, referer: request.headers.get('referer') },
    publicOrigin: locals.front.services.publicOrigin,
    to: locals.links.to,
  })

const sayable = (error: unknown): Refusal => (error instanceof Refusal ? error : brokeHere())

const headersOf = ({ headers }: Refusal) => ({ ...headers, 'x-astro-reroute': 'no' })

function refusedJson(refusal: Refusal, request: string): Response {
  const { status, remedy } = refusal
  const { sentence: error } = refusalWords(refusal)
  const body = { ok: false, error, request, ...(remedy && { remedy }) }
  const headers = { ...headersOf(refusal), 'cache-control': NO_STORE }
  return Response.json(body, { status, headers })
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

function finish({ locals }: APIContext, response: Response, { showsSecrets }: Way): Response {
  const { headers } = response
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false
  if (!headers.has('cache-control'))
    headers.set('cache-control', isPage && !showsSecrets ? REVALIDATE : NO_STORE)
  if (headers.get('content-type') === 'text/html')
    headers.set('content-type', 'text/html; charset=utf-8')
  // Two policies in one header both apply. Without a page's own, the front's header stands alone.
  if (headers.has(POLICY)) {
    const { framePolicy = locals.front.services.framePolicy } = locals.front
    headers.append(POLICY, framePolicy)
  }
  return response
}
