/**
 * What the glass does around each request: it knows whose sandbox is meant
 * and which lesson the reader came from, keeps the trace, and tells the
 * visitor's open streams of each step. In other words: the request's
 * middleware for tracing.
 */
import { randomBytes } from 'node:crypto'
import type { APIContext } from 'astro'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Refusal } from '#lib/refusal.ts'
import { isSecretName } from '#lib/secret-name.ts'
import { refusalForDatabase } from '#sandbox/refusals.ts'
import { settle } from '#course/settle.ts'
import { hasChanges } from '#trace/database-change.ts'
import type { Json, Source } from '#trace/trace-step.ts'
import type { NewsOf } from '#trace/stream-event.ts'
import { Recorder, type StepReport } from '#trace/recorder.ts'
import { collect, noteTitle, record } from '#trace/trace.ts'
import { cookieName } from '#http/cookies.ts'
import type { Described } from '#http/locals.ts'
import { keepLesson, lessonOf, stepOfLink } from './lesson-of.ts'
import { bendRequest } from './bend.ts'
import { noteFreePlay } from './free-play.ts'
import { goOnWithoutBroken, refuseBroken } from './broken-sandbox.ts'
import { keepTrace } from './keep-trace.ts'
import { linksFor } from './links-for.ts'
import { liveFor } from './live-for.ts'
import { isMarkedInVain, takeMark } from './no-cookie.ts'
import { refuseMisdirected } from './own-server.ts'
import { stepOfCheck } from '#http/front-request.ts'
import { redactParams } from '#http/params.ts'
import type { Around } from '#http/pipeline.ts'
import { printScope } from '#app/web/print-scope.ts'
import { hasScope, withoutScope } from '#app/web/without-scope.ts'
import { recordReply } from '#http/reply.ts'
import { isAction, methodOf } from '#http/requests.ts'
import { isTraced, routeOf } from '#router.ts'

export const watchRequest: Around = {
  prepare,
  begin,
  bend: bendRequest,
  watch,
  missing,
  refusalFor,
  showsRefusal,
}

/** What a migration took back; and a whole sandbox, for those who need none. */
async function missing(context: APIContext, error: unknown): Promise<Refusal | null> {
  const { locals } = context
  return (
    locals.sandbox?.migrations.refusalFor(error, locals.beganAt) ??
    (await goOnWithoutBroken(context, error))
  )
}

async function refusalFor(context: APIContext, error: unknown): Promise<Refusal | null> {
  const { locals } = context
  return (
    locals.sandbox?.migrations.refusalFor(error, locals.beganAt) ??
    refuseMisdirected(context, error) ??
    refusalForDatabase(error, locals.front.services.diskTrouble) ??
    refuseBroken(context, error)
  )
}

function prepare(context: APIContext): void {
  const { locals, request, routePattern } = context
  const { persona, services } = locals.front
  locals.beganAt = performance.now()
  locals.persona = persona
  locals.visitor = null
  locals.sandbox = null
  locals.lost = null
  locals.lesson = null
  locals.byItself = false
  locals.cookieGiven = false
  locals.cookieAsked = false
  locals.surroundings = services.sandboxes.lobby
  withoutScope(locals)
  const facts = { acts: isAction(context), frame: locals.fragment === 'frame' }
  locals.traced = isTraced(routePattern, facts) && !isMarkedInVain(context)
  locals.inBackground = !locals.traced
  locals.links = linksFor(locals)
  locals.live = liveFor(locals)
  locals.cookieName = (name) => cookieName(services.publicOrigin, name, persona)
  locals.recorder = new Recorder({
    id: randomBytes(12).toString('base64url'),
    title: `${request.method} ${routePattern}`,
    persona,
    onStep: (step) => publish(locals, { type: 'step', data: { trace: locals.recorder.id, step } }),
  })
  locals.describe = () => describeRequest(locals)
  // A page that connects has been drawn with its menu, and its scope is made by a hook.
  const knowsWhom = () => hasScope(locals) && routePattern !== '/live'
  locals.menuFor = () => (knowsWhom() ? (locals.scope.user?.email ?? null) : undefined)
}

