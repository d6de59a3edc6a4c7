import { assert, describe, expect, expectTypeOf } from 'vitest'
import { putOrganization, type Scope, type UserScope } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import type { Score } from '#app/scores/score.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { errorsOn, scopeFixture, SECOND, test } from '../../support/fixtures.ts'
import { listening, scoreFixture, validScore } from '../../support/score-fixtures.ts'
import { refusedBy, withPlaces } from '../../support/words.ts'

const NO_SUCH = {
  name: 'Refusal',
  status: 404,
  message: 'You have no such score. It may be deleted already.',
}

describe('listScores', () => {
  test('has the scores of this user, the newest first, and of nobody else', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const first = await scoreFixture(alice)
    await scoreFixture(bob)
    const second = await scoreFixture(alice)

    expect(await Scores.listScores(alice)).toEqual([second, first])
  })

  test('asks for no more than that: the filter stands in the query, and in the trace', async ({
    scope,
  }) => {
    const alice = await scopeFixture(scope)
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, () => Scores.listScores(alice))

    const sql = recorder.snapshot().steps.find(({ layer }) => layer === 'sql')
    expect(sql?.name).toBe(
      withPlaces(
        'select * from "scores" where "user_id" = ? and "organization_id" is null order by "id" desc',
      ),
    )
    expect(sql?.source?.file).toBe('src/app/scores/scores.ts')
  })
})

describe('getScoreOrThrow', () => {
  test('has the score with this id', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const score = await scoreFixture(alice)

    expect(await Scores.getScoreOrThrow(alice, score.id)).toEqual(score)
  })

  test('has the same answer for another’s score as for one that never was', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const score = await scoreFixture(alice)

    await expect(Scores.getScoreOrThrow(bob, score.id)).rejects.toMatchObject(NO_SUCH)
    await expect(Scores.getScoreOrThrow(bob, 99)).rejects.toMatchObject(NO_SUCH)
  })
})

describe('createScore', () => {
  test('stores a score of this user', async ({ scope, clock }) => {
    const alice = await scopeFixture(scope)

    const result = await Scores.createScore(alice, validScore)

    assert(result.ok)
    const now = clock.now()
    expect(result.value).toEqual({
      ...{ id: 1, user_id: alice.user.id, organization_id: null },
      ...{ points: 7, guesses: 4, comment: 'Cold hands.' },
      ...{ inserted_at: now, updated_at: now },
    })
  })

  test.for([
    { user_id: '2' },
    { organization_id: '1' },
    { id: 99 },
    { inserted_at: 1 },
    { user: { id: 2 } },
  ])('takes nothing else from the form: %j', async (more, { scope, clock }) => {
    const [alice] = [await scopeFixture(scope), await scopeFixture(scope)]

    const score = await scoreFixture(alice, more)

    expect(score).toMatchObject({ id: 1, user_id: alice.user.id, organization_id: null })
    expect(score.inserted_at).toBe(clock.now())
  })

  test('answers with the changeset, and writes nothing, when it is refused', async ({ scope }) => {
    const alice = await scopeFixture(scope)

    const result = await Scores.createScore(alice, { points: '11' })

    assert(!result.ok)
    expect(result.error.action).toBe('insert')
    expect(errorsOn(result.error)).toEqual({
      guesses: ["can't be blank"],
      points: ['must be less than or equal to 10'],
    })
    expect(await Scores.listScores(alice)).toEqual([])
  })

  test('tells whose user is gone by the foreign key', async ({ scope, repo }) => {
    const alice = await scopeFixture(scope)
    await repo.db.deleteFrom('users').execute()

    const result = await Scores.createScore(alice, validScore)

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ user_id: ['does not exist'] })
  })

  test('tells whose organization is gone, likewise', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const gone = { id: 7, slug: 'gone', name: 'Gone', role: 'member' } as const

    const result = await Scores.createScore(putOrganization(alice, gone), validScore)

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ organization_id: ['does not exist'] })
  })
})

describe('updateScore', () => {
  test('changes what is changed', async ({ scope, clock }) => {
    const alice = await scopeFixture(scope)
    const score = await scoreFixture(alice)
    clock.advance(SECOND)

    const result = await Scores.updateScore(alice, score, { points: '9', comment: '' })

    assert(result.ok)
    expect(result.value).toEqual({
      ...{ ...score, points: 9, comment: null, updated_at: clock.now() },
    })
    expect(await Scores.getScoreOrThrow(alice, score.id)).toEqual(result.value)
  })

  test('answers with the changeset, and changes nothing, when it is refused', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const score = await scoreFixture(alice)

    const result = await Scores.updateScore(alice, score, { guesses: '0' })

    assert(!result.ok)
    expect(result.error.action).toBe('update')
    expect(errorsOn(result.error)).toEqual({
      guesses: ['must be greater than or equal to 1'],
    })
    expect(await Scores.listScores(alice)).toEqual([score])
  })

  test('gives a score to nobody else', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const score = await scoreFixture(alice)

    const result = await Scores.updateScore(alice, score, { points: '1', user_id: bob.user.id })

    assert(result.ok)
    expect(result.value.user_id).toBe(alice.user.id)
    expect(await Scores.listScores(bob)).toEqual([])
  })
})

