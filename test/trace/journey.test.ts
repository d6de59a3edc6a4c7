import { describe, expect, test } from 'vitest'
import { journeyOf } from '#trace/journey.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
  sampleTrace,
} from '../support/sample-trace.ts'

const outcomeAndFloor = (trace: Parameters<typeof journeyOf>[0]) => {
  const { outcome, floor, step } = journeyOf(trace)
  return [outcome, floor, step?.name ?? null]
}

describe('journeyOf', () => {
  test('stops at the step that refused, not at the context that passed the refusal on', () => {
    expect(outcomeAndFloor(refusedByChangeset)).toEqual(['refused', 'changeset', 'validateFormat'])
  })

  test('stops at the constraint, which is deeper than the statement it refused', () => {
    expect(outcomeAndFloor(refusedByIndex)).toEqual(['refused', 'constraint', 'users_email_index'])
  })

  test('stops at the plug that answered instead of passing the request on', () => {
    expect(outcomeAndFloor(haltedByPlug)).toEqual(['halted', 'plug', 'requireAuthenticatedUser'])
  })

  test('reaches the constraints with every row that is written', () => {
    expect(outcomeAndFloor(registered)).toEqual(['answered', 'constraint', null])
  })

  test('reaches SQL with a row that is only read', () => {
    const trace = sampleTrace([
      { layer: 'context', name: 'listScores' },
      { layer: 'sql', name: 'select * from "scores"', parent: 1 },
    ])

    expect(outcomeAndFloor(trace)).toEqual(['answered', 'sql', null])
  })

  test('is not carried down by what a plug or a changeset asks the database', () => {
    const trace = sampleTrace([
      { layer: 'plug', name: 'fetchCurrentScope' },
      { layer: 'sql', name: 'select * from "users_tokens"', parent: 1 },
      { layer: 'scope', name: 'scopeForUser', parent: 1 },
    ])

    expect(outcomeAndFloor(trace)).toEqual(['answered', 'scope', null])
  })

  test('is not carried down by a step that was skipped', () => {
    const trace = sampleTrace([
      { layer: 'context', name: 'changeUserEmail' },
      { layer: 'changeset', name: 'unsafeValidateUnique', outcome: 'skip' },
    ])

    expect(outcomeAndFloor(trace)).toEqual(['answered', 'context', null])
  })

  test('is refused by the context when the reply is an error that no step owns', () => {
    const trace = sampleTrace(
      [
        { layer: 'context', name: 'getUserByEmailAndPassword', detail: 'nothing found' },
        { layer: 'sql', name: 'select * from "users"', parent: 1 },
        { layer: 'reply', name: '422', outcome: 'error' },
      ],
      { status: 422 },
    )

    expect(outcomeAndFloor(trace)).toEqual(['refused', 'context', null])
  })

  test('is answered when a page shows an empty form, whose rules nobody broke on purpose', () => {
    const trace = sampleTrace(
      [
        { layer: 'context', name: 'Accounts.changeUserPassword' },
        { layer: 'changeset', name: 'validateRequired', outcome: 'error', parent: 1 },
        { layer: 'reply', name: '200' },
      ],
      { status: 200 },
    )

    expect(outcomeAndFloor(trace)[0]).toBe('answered')
  })

  test('is open while there is no reply', () => {
    const trace = sampleTrace([{ layer: 'plug', name: 'fetchFlash' }], { status: null })

    expect(outcomeAndFloor(trace)).toEqual(['open', 'plug', null])
  })
})
