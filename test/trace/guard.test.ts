import { describe, expect, test } from 'vitest'
import { caughtBy, floorOfGuard, guardOfError } from '#trace/guard.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
  sampleTrace,
} from '../support/sample-trace.ts'

describe('caughtBy', () => {
  test('names the kind of guard that refused', () => {
    expect(caughtBy(refusedByChangeset)).toBe('changeset')
    expect(caughtBy(refusedByIndex)).toBe('unique index')
    expect(caughtBy(haltedByPlug)).toBe('plug')
  })

  test('is null when nothing was refused', () => {
    expect(caughtBy(registered)).toBe(null)
  })

  test.for([
    [{ kind: 'foreignKey' }, 'users_tokens_user_id', 'foreign key'],
    [{ kind: 'check' }, 'scores', 'check'],
    [{ kind: 'notNull' }, 'users_tokens', 'not null'],
    [{}, 'users_tokens_user_id_fkey', 'foreign key'],
    [{}, 'scores_points_check', 'check'],
    [{}, 'users_email_index', 'unique index'],
  ] as const)('reads a constraint %o named %s as %s', ([data, name, guard]) => {
    const trace = sampleTrace([{ layer: 'constraint', name, outcome: 'error', data }], {
      status: 422,
    })

    expect(caughtBy(trace)).toBe(guard)
  })

  test('knows a rule of the browser by its tag', () => {
    const step = {
      layer: 'request',
      name: 'input',
      tag: 'browser.email.type',
      outcome: 'error',
    } as const

    expect(caughtBy(sampleTrace([step], { status: 422 }))).toBe('browser')
  })
})

test('guardOfError tells a constraint’s error from a validation’s', () => {
  expect(guardOfError({ constraint: 'unique' })).toBe('unique index')
  expect(guardOfError({ constraint: null })).toBe('changeset')
  expect(guardOfError({})).toBe('changeset')
})

test('floorOfGuard puts every guard on a floor of the house', () => {
  expect(floorOfGuard('browser')).toBe('request')
  expect(floorOfGuard('scope')).toBe('scope')
  expect(floorOfGuard('check')).toBe('constraint')
})
