import type { APIContext } from 'astro'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import { Course, type PersonaSession } from '#course/start-states.ts'
import type { StartState } from '#course/schema/start-state.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { absoluteUrl } from '#http/absolute-url.ts'
import {
  cookieName,
  dropCookie,
  keepCookie,
  REMEMBER_ME,
  RETURN_TO,
  SESSION,
} from '#http/cookies.ts'
import { linksFor } from '#visit/links-for.ts'
import { personasOf } from './people.ts'

/**
 * Starts the visitor's sandbox over, empty or from a start state. Its personas
 * are logged in until the browser is closed; the sessions of the old sandbox
 * are gone with it, so their cookies go, too.
 */
export async function startFrom(
  context: APIContext,
  visitor: Visitor,
  state: StartState | null,
  { as = 'reset', keepsAside = false, file = null, prepare = () => undefined }: Beginning = {},
): Promise<void> {
  const { locals, cookies } = context
  const { keptSessions } = locals.front.services.sandboxes
  const before = locals.sandbox
  let sessions: readonly PersonaSession[] = []
  const { sandbox, release } = await startOver(
    locals.front.services.sandboxes,
    visitor,
    async (made) => {
      if (!state) return prepare(made)
      made.settings.registrationWithPassword = state.registration_with_password
      sessions = await Course.loadStartState(
        scopeForVisitor(made),
        state,
        (persona, path) =>
          absoluteUrl({ ...locals, links: linksFor({ ...locals, persona }) }, path),
        (milliseconds) => made.clock.advance(milliseconds),
      )
      await prepare(made)
    },
    { as, keepsAside, file },
  )
  if (before && !keepsAside) keptSessions.keep(visitor.id, before.id, sessionsOf(context))
  // From here on the request belongs to the new sandbox, its trace too.
  locals.afterwards.push(release)
  locals.sandbox = sandbox
  locals.surroundings = sandbox
  locals.scope = scopeForVisitor(sandbox)

  dropSessions(context)
  const { publicOrigin } = locals.front.services
  for (const { persona, user, token } of sessions) {
    keepCookie(cookies, cookieName(publicOrigin, SESSION, persona), token)
    if (persona === locals.persona) locals.scope = scopeForUser(sandbox, user, sandbox.clock.now())
  }
}

interface Beginning {
  /** As what it counts. */
  readonly as?: 'reset' | 'start'
  /** What was set aside last stays aside, and the sandbox of now ends. */
  readonly keepsAside?: boolean
  /** A database to begin with, that the sandboxes have nothing against. */
  readonly file?: Uint8Array | null
  /** What else is put into the new sandbox, once its people are there. */
  readonly prepare?: (made: Sandbox) => void | Promise<void>
}

/** What this browser holds of sessions, by the names of their cookies. */
function sessionsOf(context: APIContext): Readonly<Record<string, string>> {
  const kept = sessionCookies(context).map((name) => [name, context.cookies.get(name)?.value ?? ''])
  return Object.fromEntries(kept) as Readonly<Record<string, string>>
}

/** The names of all cookies that belong to a sandbox and are there. */
function sessionCookies(context: APIContext): readonly string[] {
  const { publicOrigin } = context.locals.front.services
  const names = personasOf(context).flatMap((persona) =>
    [SESSION, REMEMBER_ME, RETURN_TO].map((name) => cookieName(publicOrigin, name, persona)),
  )
  return [...new Set(names)].filter((name) => context.cookies.has(name))
}

/** Clears what the browser holds of sessions that went with their sandbox. */
export function dropSessions(context: APIContext): void {
  for (const name of sessionCookies(context)) dropCookie(context.cookies, name)
}

/** Gives the browser the sessions back that were kept with a sandbox. */
export function putSessionsBack(
  context: APIContext,
  cookies: Readonly<Record<string, string>>,
): void {
  dropSessions(context)
  for (const [name, value] of Object.entries(cookies)) keepCookie(context.cookies, name, value)
}
