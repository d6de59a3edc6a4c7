import { randomInt } from 'node:crypto'
import type { UserScope } from '#app/accounts/scope.ts'
import type { Clock } from '#lib/clock.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Shown } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import { Scores } from '#app/scores/scores.ts'
import { rowId } from '#http/params.ts'
import { defineLiveView } from './app-live.ts'

const HIGHEST = 10

/** The game as its player sees it. */
export interface GuessView {
  readonly email: string
  /** Of all games since the page was opened. */
  readonly score: number
  readonly message: string
  /** Of the last guess: `12:03:44`, by the scope's clock, UTC. */
  readonly time: string
  /** Whether the number was found: then the game is over. */
  readonly correct: boolean
  /** The numbers of this game that were wrong. */
  readonly wrong: readonly number[]
  /** Of the finished game, once it is saved: where it stands among the scores. */
  readonly savedAs: number | null
}

interface Game extends Omit<GuessView, 'email'> {
  /** What is to be found. It never leaves the server. */
  readonly number: number
}

// #region guess-live
/**
 * The guessing game. It never asks who is playing: mount finds the user in
 * the scope that a hook has put there. In the walk: `WrongLive`.
 */
export const GuessLive = defineLiveView<UserScope, Game, Shown<'guess', GuessView>>({
  name: 'GuessLive',

  mount: (_params, _session, socket) => {
    const { clock } = socket.assigns.currentScope
    return assign(socket, { score: 0, ...newGame(clock) })
  },

  handleEvent: {
    guess: async (params, socket) => {
      const { number, wrong, correct, score, currentScope } = socket.assigns
      const guess = rowId(params.number)
      if (correct || guess === null || guess > HIGHEST || wrong.includes(guess)) return socket
      const time = timeOf(currentScope.clock)
      if (guess !== number) {
        const message = `Your guess: ${guess}. Wrong. Guess again.`
        return assign(socket, { wrong: [...wrong, guess], message, time })
      }
      const points = HIGHEST - wrong.length
      const { savedAs, why } = await save(currentScope, { points, guesses: wrong.length + 1 })
      const message = `Your guess: ${guess}. Correct!${why}`
      return assign(socket, { correct: true, score: score + points, message, time, savedAs })
    },
    restart: (_params, socket) => assign(socket, newGame(socket.assigns.currentScope.clock)),
  },

  render: ({ currentScope, score, message, time, correct, wrong, savedAs }) => ({
    name: 'guess',
    props: { email: currentScope.user.email, score, message, time, correct, wrong, savedAs },
  }),
})
// #endregion guess-live

const newGame = (clock: Clock) => ({
  number: randomInt(1, HIGHEST + 1),
  wrong: [],
  message: 'Make a guess:',
  time: timeOf(clock),
  correct: false,
  savedAs: null,
})

/** The game is won, whether or not there is room for one more score. */
async function save(
  scope: UserScope,
  params: { readonly points: number; readonly guesses: number },
): Promise<{ readonly savedAs: number | null; readonly why: string }> {
  try {
    const result = await Scores.createScore(scope, params)
    if (result.ok) return { savedAs: result.value.id, why: '' }
    throw new Error('GuessLive: a finished game is always a valid score.')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { savedAs: null, why: ` It is not saved. ${error.message}` }
  }
}

const timeOf = (clock: Clock) => new Date(clock.now()).toISOString().slice(11, 19)
