import { describe, expect, test } from 'vitest'
import {
  addError,
  change,
  deleteChange,
  forceChange,
  putAction,
  putChange,
  updateChange,
  type Changeset,
} from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { fetchChangeOrThrow, fetchFieldOrThrow, isChanged } from '#changeset/fields.ts'
import { merge } from '#changeset/merge.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import { build, loaded } from '#changeset/schema.ts'
import { validateAcceptance, validateChange, validateRequired } from '#changeset/validations.ts'
import { users, type User } from './users.ts'

const base = build(users, { email: 'ana@example.com' })

describe('change', () => {
  test('without changes gives the changeset it was given', () => {
    const changeset = change(base)

    expect(change(changeset)).toBe(changeset)
  })

  test('leaves out what equals the row', () => {
    expect(change(base, { email: 'ana@example.com', name: 'Ana' }).changes).toEqual({
      name: 'Ana',
    })
  })

  test.for<[string, unknown]>([
    ['a list', [1, 2]],
    ['text', 'email'],
  ])('refuses %s', ([, changes]) => {
    expect(() => change(base, changes as never)).toThrow('change: expected changes as an object')
  })
})

describe('putChange', () => {
  test('a value equal to the row takes an earlier change back', () => {
    const changed = change(base, { email: 'bo@example.com' })

    expect(putChange(changed, 'email', 'ana@example.com').changes).toEqual({})
  })

  test('leaves its argument as it was', () => {
    const before = change(base)

    putChange(before, 'name', 'Ana')

    expect(before.changes).toEqual({})
  })

  test('refuses a field that the schema lacks', () => {
    expect(() => putChange(change(base), '__proto__' as never, {} as never)).toThrow(
      'putChange: User has no field "__proto__"',
    )
  })
})

test('forceChange keeps what equals the row', () => {
  expect(forceChange(change(base), 'email', 'ana@example.com').changes).toEqual({
    email: 'ana@example.com',
  })
})

test('deleteChange of a field that did not change gives the same changeset', () => {
  const changeset = change(base, { name: 'Ana' })

  expect(deleteChange(changeset, 'email')).toBe(changeset)
  expect(deleteChange(changeset, 'name').changes).toEqual({})
})

test('updateChange looks at changes only', () => {
  const shout = (text: string | null) => text?.toUpperCase() ?? null

  expect(updateChange(change(base), 'name', shout).changes).toEqual({})
  expect(updateChange(change(base, { name: 'Ana' }), 'name', shout).changes).toEqual({
    name: 'ANA',
  })
})

test('addError puts the newest first, and takes text only', () => {
  const changeset = addError(addError(change(base), 'name', 'one'), 'name', 'two', { n: 2 })

  expect(changeset.errors).toEqual([
    { field: 'name', message: 'two', opts: { n: 2 } },
    { field: 'name', message: 'one', opts: {} },
  ])
  expect(() => addError(change(base), 'name', 42 as never)).toThrow('expected the message')
})

test('putAction changes nothing else', () => {
  const changeset = change(base, { name: 'Ana' })

  expect(putAction(changeset, 'insert')).toEqual({ ...changeset, action: 'insert' })
  expect(putAction(changeset, null)).toBe(changeset)
})

test('a bug is told what is there', () => {
  const changeset = change(base, { name: 'Ana' })

  expect(() => fetchChangeOrThrow(changeset, 'email')).toThrow(
    'fetchChangeOrThrow: expected email, got name. Ask whether it is there first.',
  )
  expect(() => fetchFieldOrThrow(changeset, 'nothing' as never)).toThrow(
    'fetchFieldOrThrow: expected nothing, got id, email',
  )
  expect(() => isChanged(changeset, 'name', { too: 1 } as never)).toThrow('got too')
})

test('every changeset is frozen, whatever made it', () => {
  const changed = change(base, { name: 'Ana' })
  const made = [
    change(base),
    changed,
    forceChange(changed, 'email', 'a'),
    deleteChange(changed, 'name'),
    addError(changed, 'name', 'is bad'),
    putAction(changed, 'insert'),
    merge(changed, addError(changed, 'name', 'is bad')),
    prepareChanges<User>((changeset) => changeset)(changed),
    optimisticLock<User, 'lock_version'>('lock_version')(changed),
    uniqueConstraint<User>('email')(changed),
    validateRequired<User>(['email', 'name'])(change(build(users))),
    validateAcceptance<User>('terms')(changed),
    validateChange<User, 'name'>('name', (field) => [{ field, message: 'is bad' }])(changed),
  ]

  for (const changeset of made) {
    expect(Object.isFrozen(changeset)).toBe(true)
    expect(Object.values(changeset).filter((part) => !Object.isFrozen(part))).toEqual([])
    expect(changeset.errors.every((error) => Object.isFrozen(error.opts))).toBe(true)
  }
})

describe('merge', () => {
  test('keeps the parts that only one of them has', () => {
    const errors = merge(
      addError(change(base, { name: 'Ana' }), 'name', 'is short'),
      change(base, { visits: 1 }),
    )

    expect(errors).toMatchObject({ changes: { name: 'Ana', visits: 1 }, valid: false })
  })

  test('runs what the first prepared before what the second did', () => {
    const first = (changeset: Changeset<User>) => changeset
    const second = (changeset: Changeset<User>) => changeset

    const { prepare } = merge(
      prepareChanges(first)(change(base)),
      prepareChanges(second)(change(base)),
    )

    expect(prepare).toEqual([second, first])
    expect(prepare[0]).toBe(second)
  })

  test('refuses changesets of different rows', () => {
    const other = change(build(users, { email: 'bo@example.com' }))

    expect(() => merge(change(base), other)).toThrow('of the same data')
    expect(() => merge(change(build(users)), change(loaded(users, {})))).toThrow('of the same data')
  })

  test('refuses different actions', () => {
    const insert = putAction(change(base), 'insert')
    const update = putAction(change(base), 'update')

    expect(() => merge(insert, update)).toThrow(
      'merge: expected two changesets of the same action, got different ones.',
    )
  })
})
