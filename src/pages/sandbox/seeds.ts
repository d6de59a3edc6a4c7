import type { APIRoute } from 'astro'
import { getStartState, listStartStates } from '#course/start-states.ts'
import { Refusal } from '#lib/refusal.ts'
import { text } from '#web/params.ts'
import { redirect } from '#web/reply.ts'
import { allow } from '#web/requests.ts'
import { peopleFacts } from '#web/people.ts'
import { startFrom } from '#web/start-state.ts'

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

  await startFrom(context, visitor, state)
  const message = { name: 'seed_loaded', about: state.name } as const
  return redirect(context, '/sandbox/people', message, await peopleFacts(context))
}
