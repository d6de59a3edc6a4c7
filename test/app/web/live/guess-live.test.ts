import { describe, expect } from 'vitest'
import type { UserScope } from '#app/accounts/scope.ts'
import { newSocket } from '#live/socket.ts'
import { Scores } from '#app/scores/scores.ts'
import { GuessLive, type GuessView } from '#app/web/live/guess-live.ts'
import { scopeFixture, test } from '../../../support/fixtures.ts'
import { renewedIn } from '../../../support/live.ts'
import { test as inSandbox } from '../../../support/limited.ts'

type Game = Awaited<ReturnType<typeof begin>>

async function begin(currentScope: UserScope) {
  const session = { userToken: null, surroundings: currentScope }
  return GuessLive.mount({}, session, newSocket({ currentScope }, { connected: true }))
}

const viewOf = ({ shown }: Game): GuessView => shown.props

/** Guesses 1, 2, 3 … until the number is found. */
async function play(game: Game, scope: UserScope): Promise<Game> {
  let current = game
  for (let number = 1; !viewOf(current).correct; number += 1) {
    expect(number, 'no number was right').toBeLessThanOrEqual(10)
    current = await current.event('guess', { number: String(number) }, renewedIn(scope))
  }
  return current
}

describe('GuessLive', () => {
  test('takes its player from the scope, and begins with nothing', async ({ scope }) => {
    const ana = await scopeFixture(scope)

    const view = viewOf(await begin(ana))

    const { email } = ana.user
    expect(view).toMatchObject({ email, score: 0, message: 'Make a guess:', wrong: [] })
    expect(view.correct).toBe(false)
    expect(view.time).toMatch(/^\d\d:\d\d:\d\d$/)
  })

  test('finds one of ten numbers, and gives a point less for each that was wrong', async ({
    scope,
  }) => {
    const ana = await scopeFixture(scope)

    const view = viewOf(await play(await begin(ana), ana))

    const found = view.wrong.length + 1
    expect(view.message).toBe(`Your guess: ${found}. Correct!`)
    expect(view.score).toBe(10 - view.wrong.length)
  })

  test('saves a finished game as a score of its player', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const bo = await scopeFixture(scope)

    const { wrong, savedAs } = viewOf(await play(await begin(ana), ana))

    const [points, guesses] = [10 - wrong.length, wrong.length + 1]
    expect(await Scores.listScores(ana)).toMatchObject([{ id: savedAs, points, guesses }])
    expect(await Scores.listScores(bo)).toEqual([])
  })

  inSandbox(
    'is won even when no score more is taken, and says why it is not saved',
    async ({ scope }) => {
      const ana = await scopeFixture(scope)
      for (let saved = 0; saved < 200; saved += 1)
        await Scores.createScore(ana, { points: 1, guesses: 1 })

      const view = viewOf(await play(await begin(ana), ana))

      expect(view).toMatchObject({ correct: true, savedAs: null })
      expect(view.message).toContain('It is not saved. A sandbox holds 200 scores.')
    },
  )

  test('hides another number each time', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const found = new Set<number>()

    for (let games = 0; games < 60 && found.size < 4; games += 1)
      found.add(viewOf(await play(await begin(ana), ana)).wrong.length)

    expect(found.size).toBe(4)
  })

  test('hides what its scope draws', async ({ scope, chance }) => {
    const ana = await scopeFixture(scope)
    chance.fix(7)

    const wrong = await (await begin(ana)).event('guess', { number: '4' }, renewedIn(ana))
    const right = await wrong.event('guess', { number: '7' }, renewedIn(ana))

    expect([wrong, right].map((game) => viewOf(game).message)).toEqual([
      'Your guess: 4. Wrong. Guess again.',
      'Your guess: 7. Correct!',
    ])
  })

  test('adds the points of the next game', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const first = await play(await begin(ana), ana)

    const again = await first.event('restart', {}, renewedIn(ana))
    expect(viewOf(again)).toMatchObject({ correct: false, wrong: [], message: 'Make a guess:' })
    const second = await play(again, ana)

    const { score, wrong } = viewOf(second)
    expect(score).toBe(viewOf(first).score + 10 - wrong.length)
  })

  test.for(['0', '11', '-1', '1.5', 'one', '', '1e1', null, {}, ['1']])(
    'takes %j for no guess',
    async (number, { scope }) => {
      const ana = await scopeFixture(scope)
      const game = await begin(ana)

      const after = await game.event('guess', { number }, renewedIn(ana))

      expect(viewOf(after)).toEqual(viewOf(game))
    },
  )

  test('counts the same wrong number once, and nothing once the game is over', async ({
    scope,
  }) => {
    const ana = await scopeFixture(scope)
    const over = await play(await begin(ana), ana)

    const found = viewOf(over).wrong.length + 1
    const after = await over.event('guess', { number: String((found % 10) + 1) }, renewedIn(ana))
    expect(viewOf(after)).toEqual(viewOf(over))

    const again = await over.event('restart', {}, renewedIn(ana))
    const tries: Game[] = [again]
    for (const number of ['1', '1', '2', '2'])
      tries.push(await tries.at(-1)!.event('guess', { number }, renewedIn(ana)))
    const { wrong } = viewOf(tries.at(-1)!)
    expect(wrong).toEqual([...new Set(wrong)])
  })

  test('never shows the number', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const game = await begin(ana)

    expect(Object.keys(viewOf(game)).sort()).toEqual(
      ['email', 'score', 'message', 'time', 'correct', 'wrong', 'savedAs'].sort(),
    )
  })
})
