import type { APIContext } from 'astro'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import { Course, type PersonaSession } from '#course/start-states.ts'
import type { StartState } from '#course/schema/start-state.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
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
): Promise<void> {
  const { locals, cookies } = context
  let sessions: readonly PersonaSession[] = []
  const { sandbox, release } = await startOver(
    locals.front.services.sandboxes,
    visitor,
    async (made) => {
      if (!state) return
      sessions = await Course.loadStartState(
        scopeForVisitor(made),
        state,
        (persona, path) =>
          absoluteUrl({ ...locals, links: linksFor({ ...locals, persona }) }, path),
        (milliseconds) => made.clock.advance(milliseconds),
      )
    },
  )
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

/** Clears what the browser holds of sessions that went with their sandbox. */
export function dropSessions(context: APIContext): void {
  const { cookies, locals } = context
  const { publicOrigin } = locals.front.services
  const names = personasOf(context).flatMap((persona) =>
    [SESSION, REMEMBER_ME, RETURN_TO].map((name) => cookieName(publicOrigin, name, persona)),
  )
  for (const name of new Set(names)) if (cookies.has(name)) dropCookie(cookies, name)
}
