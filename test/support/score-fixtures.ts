import type { UserScope } from '#app/accounts/scope.ts'
import type { Message } from '#sandbox/pubsub.ts'
import type { Score } from '#app/scores/score.ts'
import { Scores } from '#app/scores/scores.ts'
import { errorsOn, topicsOf } from './fixtures.ts'

/** What a form of a score sends. */
export const validScore = { points: '7', guesses: '4', comment: 'Cold hands.' }

/** A score of this scope. In Phoenix: `score_fixture/2`. */
export async function scoreFixture(scope: UserScope, params: object = {}): Promise<Score> {
  const result = await Scores.createScore(scope, { ...validScore, ...params })
  if (result.ok) return result.value
  throw new Error(`scoreFixture: ${JSON.stringify(errorsOn(result.error))}`)
}

/** The scope as a connected live view holds it, and what it hears. */
export function listening<S extends UserScope>(
  scope: S,
): { readonly scope: S; readonly heard: Message[] } {
  const heard: Message[] = []
  const pubsub = topicsOf(scope).heardBy((message) => heard.push(message))
  return { scope: { ...scope, pubsub }, heard }
}
