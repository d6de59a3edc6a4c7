import { assert, describe, expect } from 'vitest'
import { build } from '#changeset/schema.ts'
import { scoreChangeset, scores } from '#app/scores/score.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { errorsOn, scopeFixture, test } from '../../support/fixtures.ts'
import { validScore } from '../../support/score-fixtures.ts'

describe('scoreChangeset', () => {
  test.for<[object, Record<string, string[]>]>([
    [{}, { points: ["can't be blank"], guesses: ["can't be blank"] }],
    [
      { points: '', guesses: ' ' },
      { points: ["can't be blank"], guesses: ["can't be blank"] },
    ],
    [
      { points: 'seven', guesses: '1.5' },
      { points: ['is invalid'], guesses: ['is invalid'] },
    ],
    [
      { points: ['7'], guesses: { a: 1 } },
      { points: ['is invalid'], guesses: ['is invalid'] },
    ],
    [{ points: '-1', guesses: '1' }, { points: ['must be greater than or equal to 0'] }],
    [{ points: '11', guesses: '1' }, { points: ['must be less than or equal to 10'] }],
    [{ points: '1', guesses: '0' }, { guesses: ['must be greater than or equal to 1'] }],
    [{ points: '1', guesses: '1001' }, { guesses: ['must be less than or equal to 1000'] }],
    [
      { points: '9'.repeat(30), guesses: '9'.repeat(30) },
      {
        points: ['must be less than or equal to 10'],
        guesses: ['must be less than or equal to 1000'],
      },
    ],
    [
      { ...validScore, comment: 'é'.repeat(201) },
      { comment: ['should be at most 200 character(s)'] },
    ],
    [{ ...validScore, comment: 7 }, { comment: ['is invalid'] }],
  ])('refuses %j', async ([params, errors], { scope }) => {
    const alice = await scopeFixture(scope)

    expect(errorsOn(scoreChangeset(build(scores), { ...params }, alice))).toEqual(errors)
  })

  test.for([
    { points: '0', guesses: '1' },
    { points: 10, guesses: 1000 },
    { ...validScore, comment: '<script>alert(1)</script>' },
    { ...validScore, comment: 'é'.repeat(200) },
  ])('takes %j', async (params, { scope }) => {
    const alice = await scopeFixture(scope)

    expect(scoreChangeset(build(scores), params, alice).valid).toBe(true)
  })

  test('does not so much as read an owner from the form', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const forged = { user_id: 'nobody', organization_id: [7], id: 'x' }

    const changeset = scoreChangeset(build(scores), { ...validScore, ...forged }, alice)

    expect(errorsOn(changeset)).toEqual({})
    expect(changeset.changes).toMatchObject({ user_id: alice.user.id })
  })

  test.for([
    ['points', '11', 'changeset.points.number'],
    ['guesses', '0', 'changeset.guesses.number'],
  ] as const)(
    'leaves %s to a check of the table, where the rule before it is left out',
    async ([field, value, tag], { scope, repo }) => {
      const alice = await scopeFixture(scope)
      const params = { ...validScore, [field]: value }

      const result = await watched({ without: new Set([tag]) }, () =>
        repo.insert(scoreChangeset(build(scores), params, alice)),
      )

      assert(!result.ok)
      expect(errorsOn(result.error)).toEqual({ [field]: ['is invalid'] })
      expect(result.error.errors[0]?.opts).toMatchObject({
        constraint: 'check',
        constraint_name: `scores_${field}_check`,
      })
    },
  )

  test.for([
    ['nobody’s yet', null, 'ok', 'put user_id 1', { user_id: 1, organization_id: null }],
    ['theirs already', 1, 'skip', 'nothing to put: what is there is the same', undefined],
  ] as const)(
    'says in a trace what it put into a score that is %s',
    async ([, owner, outcome, detail, values], { scope }) => {
      const alice = await scopeFixture(scope)
      const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
      const base = build(scores, owner === null ? {} : { user_id: alice.user.id })

      collect(recorder, () => scoreChangeset(base, validScore, alice))

      const put = recorder.snapshot().steps.find(({ name }) => name === 'putOwner')
      expect(put).toMatchObject({ tag: 'changeset.owner', outcome, detail })
      if (values) expect(put?.data['values']).toEqual(values)
    },
  )
})
