/**
 * Runs the plugs of a request, then its page, and keeps the trace of it all.
 * What goes wrong on the way is answered here: with its sentence where there
 * is one, and with a request id and nothing else where there is none.
 */
import { randomBytes } from 'node:crypto'
import type { APIContext, MiddlewareHandler, MiddlewareNext } from 'astro'
import { scopeForVisitor } from '#accounts/scope.ts'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import { callSite } from '#trace/call-site.ts'
import { Recorder } from '#trace/recorder.ts'
import type { Json, Source } from '#trace/trace-step.ts'
import { collect, record } from '#trace/trace.ts'
import { fragmentRequest } from './fragment.ts'
import { keepLesson, lessonOf, stepOfLink } from './lesson-of.ts'
import { parseParams, redactParams } from './params.ts'
import { runPlugs, type Plug, type PlugResult } from './plug.ts'
import { recordReply } from './reply.ts'
import { isAction, isApiRequest, methodOf, wantsJson } from './requests.ts'

const REFUSED_PAGE = '/refused'
const POLICY = 'content-security-policy'

interface Routes {
  /** The plugs of every request. */
  readonly every: readonly Plug[]
  /** Further plugs, by the route's pattern as Astro names it. */
  readonly routes: Readonly<Record<string, readonly Plug[]>>
  /** For programs, which bring a token: plugs in place of `every`, and the routes that such a token opens. */
  readonly api?: Way
  /** For what a page asks of its live view: plugs in place of `every`, and the routes of it. */
  readonly live?: Way
}

interface Way {
  readonly every: readonly Plug[]
  readonly routes: readonly string[]
}

const NO_WAY: Way = { every: [], routes: [] }

export function pipeline({
  every,
  routes,
  api = NO_WAY,
  live = NO_WAY,
}: Routes): MiddlewareHandler {
  const source = callSite()
  return async (context, next) => {
    // At build time there is no visitor, and nothing to guard.
    if (context.isPrerendered) return next()

    prepareLocals(context)
    const { front, recorder, afterwards } = context.locals
    const logError = (error: unknown) => front.house.logError(error, front.requestId)
    const isApi = isApiRequest(context.request)
    const guards = routes[context.routePattern] ?? []
    const first = live.routes.includes(context.routePattern) ? live.every : every
    const respond = async () => {
      try {
        if (isApi && !api.routes.includes(context.routePattern))
          throw new Refusal(403, 'A token for programs does not open this address. Log in for it.')
        context.locals.params = parseParams(context.locals.front.body)
        context.locals.lesson = lessonOf(context)
        if (isAction(context)) keepLesson(context)
        recordRequest(context, source)
        const halted = isApi ? await runPlugs(api.every, context) : await lookUp(first, context)
        return halted ?? (await runPlugs(guards, context)) ?? (await next())
      } catch (error) {
        return answerFailure(context, error, next)
      }
    }
    try {
      if (!context.locals.traced) return finish(context, await respond())
      const response = await collect(recorder, respond)
      keepTrace(context, response)
      return finish(context, response)
    } finally {
      // The answer stands, whatever becomes of what it used.
      for (const cleanUp of afterwards) await cleanUp().catch(logError)
    }
  }
}

/**
 * Plugs that look things up, and halt nobody who is not there. Where a reader
 * has taken a table back, they find nothing, and what comes later may say why.
 */
async function lookUp(plugs: readonly Plug[], context: APIContext): Promise<PlugResult> {
  const { locals } = context
  for (const plug of plugs) {
    try {
      const response = await runPlugs([plug], context)
      if (response) return response
    } catch (error) {
      locals.refusal = locals.sandbox?.migrations.refusalFor(error) ?? null
      if (!locals.refusal) throw error
    }
  }
}

function prepareLocals(context: APIContext): void {
  const { locals, request, routePattern } = context
  const { front } = locals
  front.route = routePattern
  locals.persona = front.persona
  locals.visitor = null
  locals.sandbox = null
  locals.lost = null
  locals.flash = {}
  locals.lesson = null
  locals.params = {}
  locals.afterwards = []
  locals.refusal = null
  locals.byItself = false
  locals.fragment = fragmentRequest(request.headers)
  locals.traced = isTraced(context)
  locals.recorder = new Recorder({
    id: randomBytes(12).toString('base64url'),
    title: `${request.method} ${routePattern}`,
    persona: front.persona,
    onStep: (step) => publish(locals, 'step', { trace: locals.recorder.id, step: { ...step } }),
  })
}

