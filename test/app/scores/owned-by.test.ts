import { describe, expect } from 'vitest'
import type { Scope } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { scopeFixture, test } from '../../support/fixtures.ts'
import { scoreFixture } from '../../support/score-fixtures.ts'

const TAG = 'scope.ownedBy'

async function scopeStepsOf(fn: () => Promise<unknown>) {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn).catch(() => undefined)
  return recorder.snapshot().steps.filter(({ tag }) => tag === TAG)
}

async function twoPeople(scope: Scope) {
  const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
  return { alice, bob, score: await scoreFixture(alice) }
}

describe('the filter of the scope', () => {
  test('is a step of the trace, in the floor of scopes', async ({ scope }) => {
    const { alice, score } = await twoPeople(scope)

    for (const read of [
      () => Scores.listScores(alice),
      () => Scores.getScoreOrThrow(alice, score.id),
    ]) {
      const [step, ...more] = await scopeStepsOf(read)
      expect(more).toEqual([])
      expect(step).toMatchObject({
        ...{ layer: 'scope', name: 'ownedBy', outcome: 'ok' },
        source: { file: 'src/app/scores/scores.ts' },
        data: { options: { user_id: alice.user.id, organization_id: null } },
      })
    }
  })

  test('is asked before a write as well, and refuses there', async ({ scope }) => {
    const { alice, bob, score } = await twoPeople(scope)
    const writes = (own: typeof alice) => [
      () => Scores.changeScore(own, score),
      () => Scores.updateScore(own, score, { points: '1' }),
      () => Scores.deleteScore(own, score),
    ]

    for (const write of writes(bob))
      expect(await scopeStepsOf(write)).toMatchObject([{ name: 'madeBy', outcome: 'error' }])
    for (const write of writes(alice))
      expect(await scopeStepsOf(write)).toMatchObject([{ name: 'madeBy', outcome: 'ok' }])
  })

  test('keeps nothing back once its tag is switched off, and says so', async ({ scope }) => {
    const { bob, score } = await twoPeople(scope)
    const without = new Set([TAG])

    await watched({ without }, async () => {
      expect(await Scores.listScores(bob)).toEqual([score])
      expect(await Scores.getScoreOrThrow(bob, score.id)).toEqual(score)
      const updated = await Scores.updateScore(bob, score, { points: '0' })

      // The stamp of the changeset is another guard: what Bob writes is Bob’s.
      expect(updated).toMatchObject({ ok: true, value: { points: 0, user_id: bob.user.id } })
      expect(await scopeStepsOf(() => Scores.listScores(bob))).toMatchObject([
        { layer: 'scope', name: 'ownedBy', outcome: 'skip', detail: 'switched off by you' },
      ])
    })
    expect(await Scores.listScores(bob)).not.toEqual([score])
  })
})
