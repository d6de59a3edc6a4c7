/**
 * Answers: a page, a redirect or JSON, from the same facts. Whichever it is,
 * the reply is the last step of the trace.
 */
import type { APIContext } from 'astro'
import { isUserScope, type Scope } from '#accounts/scope.ts'
import type { User } from '#accounts/user.ts'
import type { Json, Trace } from '#trace/trace-step.ts'
import { callSite } from '#trace/call-site.ts'
import { record } from '#trace/trace.ts'
import { describeErrors, printChangeset, type AnyChangeset } from './changeset-errors.ts'
import { putFlash, flash, isError, type Flash, type FlashName } from './flash.ts'
import { pathFor, withoutTokens } from './links.ts'
import { isAction, wantsJson } from './requests.ts'

type Context = Pick<APIContext, 'locals' | 'request' | 'cookies'>

interface Answer {
  readonly status: number
  readonly changeset?: AnyChangeset | null
  /** Why, in a sentence, where no changeset says it. */
  readonly detail?: string
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
  const { status, changeset, detail = '' } = rest
  recordReply(context, status, changeset ? describeErrors(changeset) : detail)
  return wantsJson(request) ? json(context, rest) : null
}

interface Message {
  readonly name: FlashName
  /** The address, or whatever else the message speaks of. */
  readonly about?: string
}

/**
 * Sends the browser on, with a message for the next page. JSON is told where,
 * and stays; a message that something did not work is an error there, 422 for
 * an action and 404 for a page that is not there.
 */
export function redirect(
  context: Context,
  path: string,
  message?: Message,
  facts: Answer['facts'] = {},
): Response {
  const { locals, cookies, request } = context
  const location = pathFor(locals.persona, path)
  const shown = withoutTokens(path)
  if (wantsJson(request)) {
    const status = !message || !isError(message.name) ? 200 : isAction(context) ? 422 : 404
    if (message) locals.flash = flash(message.name, message.about)
    recordReply(context, status, `go on to ${shown}`, { location: shown })
    return json(context, { status, location, facts })
  }
  if (message) putFlash(cookies, locals.persona, message.name, message.about)
  recordReply(context, 303, `go to ${shown}`, { location: shown })
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

/** For a program whose token is none. In Phoenix: the last clause of `fetch_current_scope_for_api_user/2`. */
export function noAccess(context: Context): Response {
  recordReply(context, 401, 'no access')
  return new Response('No access for you', {
    status: 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Bearer' },
  })
}

function json(
  { locals }: Pick<Context, 'locals'>,
  { status, changeset = null, location, trace, facts = {} }: Answer,
): Response {
  const { scope, persona, recorder, flash: said, traced } = locals
  return Response.json(
    {
      ok: status < 400,
      scope: { persona, ...printScope(scope) },
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

const printScope = (scope: Scope) => ({
  user: isUserScope(scope) ? printUser(scope.user) : null,
  organization: scope.organization && { ...scope.organization },
  roles: scope.roles,
  feature_flags: scope.featureFlags,
})

const printUser = ({ id, email, confirmed_at, inserted_at }: User) => ({
  id,
  email,
  confirmed_at,
  inserted_at,
})
