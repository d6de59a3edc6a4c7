import { describe, expect, test } from 'vitest'
import { change } from '#changeset/changeset.ts'
import {
  assocConstraint,
  checkConstraint,
  exclusionConstraint,
  foreignKeyConstraint,
  noAssocConstraint,
  uniqueConstraint,
} from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { users, type User } from './users.ts'

const start = change(build(users))

test('names follow the columns', () => {
  const changeset = pipe(
    start,
    uniqueConstraint(['email', 'name']),
    foreignKeyConstraint('role'),
    exclusionConstraint('visits'),
    assocConstraint('team'),
    noAssocConstraint('posts'),
    checkConstraint('visits', { name: 'visits_not_negative' }),
  )

  expect(changeset.constraints.map(({ type, constraint }) => [type, constraint])).toEqual([
    ['check', 'visits_not_negative'],
    ['foreign_key', 'posts_author_id_fkey'],
    ['foreign_key', 'users_team_id_fkey'],
    ['exclusion', 'users_visits_exclusion'],
    ['foreign_key', 'users_role_fkey'],
    ['unique', 'users_address_name_index'],
  ])
})

test('a constraint is the same object after later steps', () => {
  const declared = uniqueConstraint<User>('email')(start)

  const later = validateRequired<User>('name')(declared)

  expect(later.constraints[0]).toBe(declared.constraints[0])
  expect(Object.isFrozen(declared.constraints[0])).toBe(true)
})

test('a constraint decides nothing yet', () => {
  expect(uniqueConstraint<User>('email')(start)).toMatchObject({ valid: true, errors: [] })
})

describe('declared wrongly', () => {
  test.for<[string, () => unknown, string]>([
    [
      'a check without a name',
      () => checkConstraint<User>('visits', {} as never)(start),
      "checkConstraint: expected the constraint's name for visits, got none.",
    ],
    [
      'a way to match that there is not',
      () => uniqueConstraint<User>('email', { match: 'infix' as never })(start),
      'uniqueConstraint: expected match to be exact or suffix or prefix, got infix.',
    ],
    [
      'a pattern with an end',
      () => uniqueConstraint<User>('email', { name: /x/, match: 'suffix' })(start),
      'uniqueConstraint: expected match to be exact, got suffix.',
    ],
    [
      'a message with opts',
      () => uniqueConstraint<User>('email', { message: { message: 'x' } as never })(start),
      'uniqueConstraint: expected the message as text.',
    ],
    [
      'an association that there is not',
      () => assocConstraint<User>('owner')(start),
      'expected an association that belongs, got owner. The associations of User: team (belongsTo), posts (hasMany).',
    ],
    [
      'an association the other way',
      () => assocConstraint<User>('posts')(start),
      'expected an association that belongs, got posts.',
    ],
    [
      'an association that belongs',
      () => noAssocConstraint<User>('team')(start),
      'expected an association that has, got team.',
    ],
  ])('%s', ([, declare, message]) => {
    expect(declare).toThrow(message)
  })

  test('without a table a name is needed', () => {
    const settings = defineSchema<{ theme: string }>({
      name: 'Settings',
      fields: { theme: 'string' },
    })
    const changeset = change(build(settings))

    expect(() => uniqueConstraint<{ theme: string }>('theme')(changeset)).toThrow(
      'cannot add a constraint to a changeset of Settings, which has no table.',
    )
    const named = uniqueConstraint<{ theme: string }>('theme', { name: 'one_theme' })
    expect(named(changeset).constraints).toHaveLength(1)
  })
})