/** Looking at the sandbox is not part of the demo, and what a page does by itself is not an act of the reader. */
function isTraced(context: APIContext): boolean {
  const { routePattern, locals } = context
  const isFrame = locals.fragment === 'frame'
  // A lesson that is on the screen says so by itself.
  if (isAction(context)) return !(isFrame && routePattern === '/progress')
  return !isFrame && !/^\/(?:sandbox|fragments|progress|live)(?:\/|$)/.test(routePattern)
}

function recordRequest(context: APIContext, source: Source | null): void {
  const { locals, routePattern } = context
  const method = methodOf(context)
  // The pattern, because the path of a magic link holds its token.
  const title = `${method} ${routePattern.replace('[token]', '‹token›')}`
  locals.recorder.rename(title)
  const step = stepOfLink(context)
  const fields = { ...redactParams(locals.params), ...(step !== null && { _step: step }) }
  record({
    layer: 'request',
    name: title,
    tag: `request.${method.toLowerCase()}`,
    detail: locals.persona === 'you' ? '' : `as ${locals.persona}`,
    source,
    data: { method, path: routePattern, persona: locals.persona, fields },
  })
}

function keepTrace({ locals, request }: APIContext, response: Response): void {
  const { recorder, sandbox } = locals
  if (recorder.snapshot().status === null)
    collect(recorder, () => recordReply({ locals }, response.status))
  const trace = recorder.snapshot()
  const { byItself } = locals
  sandbox?.traces.add(trace, { inPlaceOfLike: byItself })
  const isActOfReader = isAction({ request }) && !byItself
  sandbox?.lastChanges.keep(trace, recorder.changes, { isAction: isActOfReader })
  publish(locals, 'finished', { trace: recorder.id })
}

function publish({ front, visitor, persona }: App.Locals, type: string, data: object): void {
  if (!visitor) return
  // A frozen step is JSON already: `printable` made it.
  front.house.events.publish(visitor.id, { channel: 'trace', type, persona, data: data as Json })
}

async function answerFailure(
  context: APIContext,
  error: unknown,
  next: MiddlewareNext,
): Promise<Response> {
  const { locals, request } = context
  const { front } = locals
  const refusal = locals.sandbox?.migrations.refusalFor(error) ?? refusalFor(error)
  if (refusal.status >= 500) front.house.logError(error, front.requestId)
  const { status, message, headers, remedy } = refusal
  recordReply({ locals }, status, message)
  const common = { ...headers, 'cache-control': 'no-store', 'x-astro-reroute': 'no' }
  if (wantsJson(request)) {
    const body = { ok: false, error: message, request: front.requestId, ...(remedy && { remedy }) }
    return Response.json(body, { status, headers: common })
  }
  if (remedy || isOfDemo(locals, status)) {
    // A page of the app, with its trace and perhaps a button, in place of the one that was asked for.
    locals.refusal = refusal
    // It may have gone wrong before anybody was looked for.
    locals.scope ??= scopeForVisitor(front.house.sandboxes.lobby)
    return withHeaders(await next(REFUSED_PAGE), headers)
  }
  return new Response(front.house.errorPage(status, message, front.requestId), {
    status,
    headers: { ...common, 'content-type': 'text/html; charset=utf-8' },
  })
}

/** Whoever tries a demo is to see who refused. Of a failure of our own there may be nothing to show. */
function isOfDemo({ fragment, lesson, sandbox, traced }: App.Locals, status: number): boolean {
  return status < 500 && traced && sandbox !== null && (fragment === 'stage' || lesson !== null)
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** What the person may know of a failure. Errors of the repo are known by name: `web` does not import it. */
function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'DatabaseBusyError' || name === 'DatabaseClosedError') {
    return new Refusal(503, 'Your sandbox is busy. Try again in a moment.', retryAfter(1))
  }
  if (name === 'DatabaseFullError') {
    return new Refusal(507, 'Your sandbox is full. Reset it, and try again.')
  }
  return new Refusal(500, 'Something went wrong on our side.')
}

function finish({ locals }: APIContext, response: Response): Response {
  const { headers } = response
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (headers.get('content-type') === 'text/html')
    headers.set('content-type', 'text/html; charset=utf-8')
  // Two policies in one header both apply. Without a page's own, the front's header stands alone.
  if (headers.has(POLICY)) headers.append(POLICY, locals.front.house.framePolicy)
  return response
}
