import { describe, expect, test } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import { check, type Check } from '#course/check.ts'
import { prediction } from '#course/prediction.ts'
import { step } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { mistakesOf } from '../../../src/tasks/record/hold.ts'
import type { Played } from '../../../src/tasks/record/play-demo.ts'
import { refusedByChangeset, registered } from '../../support/sample-trace.ts'

const END = { kind: 'refused', at: 'changeset' } as const

const option = (is: string) => ({ is, why: 'So it is.' })
const question = (more: object) =>
  prediction.parse({
    ...{ id: 'who', question: 'Who refuses it, and where?', step: 1, asks: 'caught-by' },
    options: ['plug', 'changeset'].map(option),
    ...more,
  })
const FIXED = { asks: 'fixed', key: 'both', options: ['both', 'neither'].map(option) }

const refused = check.parse({
  ...{ id: 'refused', says: 'The address is refused.', when: 'POST /users/register' },
  clauses: [{ status: 422, otherwise: 'The reply was no 422.' }],
})
const task = check.parse({
  ...{ id: 'alone', says: 'Another address is refused.', when: 'POST /users/register' },
  ...{ alone: true, hints: ['Look at the rule.', 'Look at its words.', 'Leave the @ out.'] },
  clauses: [{ by_hand: true, otherwise: 'That was a button.' }],
  way: [{ does: 'send', fields: { 'user[email]': 'bo' } }],
})

/** An act of one step, as far as it can be wrong. */
const act = (more: Partial<Pick<Demo, 'predictions' | 'checks' | 'steps'>> = {}) =>
  ({
    steps: [step.parse({ label: 'bo', ends: END })],
    predictions: [],
    checks: [],
    ...more,
  }) as unknown as Demo

const played = (trace: Trace | null, more: Partial<Played> = {}): Played => ({
  traces: [trace],
  ...{ metAtStart: [], metByRuns: [], met: [], found: {} },
  ...more,
})

const withChecks = (...checks: readonly Check[]) => act({ checks })

describe('an act that was played', () => {
  test('holds what it says', async () => {
    const demo = act({ predictions: [question({})], checks: [refused, task] })
    const all = played(refusedByChangeset, {
      ...{ found: { who: 'changeset' }, metByRuns: ['refused'], met: ['refused', 'alone'] },
    })

    expect(await mistakesOf(demo, all)).toEqual([])
  })

  test('says where it ends otherwise', async () => {
    expect(await mistakesOf(act(), played(registered))).toEqual([
      expect.stringMatching(
        /^, step 1: it is answered at \w+, and the act says refused at changeset$/,
      ),
    ])
    // What leaves no trace has no end.
    expect(await mistakesOf(act(), played(null))).toEqual([])
  })

  test.for([
    [{}, {}, ': the question "who" is answered by no run'],
    [
      {},
      { found: { who: 'nobody' } },
      ': the question "who" is answered by "nobody", which is no option',
    ],
    [
      { asks: 'words', field: 'flash', options: ['has already', 'been taken'].map(option) },
      { found: { who: 'has already been taken' } },
      ': of the question "who" "has already" and "been taken" are true at once, so nobody can tell them apart',
    ],
  ] as const)('has a question %o that is not answered by %o', async ([more, seen, sentence]) => {
    const demo = act({ predictions: [question(more)] })

    expect(await mistakesOf(demo, played(refusedByChangeset, seen))).toEqual([sentence])
  })

  test.for([
    [[{ status: 422, otherwise: 'The reply was no 422.' }], refusedByChangeset, []],
    [
      [
        { status: 303, otherwise: 'The reply was no 303.' },
        { status: 422, otherwise: 'The reply was no 422.' },
      ],
      refusedByChangeset,
      ['The reply was no 303.'],
    ],
    [[{ status: 422, otherwise: 'The reply was no 422.' }], null, ['The reply was no 422.']],
  ] as const)('proves the key of a question by %o', async ([proof, trace, missing]) => {
    const demo = act({ predictions: [question({ ...FIXED, proof })] })

    expect(await mistakesOf(demo, played(trace, { found: { who: 'both' } }))).toEqual(
      missing.map((words) => `: the key of the question "who" is not proved by step 1: ${words}`),
    )
  })

  test.for([
    [refused, { metAtStart: ['refused'] }, ': the check "refused" is met before anybody has acted'],
    [refused, {}, ': the check "refused" is met by none of its 1 steps'],
    [
      task,
      { metByRuns: ['alone'], met: ['alone'] },
      ': the task "alone" is met by the act’s own buttons: ask for what none of them does',
    ],
    [task, {}, ': the task "alone" is not met by its way'],
  ] as const)(
    'has a check that is met where it should not be, or is not',
    async ([one, met, sentence]) => {
      expect(await mistakesOf(withChecks(one), played(refusedByChangeset, met))).toEqual([sentence])
    },
  )
})
