/** What code that a reader writes may import: one list, which the checks of a course know, too. */
import { expect, test } from 'vitest'
import { passwordChangeset as houseRules } from '#app/accounts/password.ts'
import { users, type User } from '#app/accounts/user.ts'
import type { Changeset } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { IMPORTABLE } from '#course/schema/exercise.ts'
import { DATABASE_KIT } from '#exercise/kit/database.ts'
import {
  ana,
  isUserScope,
  nowhere,
  passwordChangeset,
  scopeForUser,
  scoreWith,
} from '#exercise/kit/given.ts'
import { KIT } from '#exercise/kit/kit.ts'
import { LIBRARY_NAMES } from '#runner/names-for-typescript.ts'

test('a course may import what a worker has, checks one module besides', () => {
  const names = Object.keys({ ...KIT, ...DATABASE_KIT })

  expect(names.filter((name) => name !== 'glasshouse/exercise').toSorted()).toEqual(
    [...IMPORTABLE].toSorted(),
  )
})

test('the prompt has the library of an exercise, but for what needs a repo beside it', () => {
  const inExercises = Object.keys(KIT['glasshouse/changeset'] ?? {})

  expect(inExercises.filter((name) => !LIBRARY_NAMES.includes(name)).toSorted()).toEqual([
    'prepareChanges',
    'unsafeValidateUnique',
  ])
  expect(LIBRARY_NAMES.filter((name) => !inExercises.includes(name))).toEqual([])
})

test.for([
  {},
  { password: '' },
  { password: ' '.repeat(12) },
  { password: 'plums' },
  { password: 'plums in a crate', password_confirmation: 'plums' },
  { password: 'plums in a crate', password_confirmation: 'plums in a crate' },
  { password: 'plums, '.repeat(11) },
  { password: 5 },
] as const)('the rules for a password are those of the house: %o', (params) => {
  const user = build(users)
  const told = ({ errors, valid }: Changeset<User>) => ({ errors, valid })

  expect(told(passwordChangeset(user, params))).toEqual(told(houseRules(user, params)))
})

test('a scope stands nowhere until somebody asks a database', () => {
  const scope = scopeForUser(nowhere, ana)

  expect(isUserScope(scope)).toBe(true)
  expect(scope.clock.now()).toBe(Date.UTC(2026, 0, 15, 12))
  expect(() => scope.repo.db).toThrow('repo.db: this exercise has no database.')
})

test('a score is Ana’s unless it says otherwise', () => {
  expect(scoreWith({ id: 5, organization_id: 2 })).toMatchObject({
    ...{ id: 5, user_id: 1, organization_id: 2, points: 7, guesses: 4, comment: null },
  })
})
