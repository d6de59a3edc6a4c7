import { describe, expect } from 'vitest'
import type { UserScope } from '#app/accounts/scope.ts'
import { newSocket } from '#live/socket.ts'
import { Scores } from '#app/scores/scores.ts'
import { ScoresLive } from '#app/web/live/scores-live.ts'
import { scopeFixture, test } from '../../../support/fixtures.ts'
import { renewedIn } from '../../../support/live.ts'
import { listening, scoreFixture } from '../../../support/score-fixtures.ts'

/** A list that is open, and what its topics say to it. */
async function open(scope: UserScope, connected = true) {
  const { scope: currentScope, heard } = listening(scope)
  const session = { userToken: null, surroundings: currentScope }
  const list = await ScoresLive.mount({}, session, newSocket({ currentScope }, { connected }))
  return { list, heard, currentScope }
}

type List = Awaited<ReturnType<typeof open>>['list']

const pointsIn = ({ shown }: List): readonly number[] =>
  shown.props.scores.map(({ points }) => points)

describe('ScoresLive', () => {
  test('shows the scores of its scope, and reads them again when it is told', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    await scoreFixture(ana, { points: 3 })
    const { list, heard, currentScope } = await open(ana)

    const created = await scoreFixture(ana, { points: 9 })
    const after = await list.info(heard[0]!, renewedIn(currentScope))

    expect(heard.map(({ type }) => type)).toEqual(['created'])
    expect([pointsIn(list), pointsIn(after)]).toEqual([[3], [9, 3]])
    await Scores.deleteScore(ana, created)
    expect(heard.map(({ type }) => type)).toEqual(['created', 'deleted'])
    expect(pointsIn(await after.info(heard[1]!, renewedIn(currentScope)))).toEqual([3])
  })

  test('hears nothing of anybody else’s', async ({ scope }) => {
    const [ana, bo] = [await scopeFixture(scope), await scopeFixture(scope)]
    const { heard } = await open(ana)

    await scoreFixture(bo, { points: 9 })

    expect(heard).toEqual([])
  })

  test('does not subscribe for the first sight', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const { heard } = await open(ana, false)

    await scoreFixture(ana, { points: 9 })

    expect(heard).toEqual([])
  })

  test('keeps long comments short', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    await scoreFixture(ana, { comment: 'a'.repeat(200) })

    const { list } = await open(ana)

    expect(list.shown).toMatchObject({ props: { scores: [{ comment: `${'a'.repeat(120)}…` }] } })
  })
})
