import { describe, expect, test } from 'vitest'
import { evidenceOf } from '#levers/hunt/evidence.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'

const step = (given: Pick<TraceStep, 'id' | 'layer' | 'tag'> & Partial<TraceStep>): TraceStep => ({
  ...{ parent: null, at: 0, name: given.tag, outcome: 'ok', detail: '', source: null, data: {} },
  ...given,
})

/** A registration that wrote its row so many milliseconds after it began. */
const registration = (email: string, startedAt: number, wroteAfter: number): Trace => ({
  ...{ id: `${email} ${startedAt}`, title: 'POST /users/register', persona: 'you', status: 303 },
  startedAt,
  steps: [
    step({
      ...{ id: 1, layer: 'context', tag: 'context.Accounts.registerUser' },
      data: { returned: { email } },
    }),
    step({ id: 2, parent: 1, layer: 'sql', tag: 'sql.insert.users', at: wroteAfter }),
    step({
      ...{ id: 3, parent: 1, layer: 'constraint', tag: 'constraint.users_email_index' },
      ...{ outcome: 'skip', detail: 'not in this database' },
    }),
  ],
})

const shown = (...runs: readonly Trace[]) =>
  runs.map((run) => evidenceOf('index-not-unique', run, runs))

describe('an index that is not unique', () => {
  const ALONE = 'the row was written, and no unique index was there to be asked'

  test('shows in both of two that were under way together and wrote one address', () => {
    const both = 'two rows have the address ana@example.test, and no index has refused the second'

    expect(
      shown(registration('ana@example.test', 0, 20), registration('ANA@example.test', 10, 20)),
    ).toEqual([both, both])
  })

  test('says of one after the other no more than each shows: the first row may have gone', () => {
    expect(
      shown(registration('ana@example.test', 0, 20), registration('ana@example.test', 50, 20)),
    ).toEqual([ALONE, ALONE])
    expect(
      shown(registration('ana@example.test', 0, 20), registration('bo@example.test', 10, 20)),
    ).toEqual([ALONE, ALONE])
  })

  test('is not shown where its reader has switched the index off', () => {
    const run = registration('ana@example.test', 0, 20)
    const steps = run.steps.map((one) =>
      one.outcome === 'skip' ? { ...one, detail: 'switched off by you' } : one,
    )

    expect(shown({ ...run, steps })).toEqual([null])
  })
})
