import type { APIRoute } from 'astro'
import { getStartState, listStartStates } from '#course/start-states.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#http/params.ts'
import { courseMessages } from '#course/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { inTurn } from '#levers/act/in-turn.ts'
import { peopleFacts } from '#levers/people/people.ts'
import { startFrom } from '#levers/people/start-from.ts'

export const prerender = false

/** Throws the visitor's sandbox away, and begins another one with a start state. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { params, visitor } = context.locals
  const state = getStartState(text(params, 'name') ?? '')
  if (!state) {
    const names = listStartStates().map(({ name }) => `name=${name}`)
    throw new Refusal(422, `There is no such start state. Send ${names.join(' or ')}.`)
  }
  if (!visitor) throw new Error('/sandbox/seeds: an action has a visitor.')

  await inTurn(context, visitor, () => startFrom(context, visitor, state))
  const message = courseMessages.seed_loaded(state.name)
  return redirect(context, '/sandbox/people', message, await peopleFacts(context))
}
