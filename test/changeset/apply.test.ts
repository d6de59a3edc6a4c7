import { describe, expect, test } from 'vitest'
import { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
import { addError, change } from '#changeset/changeset.ts'
import { InvalidChangesetError } from '#changeset/errors.ts'
import { build } from '#changeset/schema.ts'
import { users } from './users.ts'

const changeset = change(build(users), { name: 'Ana' })
const invalid = addError(changeset, 'name', 'is short', { min: 5 })

test('applyChanges ignores whether it is valid, and freezes the row', () => {
  const row = applyChanges(invalid)

  expect(row).toMatchObject({ name: 'Ana', visits: 0 })
  expect(Object.isFrozen(row)).toBe(true)
})

describe('applyAction', () => {
  test('gives the row', () => {
    expect(applyAction(changeset, 'insert')).toMatchObject({ ok: true, value: { name: 'Ana' } })
  })

  test('or the changeset, marked with the action', () => {
    expect(applyAction(invalid, 'insert')).toEqual({
      ok: false,
      error: { ...invalid, action: 'insert' },
    })
  })

  test('needs an action', () => {
    expect(() => applyAction(changeset, null as never)).toThrow(
      "applyAction: expected an action like 'insert', got null.",
    )
  })
})

test('applyActionOrThrow prints the changeset', () => {
  expect(() => applyActionOrThrow(invalid, 'update')).toThrow(
    new InvalidChangesetError(
      'could not perform update because changeset is invalid.\n\n' +
        'Errors\n\n    [name: {"is short", [min: 5]}]\n\n' +
        'Changeset\n\n    #Ecto.Changeset<action: :update, changes: %{name: "Ana"}, ' +
        'errors: [name: {"is short", [min: 5]}], data: #User<>, valid?: false, ...>\n',
    ),
  )
})