/** Who acted, by which scope, and what the layers did so far. */
export function describeRequest({ persona, scope, traced, recorder }: App.Locals): Described {
  return {
    scope: { persona, ...printScope(scope) },
    trace: traced ? recorder.snapshot() : null,
  }
}

function begin(context: APIContext, source: Source | null): void {
  const { locals, routePattern } = context
  locals.lesson = lessonOf(context)
  locals.cookieGiven = takeMark(context)
  if (isAction(context)) keepLesson(context)
  const method = methodOf(context)
  // The pattern, because the path of a magic link holds its token.
  const title = `${method} ${routePattern.replace('[token]', '‹token›')}`
  noteTitle(title)
  const step = stepOfLink(context)
  const fields = { ...redactParams(locals.params), ...(step !== null && { _step: step }) }
  const request: StepReport = {
    layer: 'request',
    name: title,
    tag: `request.${method.toLowerCase()}`,
    detail: locals.persona === 'you' ? '' : `as ${locals.persona}`,
    source,
    data: { method, path: routePattern, ...paramsOf(context), persona: locals.persona, fields },
  }
  record(request, (locals.front.checks ?? []).map(stepOfCheck))
}

/** What stood in the path in place of its variable parts, as far as that opens nothing. */
function paramsOf({ params }: Pick<APIContext, 'params'>): { readonly params?: Json } {
  const known = Object.entries(params).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !isSecretName(pair[0]),
  )
  return known.length === 0 ? {} : { params: Object.fromEntries(known) }
}

async function watch(context: APIContext, respond: () => Promise<Response>): Promise<Response> {
  const { recorder, traced } = context.locals
  if (!traced) return respond()
  return collect(recorder, async () => {
    const response = await respond()
    if (recorder.snapshot().status === null) recordReply(response.status, '', {}, { context })
    const { byItself } = context.locals
    const isAct = isAction(context) && !byItself
    const trace = keepTrace(context.locals, recorder, { inPlaceOfLike: byItself, isAction: isAct })
    // A page that was drawn has done so before it said what came of it.
    await settle(context.locals, trace)
    // What brings a sandbox of its own leaves it where it has put it.
    if (routeOf(context.routePattern).makesSandbox)
      await noteFreePlay(context.locals, leads(context)).catch(saidInLog(context.locals))
    return response
  })
}

/** What was done stands, whether or not it can be noted that it was. */
const saidInLog =
  ({ front }: App.Locals) =>
  (error: unknown): void =>
    front.services.logError(error, front.requestId)

/** An open page that connects, or checks what is typed, leaves everything as it is. */
function leads({ locals, request, routePattern }: APIContext): boolean {
  const acts = isAction({ request }) && !locals.byItself && !routePattern.startsWith('/live')
  return acts || hasChanges(locals.recorder.changes)
}

function publish({ front, visitor, persona }: App.Locals, news: NewsOf<'trace'>): void {
  if (!visitor || front.fromInside?.runs === null) return
  front.services.events.publish(visitor.id, { channel: 'trace', persona, ...news })
}

/**
 * Whoever tries a demo is to see who refused. Of a failure of our own there may be nothing to show;
 * what breaks once a reader has taken a layer away is theirs to see.
 */
function showsRefusal({ locals }: APIContext, { status, remedy }: Refusal): boolean {
  const { fragment, lesson, sandbox, traced } = locals
  const isToSee = status < 500 || sandbox?.bending.isOn === true
  const isOfDemo =
    isToSee && traced && sandbox !== null && (fragment === 'stage' || lesson !== null)
  if (!remedy && !isOfDemo) return false
  // It may have gone wrong before anybody was looked for.
  if (!hasScope(locals)) locals.scope = scopeForVisitor(locals.surroundings)
  return true
}
