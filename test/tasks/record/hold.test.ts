import { describe, expect, test } from 'vitest'
import type { Demo } from '#course/course-data.ts'
import { check, type Check } from '#course/check.ts'
import { prediction } from '#course/prediction.ts'
import { step } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { whatDoesNotHold } from '../../../src/tasks/record/hold.ts'
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

const [request, ...rest] = registered.steps
const byButton: Trace = {
  ...registered,
  steps: [{ ...request!, data: { fields: { _step: 'a.1' } } }, ...rest],
}

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
  ...{ ways: {}, metAtStart: [], metByRuns: [], met: [], found: {} },
  ...more,
})

/** What an author is told. */
const mistakesOf = async (demo: Demo, all: Played) =>
  (await whatDoesNotHold(demo, all)).map(({ what, write }) => `${what} ${write}`)

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
        /^Step 1 is answered at \w+, and the demo says refused at changeset\. Write ends: /,
      ),
    ])
    // What leaves no trace has no end.
    expect(await mistakesOf(act(), played(null))).toEqual([])
  })

  test.for([
    [{}, {}, 'The question "who" is answered by no run. Ask about a step that leaves a trace.'],
    [
      {},
      { found: { who: 'nobody' } },
      'The question "who" is answered by "nobody", which is no option. Write an option for it: the options are plug, changeset.',
    ],
    [
      { asks: 'words', field: 'flash', options: ['has already', 'been taken'].map(option) },
      { found: { who: 'has already been taken' } },
      'Of the question "who" "has already" and "been taken" are true at once, so nobody can tell them apart. Leave one of them out.',
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
      missing.map((words) => `The key of the question "who" is not proved by step 1. ${words}`),
    )
  })

  test.for([
    [
      refused,
      { metAtStart: ['refused'] },
      'The check "refused" is met before anybody has acted. Claim something that the start state does not have.',
    ],
    [refused, {}, 'The check "refused" is not met. Change the clause, or the steps.'],
    [
      task,
      { metByRuns: ['alone'], met: ['alone'] },
      'The task "alone" is met by the act’s own buttons. Ask for what none of them does.',
    ],
    [
      task,
      {},
      'The task "alone" waits for POST /users/register, and none of the steps of its way sends that. There is none.',
    ],
    [
      task,
      { ways: { alone: [byButton] } },
      'The task "alone" is not met by the one step of its way: step 1 does not meet clause 1, by_hand. A button of the lesson sends it: only a task, alone: true, is done by hand. The way of a task begins where its act begins: what the buttons did before has to be a step of it.',
    ],
  ] as const)(
    'has a check that is met where it should not be, or is not',
    async ([one, met, sentence]) => {
      expect(await mistakesOf(withChecks(one), played(refusedByChangeset, met))).toEqual([sentence])
    },
  )
})
