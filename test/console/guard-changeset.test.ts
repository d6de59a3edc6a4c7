/** A changeset that a prompt sends is believed in nothing but whether it is valid. */
import { describe, expect } from 'vitest'
import { guardedChangeset } from '#console/guard-changeset.ts'
import type { SentChangeset, SentConstraint } from '#prompt/sent.ts'
import { test, userFixture } from '../support/fixtures.ts'

const CONSTRAINT: SentConstraint = {
  type: 'unique',
  constraint: 'users_email_index',
  match: 'exact',
  field: 'email',
  errorMessage: 'is taken',
  errorType: 'unique',
}

const sent = (more: Partial<SentChangeset> = {}): SentChangeset => ({
  ...{ $: 'changeset', base: { $: 'row', schema: 'User', state: 'built', of: {} } },
  ...{ action: null, valid: true, changes: {}, errors: [], constraints: [], isPart: false },
  ...more,
})

describe('guardedChangeset', () => {
  test('has the changes by their types, and the words of its constraints', async ({ scope }) => {
    const changeset = await guardedChangeset(
      sent({ changes: { email: 'ana@example.com' }, constraints: [CONSTRAINT] }),
      scope,
    )

    expect(changeset.changes).toEqual({ email: 'ana@example.com' })
    expect(changeset.constraints).toEqual([CONSTRAINT])
    expect(changeset.valid).toBe(true)
  })

  test('keeps a change to nothing, and to what the row holds', async ({ scope }) => {
    const changeset = await guardedChangeset(sent({ changes: { email: null } }), scope)

    expect(changeset.changes).toEqual({ email: null })
  })

  test('starts from the row as the database has it', async ({ scope }) => {
    const user = await userFixture(scope, { email: 'ana@example.com' })
    const base = { $: 'row', schema: 'User', state: 'loaded', of: { id: user.id } } as const

    const changeset = await guardedChangeset(sent({ base }), scope)

    expect(changeset.data).toMatchObject({ email: 'ana@example.com' })
    expect(changeset.state).toBe('loaded')
  })

  test('takes no hash from the row that it is said to start from', async ({ scope }) => {
    const user = await userFixture(scope, { email: 'ana@example.com' })
    const of = { id: user.id, hashed_password: 'x' }
    const loaded = { $: 'row', schema: 'User', state: 'loaded', of } as const

    const fromRow = await guardedChangeset(sent({ base: loaded }), scope)
    const fromNew = await guardedChangeset(sent({ base: { ...loaded, state: 'built' } }), scope)

    expect([fromRow, fromNew].map(({ data }) => data['hashed_password'])).toEqual([null, null])
  })

  test.for([
    [{ changes: { hashed_password: 'x' } }, '`hashed_password` is redacted'],
    [{ changes: { password: 'x' } }, '`password` is redacted'],
    [{ changes: { is_admin: true } }, 'User has no field is_admin.'],
    [{ changes: { __proto__: 1, constructor: 'x' } }, 'User has no field constructor.'],
    [{ changes: { email: 5 } }, 'email holds what its type does not'],
    [{ changes: { email: 'a'.repeat(1_001) } }, 'at most 1000 characters'],
    [{ isPart: true }, 'This changeset holds what a prompt is not given'],
    [{ constraints: Array(21).fill(CONSTRAINT) }, 'at most 20 constraints'],
    [{ constraints: [{ ...CONSTRAINT, constraint: 'a'.repeat(101) }] }, 'at most 100 characters'],
    [{ constraints: [{ ...CONSTRAINT, match: 'pattern' as never }] }, 'A constraint has a type'],
    [
      { base: { $: 'row', schema: 'UserToken', state: 'built', of: {} } },
      'there is no schema UserToken',
    ],
  ] as const)('refuses %j', async ([more, sentence], { scope }) => {
    await expect(guardedChangeset(sent(more as Partial<SentChangeset>), scope)).rejects.toThrow(
      sentence,
    )
  })
})
