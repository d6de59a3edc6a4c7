import { randomInt } from 'node:crypto'
import type { UserScope } from '#accounts/scope.ts'
import type { Clock } from '#lib/clock.ts'
import { defineLiveView } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import { rowId } from '../params.ts'

const HIGHEST = 10

interface Game {
  /** What is to be found. It never leaves the server. */
  readonly number: number
  readonly wrong: readonly number[]
  readonly score: number
  readonly message: string
  readonly time: string
  readonly correct: boolean
}

// #region guess-live
/**
 * The guessing game. It never asks who is playing: mount finds the user in
 * the scope that a hook has put there. In the walk: `WrongLive`.
 */
export const GuessLive = defineLiveView<UserScope, Game>({
  name: 'GuessLive',

  mount: (_params, _session, socket) => {
    const { clock } = socket.assigns.currentScope
    return assign(socket, { score: 0, ...newGame(clock) })
  },

  handleEvent: {
    guess: (params, socket) => {
      const { number, wrong, correct, score, currentScope } = socket.assigns
      const guess = rowId(params.number)
      if (correct || guess === null || guess > HIGHEST || wrong.includes(guess)) return socket
      const time = timeOf(currentScope.clock)
      if (guess !== number) {
        const message = `Your guess: ${guess}. Wrong. Guess again.`
        return assign(socket, { wrong: [...wrong, guess], message, time })
      }
      const points = HIGHEST - wrong.length
      const message = `Your guess: ${guess}. Correct!`
      return assign(socket, { correct: true, score: score + points, message, time })
    },
    restart: (_params, socket) => assign(socket, newGame(socket.assigns.currentScope.clock)),
  },

  render: ({ currentScope, score, message, time, correct, wrong }) => ({
    name: 'guess',
    props: { email: currentScope.user.email, score, message, time, correct, wrong },
  }),
})
// #endregion guess-live

const newGame = (clock: Clock) => ({
  number: randomInt(1, HIGHEST + 1),
  wrong: [],
  message: 'Make a guess:',
  time: timeOf(clock),
  correct: false,
})

const timeOf = (clock: Clock) => new Date(clock.now()).toISOString().slice(11, 19)
