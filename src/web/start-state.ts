import type { APIContext } from 'astro'
import { scopeForUser, scopeForVisitor } from '#accounts/scope.ts'
import { loadSeed, type PersonaSession } from '#course/seeds.ts'
import type { Seed } from '#course/front-matter.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { absoluteUrl } from './absolute-url.ts'
import { dropCookie, keepCookie, rememberCookie, returnToCookie, sessionCookie } from './cookies.ts'
import { personasOf } from './people.ts'

/**
 * Starts the visitor's sandbox over, empty or from a start state. Its personas
 * are logged in until the browser is closed; the sessions of the old sandbox
 * are gone with it, so their cookies go, too.
 */
export async function startFrom(
  context: APIContext,
  visitor: Visitor,
  seed: Seed | null,
): Promise<void> {
  const { locals, cookies } = context
  let sessions: readonly PersonaSession[] = []
  const { sandbox, release } = await startOver(
    locals.front.house.sandboxes,
    visitor,
    async (made) => {
      if (!seed) return
      sessions = await loadSeed(
        scopeForVisitor(made),
        seed,
        (persona, path) => absoluteUrl({ ...locals, persona }, path),
        (milliseconds) => made.clock.advance(milliseconds),
      )
    },
  )
  // From here on the request belongs to the new sandbox, its trace too.
  locals.afterwards.push(release)
  locals.sandbox = sandbox
  locals.scope = scopeForVisitor(sandbox)

  dropSessions(context)
  for (const { persona, user, token } of sessions) {
    keepCookie(cookies, sessionCookie(persona), token)
    if (persona === locals.persona) locals.scope = scopeForUser(sandbox, user, sandbox.clock.now())
  }
}

/** Clears what the browser holds of sessions that went with their sandbox. */
export function dropSessions(context: APIContext): void {
  const { cookies } = context
  for (const persona of personasOf(context))
    for (const nameOf of [sessionCookie, rememberCookie, returnToCookie])
      if (cookies.has(nameOf(persona))) dropCookie(cookies, nameOf(persona))
}
