/**
 * Answers: a page, a redirect or JSON, from the same facts. Whichever it is,
 * the reply is the last step of the trace.
 */
import type { APIContext } from 'astro'
import { isUserScope } from '#accounts/scope.ts'
import type { User } from '#accounts/user.ts'
import type { Json, Trace } from '#lib/trace-step.ts'
import { callSite } from '#trace/call-site.ts'
import { record } from '#trace/trace.ts'
import { describeErrors, printChangeset, type AnyChangeset } from './changeset-errors.ts'
import { putFlash, flash, type Flash, type FlashName } from './flash.ts'
import { pathFor } from './links.ts'
import { wantsJson } from './requests.ts'

type Context = Pick<APIContext, 'locals' | 'request' | 'cookies'>

interface Answer {
  readonly status: number
  readonly changeset?: AnyChangeset | null
  readonly flash?: Flash
  readonly location?: string
  /** Further facts of this page, for JSON. */
  readonly facts?: Readonly<Record<string, Json>>
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
  if (said) locals.flash = said
  context.response.status = rest.status
  recordReply(context, rest.status, rest.changeset ? describeErrors(rest.changeset) : '')
  return wantsJson(request) ? json(context, rest) : null
}

/** Sends the browser on, with a message for the next page. JSON is told where, and stays. */
export function redirect(
  context: Context,
  path: string,
  message?: { name: FlashName; email?: string },
): Response {
  const { locals, cookies, request } = context
  const location = pathFor(locals.persona, path)
  if (wantsJson(request)) {
    if (message) locals.flash = flash(message.name, message.email)
    recordReply(context, 200, `go on to ${path}`, { location: path })
    return json(context, { status: 200, location })
  }
  if (message) putFlash(cookies, locals.persona, message.name, message.email)
  recordReply(context, 303, `go to ${path}`, { location: path })
  return new Response(null, {
    status: 303,
    headers: { location: withLesson(location, locals.lesson) },
  })
}

function withLesson(location: string, lesson: string | null): string {
  if (lesson === null || /[?&]lesson=/.test(location)) return location
  return `${location}${location.includes('?') ? '&' : '?'}lesson=${lesson}`
}

/** For JSON, in place of the redirect to the log-in page. */
export function unauthorized(context: Context, said: Flash): Response {
  context.locals.flash = said
  recordReply(context, 401, 'log in first')
  return json(context, { status: 401, location: pathFor(context.locals.persona, '/users/log-in') })
}

function json(
  { locals }: Pick<Context, 'locals'>,
  { status, changeset = null, location, trace, facts = {} }: Answer,
): Response {
  const { scope, persona, recorder, flash: said, traced } = locals
  return Response.json(
    {
      ok: status < 400,
      scope: { persona, user: isUserScope(scope) ? printUser(scope.user) : null },
      changeset: changeset && printChangeset(changeset),
      flash: said,
      location: location ?? null,
      trace: trace ?? (traced ? recorder.snapshot() : null),
      ...facts,
    },
    { status, headers: { 'cache-control': 'no-store' } },
  )
}

export function recordReply(
  { locals }: Pick<Context, 'locals'>,
  status: number,
  detail = '',
  data: Readonly<Record<string, Json>> = {},
): void {
  locals.recorder.answered(status)
  record({
    layer: 'reply',
    name: String(status),
    tag: `reply.${status}`,
    outcome: status >= 400 ? 'error' : 'ok',
    detail,
    source: callSite(),
    data: { status, ...data },
  })
}

const printUser = ({ id, email, confirmed_at, inserted_at }: User) => ({
  id,
  email,
  confirmed_at,
  inserted_at,
})