describe('deleteScore', () => {
  test('deletes one, and says which', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const [score, other] = [await scoreFixture(alice), await scoreFixture(alice)]

    expect(await Scores.deleteScore(alice, score)).toEqual({ ok: true, value: score })

    expect(await Scores.listScores(alice)).toEqual([other])
  })
})

describe('changeScore', () => {
  test('is the form of a score, and writes nothing', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const score = await scoreFixture(alice)

    const changeset = await Scores.changeScore(alice, score, { points: 'x' })

    expect(errorsOn(changeset)).toEqual({ points: ['is invalid'] })
    expect(changeset.action).toBeNull()
    expect(await Scores.listScores(alice)).toEqual([score])
  })

  test('is the form of a new one', async ({ scope }) => {
    const alice = await scopeFixture(scope)

    const changeset = await Scores.changeScore(alice, null, validScore)

    expect(changeset.valid).toBe(true)
    expect(changeset.changes).toMatchObject({ user_id: alice.user.id, points: 7 })
  })
})

describe('a score of somebody else', () => {
  const acts: readonly [string, (scope: UserScope, score: Score) => Promise<unknown>][] = [
    ['updateScore', (scope, score) => Scores.updateScore(scope, score, { points: '1' })],
    ['updateScore, refused', (scope, score) => Scores.updateScore(scope, score, { points: 'x' })],
    ['deleteScore', (scope, score) => Scores.deleteScore(scope, score)],
    ['changeScore', (scope, score) => Scores.changeScore(scope, score)],
  ]

  test.for(acts)('is not found by %s', async ([, act], { scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const score = await scoreFixture(alice)
    const { heard, scope: hearing } = listening(alice)
    await Scores.subscribeScores(hearing)

    await expect(act(bob, score)).rejects.toMatchObject(NO_SUCH)

    expect(await Scores.listScores(alice)).toEqual([score])
    expect(heard).toEqual([])
  })

  test.for(acts.slice(0, 1).concat(acts.slice(2, 3)))(
    'is answered as one of one’s own that is gone, by %s',
    async ([, act], { scope }) => {
      const alice = await scopeFixture(scope)
      const score = await scoreFixture(alice)
      await Scores.deleteScore(alice, score)

      await expect(act(alice, score)).rejects.toMatchObject(NO_SUCH)
    },
  )
})

describe('subscribeScores', () => {
  test('hears of what is written, and of nothing that is refused', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const { heard, scope: hearing } = listening(alice)
    await Scores.subscribeScores(hearing)

    const score = await scoreFixture(alice)
    await Scores.createScore(alice, { points: '11' })
    const updated = await Scores.updateScore(alice, score, { points: '9' })
    assert(updated.ok)
    await Scores.updateScore(alice, updated.value, { points: '-1' })
    await Scores.deleteScore(alice, updated.value)

    expect(heard).toEqual([
      { type: 'created', score },
      { type: 'updated', score: updated.value },
      { type: 'deleted', score: updated.value },
    ])
  })

  test('hears of nobody else’s', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const { heard, scope: hearing } = listening(alice)
    await Scores.subscribeScores(hearing)

    await scoreFixture(bob)

    expect(heard).toEqual([])
  })
})

describe('the table of scores', () => {
  test('lets a user who goes take every score along', async ({ scope, repo }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    await scoreFixture(alice)
    const kept = await scoreFixture(bob)

    await repo.db.deleteFrom('users').where('id', '=', alice.user.id).execute()

    const rows = await repo.db.selectFrom('scores').select('id').execute()
    expect(rows).toEqual([{ id: kept.id }])
  })

  test('belongs to somebody, always', async ({ repo }) => {
    const times = { inserted_at: 0, updated_at: 0 }
    const row = { organization_id: null, points: 1, guesses: 1, comment: null, ...times }

    const nobody = null as unknown as number
    await expect(
      repo.db
        .insertInto('scores')
        .values({ ...row, user_id: nobody })
        .execute(),
    ).rejects.toThrow(refusedBy.notNull('scores', 'user_id'))
  })
})

describe('the types', () => {
  test('want a person first', () => {
    expectTypeOf(Scores.listScores).parameter(0).toEqualTypeOf<UserScope>()

    // @ts-expect-error -- A visitor has no scores.
    const forgotten = (scope: Scope) => Scores.listScores(scope)
    expect(forgotten).toBeTypeOf('function')
  })
})
