import type { UserScope } from '#app/accounts/scope.ts'
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
 * The guessing game. It never asks who is playing: mount finds
 * the user in the scope that a hook has put there. In the walk:
 * `WrongLive`.
 */
export const GuessLive = defineLiveView<
  UserScope,
  Game,
  Shown<'guess', GuessView>
>({
  name: 'GuessLive',

  // #region guess-live-mount
  mount: (_params, _session, socket) =>
    assign(socket, {
      score: 0,
      ...newGame(socket.assigns.currentScope),
    }),
  // #endregion guess-live-mount

  handleEvent: {
    guess: async (params, socket) => {
      const {
        number,
        wrong,
        correct,
        score,
        currentScope,
      } = socket.assigns
      const guess = rowId(params.number)
      // #region guess-live-same
      if (
        correct ||
        guess === null ||
        guess > HIGHEST ||
        wrong.includes(guess)
      )
        return socket
      // #endregion guess-live-same
      const time = timeOf(currentScope)
      if (guess !== number) {
        const message = `Your guess: ${guess}. Wrong. Guess again.`
        return assign(socket, {
          wrong: [...wrong, guess],
          message,
          time,
        })
      }
      // #region guess-live-won
      const points = HIGHEST - wrong.length
      const guesses = wrong.length + 1
      const { savedAs, why } = await whetherSaved(
        Scores.createScore(currentScope, {
          points,
          guesses,
        }),
      )
      // #endregion guess-live-won
      return assign(socket, {
        correct: true,
        score: score + points,
        message: `Your guess: ${guess}. Correct!${why}`,
        time,
        savedAs,
      })
    },
    restart: (_params, socket) =>
      assign(
        socket,
        newGame(socket.assigns.currentScope),
      ),
  },

  // #region guess-live-render
  render: ({ currentScope, number: _kept, ...game }) => ({
    name: 'guess',
    props: { ...game, email: currentScope.user.email },
  }),
  // #endregion guess-live-render
})
// #endregion guess-live

// #region new-game
const newGame = (scope: UserScope) => ({
  number: scope.chance.between(1, HIGHEST),
  wrong: [],
  message: 'Make a guess:',
  time: timeOf(scope),
  correct: false,
  savedAs: null,
})
// #endregion new-game

/** The game is won, whether or not there is room for one more score. */
async function whetherSaved(
  written: ReturnType<typeof Scores.createScore>,
): Promise<{
  readonly savedAs: number | null
  readonly why: string
}> {
  try {
    const result = await written
    if (result.ok)
      return { savedAs: result.value.id, why: '' }
    throw new Error(
      'GuessLive: a finished game is always a valid score.',
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return {
      savedAs: null,
      why: ` It is not saved. ${error.message}`,
    }
  }
}

const timeOf = ({ clock }: UserScope) =>
  new Date(clock.now()).toISOString().slice(11, 19)
