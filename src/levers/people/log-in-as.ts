/** Logs one of an act’s own people in again, where a reader has logged them out. */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import { nameOf, seedAddressOf } from '#course/act.ts'
import { getDemo } from '#course/course.ts'
import { courseMessages } from '#course/messages.ts'
import { openedAt } from '#course/demo-page.ts'
import { getStartState } from '#course/start-states.ts'
import { cookieName, keepCookie, SESSION } from '#http/cookies.ts'
import { redirect } from '#http/reply.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { placeOf } from '#course/place-of.ts'

/**
 * Logs the persona of this request in, as the user of that name whom the start
 * of the act has made. Nobody else can be logged in this way: for them the
 * log-in page is there.
 */
export async function logInAs(context: APIContext, visitor: Visitor): Promise<Response> {
  const { locals, cookies } = context
  const { persona, sandbox } = locals
  const { publicOrigin, sandboxes } = locals.front.services
  const place = placeOf(locals)
  const demo = place && getDemo(place.act)
  const seed = demo && getStartState(demo.start.seed)
  if (!sandbox || !demo || !seed)
    throw new Refusal(422, 'Your server stands in no act. Run a step of a lesson first.')
  const email = seedAddressOf(demo, seed, persona)
  if (email === null)
    throw new Refusal(422, `This act begins with nobody of the name “${persona}”. Log in by hand.`)
  sandboxes.requests.countLogIn(visitor)
  const user = await Accounts.getUserByEmail(scopeForVisitor(sandbox), email)
  if (!user) throw new Refusal(422, `${nameOf(persona)} is not registered here any more.`)

  const token = await Accounts.generateUserSessionToken(scopeForVisitor(sandbox), user)
  keepCookie(cookies, cookieName(publicOrigin, SESSION, persona), token)
  locals.scope = scopeForUser(sandbox, user, sandbox.clock.now())
  return redirect(context, openedAt(demo.page) ?? '/', courseMessages.logged_in_as(persona))
}
