/**
 * Answers: a page, a redirect or JSON, from the same facts. Whichever it is,
 * the reply is the last step of the trace.
 */
import type { Json, Trace } from '#trace/trace-step.ts'
import { callSite } from '#trace/call-site.ts'
import type { StepReport } from '#trace/recorder.ts'
import { noteStatus, record, tracing } from '#trace/trace.ts'
import { NO_STORE } from './caching.ts'
import type { HttpContext } from './context.ts'
import { describeErrors, printChangeset, type AnyChangeset } from './changeset-errors.ts'
import { putFlash } from './flash.ts'
import { flash, type Flash, type Said } from './messages.ts'
import { toldPath } from './links.ts'
import { cookieSteps, menuSteps } from './reply-steps.ts'
import { isAction, wantsJson } from './requests.ts'

type Context = Pick<HttpContext, 'locals' | 'request' | 'cookies'>

type Facts = Readonly<Record<string, unknown>>

interface Answer {
  readonly status: number
  readonly changeset?: AnyChangeset | null
  /** Why, in a sentence, where no changeset says it. */
  readonly detail?: string
  readonly flash?: Flash
  readonly location?: string
  /** Further facts of this page, for JSON: a function where they are made for that alone. */
  readonly facts?: Facts | (() => Facts)
  /** In place of this request's own trace: the one that the page is about. */
  readonly trace?: Trace
}

/**
 * Settles the answer of a page: its status is set, its reply recorded.
 * Returns the JSON answer when that is what was asked for, and nothing when
 * the page is to be rendered.
 */
export function answer(
  context: Context & { response: { status?: number | undefined } },
  { flash: said, ...rest }: Answer,
): Response | null {
  const { locals, request } = context
  // What the last request left to say ended nothing here.
  const isLeft = said?.error !== undefined && said.error === locals.flash.error
  if (said) locals.flash = said
  locals.answered = true
  context.response.status = rest.status
  const { status, changeset, detail = '' } = rest
  const isJson = wantsJson(request)
  const told = { flash: printFlash(isLeft ? undefined : said) }
  const why = changeset ? describeErrors(changeset) : detail
  recordReply(status, why, told, { context, hasMenu: !isJson })
  return isJson ? json(context, rest) : null
}

/**
 * Sends the browser on, with a message for the next page. JSON is told where,
 * and stays; a message that something did not work is an error there, 422 for
 * an action and 404 for a page that is not there.
 */
export function redirect(
  context: Context,
  path: string,
  message: Said | null = null,
  facts: Answer['facts'] = {},
): Response {
  const { locals, request } = context
  const shown = toldPath(path)
  const told = { flash: printFlash(message ? flash(message) : undefined) }
  if (wantsJson(request)) {
    const status = !message || message.kind === 'info' ? 200 : isAction(context) ? 422 : 404
    if (message) locals.flash = flash(message)
    recordReply(status, `go on to ${shown}`, { location: shown, ...told }, { context })
    return json(context, { status, location: locals.links.to(path), facts })
  }
  if (message) putFlash(context, message)
  recordReply(303, `go to ${shown}`, { location: shown, ...told }, { context })
  return new Response(null, {
    status: 303,
    headers: { location: locals.links.onward(path) },
  })
}

/** For JSON, in place of the redirect to the log-in page. */
export function unauthorized(context: Context, said: Flash): Response {
  const { locals } = context
  locals.flash = said
  recordReply(401, 'log in first', { flash: printFlash(said) }, { context })
  return json(context, { status: 401, location: locals.links.to('/users/log-in') })
}

/** For a program whose token is none. In Phoenix: the last clause of `fetch_current_scope_for_api_user/2`. */
export function noAccess(): Response {
  recordReply(401, 'no access')
  return new Response('No access for you', {
    status: 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Bearer' },
  })
}

function json(
  { locals }: Pick<Context, 'locals'>,
  { status, changeset = null, location, trace, facts = {} }: Answer,
): Response {
  const said = JSON.stringify({
    ok: status < 400,
    scope: locals.describe().scope,
    changeset: changeset && printChangeset(changeset),
    flash: locals.flash,
    location: location ?? null,
    ...(typeof facts === 'function' ? facts() : facts),
  })
  return new Response(
    readLate(() => withTrace(said, trace ?? locals.describe().trace)),
    { status, headers: { 'content-type': 'application/json', 'cache-control': NO_STORE } },
  )
}

const withTrace = (said: string, trace: Trace | null) =>
  `${said.slice(0, -1)},"trace":${JSON.stringify(trace)}}`

/**
 * A body that is made when it is read, once every step has ended: a plug that
 * answers is itself a step, and ends after its answer is made.
 */
function readLate(body: () => string): ReadableStream<Uint8Array> {
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    controller.enqueue(new TextEncoder().encode(body()))
    controller.close()
  }
  // Nothing is made in advance, for nobody who might read.
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

/** What this answer says to its reader, and how; `null` if it says nothing. What an answer before it left to say is that one's. */
function printFlash(said: Flash | undefined): Json {
  if (said?.error !== undefined) return { kind: 'error', message: said.error }
  return said?.info === undefined ? null : { kind: 'info', message: said.info }
}

/** The answer as the trace tells it, after everything else: with what status, why, and what it brings along. */
export function recordReply(
  status: number,
  detail = '',
  data: Readonly<Record<string, Json>> = {},
  { context, hasMenu = false }: { readonly context?: Context; readonly hasMenu?: boolean } = {},
): void {
  noteStatus(status)
  if (!tracing()) return
  const cookies = context ? cookieSteps(context) : []
  const menu = context && hasMenu ? menuSteps(context) : []
  const report: StepReport = {
    layer: 'reply',
    name: String(status),
    tag: `reply.${status}`,
    outcome: status >= 400 ? 'error' : 'ok',
    detail,
    source: callSite(),
    data: { status, ...data },
  }
  record(report, [...cookies, ...menu])
}
