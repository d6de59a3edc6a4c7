import { assert, describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { hashPassword } from '#accounts/credentials.ts'
import { scopeForUser, type UserScope } from '#accounts/scope.ts'
import { users, type User } from '#accounts/user.ts'
import type { Repo } from '#repo/repo.ts'
import {
  errorsOn,
  magicLinkTokenFixture,
  scopeFixture,
  test,
  uniqueEmail,
  userFixture,
} from '../support/fixtures.ts'

const OLD = 'blue tulips 77'
const NEW = 'green tulips 77'
const oldHash = await hashPassword(OLD)

/** A person who has a password already. */
async function withPassword(person: UserScope): Promise<UserScope> {
  await setHash(person.repo, person.user, oldHash)
  return scopeForUser(person, { ...person.user, hashed_password: oldHash }, person.authenticatedAt)
}

const setHash = (repo: Repo, { id }: User, hashed_password: string) =>
  repo.db.updateTable('users').set({ hashed_password }).where('id', '=', id).execute()
const opens = async ({ repo, clock, mailbox, user }: UserScope, password: string) =>
  (await Accounts.getUserByEmailAndPassword(
    { repo, clock, mailbox, user: null },
    user.email,
    password,
  )) !== null

describe('changeUserPassword', () => {
  test('checks the new password and writes nothing', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)

    expect(errorsOn(await Accounts.changeUserPassword(person))).toEqual({
      password: ["can't be blank"],
    })
    const kept = await Accounts.changeUserPassword(
      person,
      { password: NEW },
      { hashPassword: false },
    )
    expect(kept.changes).toEqual({ password: NEW })
    const hashed = await Accounts.changeUserPassword(person, { password: NEW })
    expect(Object.keys(hashed.changes)).toEqual(['hashed_password'])

    expect(await repo.get(users, person.user.id)).toEqual(person.user)
  })
})

describe('updateUserPassword', () => {
  test('sets a first password without asking for another', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const result = await Accounts.updateUserPassword(person, { password: NEW })

    assert(result.ok)
    expect(result.value.user).toMatchObject({ id: person.user.id, password: null })
    expect(await opens(person, NEW)).toBe(true)
  })

  test('asks for the one before, and says no to it from then on', async ({ scope }) => {
    const person = await withPassword(await scopeFixture(scope))

    const refused = await Accounts.updateUserPassword(person, { password: NEW })
    assert(!refused.ok)
    expect(errorsOn(refused.error)).toEqual({ current_password: ['is not valid'] })
    expect(refused.error.action).toBe('update')
    expect(await opens(person, OLD)).toBe(true)

    const params = { password: NEW, current_password: OLD }
    expect((await Accounts.updateUserPassword(person, params)).ok).toBe(true)
    expect([await opens(person, OLD), await opens(person, NEW)]).toEqual([false, true])
  })

  test('ends every token of the user, and of nobody else, and says which', async ({
    scope,
    repo,
  }) => {
    const person = await scopeFixture(scope)
    const other = await userFixture(scope)
    const session = await Accounts.generateUserSessionToken(scope, person.user)
    await Accounts.generateUserSessionToken(scope, other)
    const link = await magicLinkTokenFixture(scope, person.user)
    const { token } = await Accounts.createUserApiToken(person)

    const result = await Accounts.updateUserPassword(person, { password: NEW })

    assert(result.ok)
    expect(result.value.expiredTokens.map(({ context }) => context)).toEqual([
      'session',
      'login',
      'api-token',
    ])
    expect(await Accounts.getUserBySessionToken(scope, session)).toBeNull()
    expect(await Accounts.getUserByMagicLinkToken(scope, link)).toBeNull()
    expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual({
      ok: false,
      error: 'not found',
    })
    const left = await repo.db.selectFrom('users_tokens').select('user_id').execute()
    expect(left).toEqual([{ user_id: other.id }])
  })

  test('tells the user, without a link and without the password', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    await Accounts.updateUserPassword(person, { password: NEW })

    const [notice] = await mailbox.list()

    expect(notice).toMatchObject({ to: person.user.email, subject: 'Your password was changed' })
    expect(notice?.text).not.toMatch(/[\w-]{43}|http|tulips/)
  })

  test('changes nothing and tells nobody when it is refused', async ({ scope, repo, mailbox }) => {
    const person = await withPassword(await scopeFixture(scope))
    const session = await Accounts.generateUserSessionToken(scope, person.user)
    const before = await mailbox.list()

    for (const params of [
      {},
      { password: 'short', current_password: OLD },
      { password: NEW, current_password: 'x' },
    ])
      expect((await Accounts.updateUserPassword(person, params)).ok).toBe(false)

    expect(await repo.get(users, person.user.id)).toEqual(person.user)
    expect(await Accounts.getUserBySessionToken(scope, session)).not.toBeNull()
    expect(await mailbox.list()).toEqual(before)
  })

  test('lets one of two through that change it at once', async ({ scope }) => {
    const person = await withPassword(await scopeFixture(scope))
    const change = (password: string) =>
      Accounts.updateUserPassword(person, { password, current_password: OLD })

    const results = await Promise.all([change('red tulips 771'), change('white tulips 7')])

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual([{ current_password: ['is not valid'] }])
    expect(await opens(person, OLD)).toBe(false)
  })
})

describe('registerUserWithPassword', () => {
  test('stores an unconfirmed user, with a hash and no password', async ({ scope, repo }) => {
    const email = uniqueEmail()

    const result = await Accounts.registerUserWithPassword(scope, { email, password: NEW })

    assert(result.ok)
    expect(result.value).toMatchObject({ email, confirmed_at: null, password: null })
    expect(await repo.get(users, 1)).toEqual(result.value)
    expect(await Accounts.getUserByEmailAndPassword(scope, email, NEW)).toEqual(result.value)
  })

  test('says what is wrong with both', async ({ scope }) => {
    const result = await Accounts.registerUserWithPassword(scope, { email: 'x', password: 'y' })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({
      email: ['must have the @ sign and no spaces'],
      password: ['should be at least 12 character(s)'],
    })
  })

  test('refuses an address that is taken, also at the last moment', async ({ scope }) => {
    const attempts = [1, 2].map(() =>
      Accounts.registerUserWithPassword(scope, { email: 'ana@example.com', password: NEW }),
    )

    const results = await Promise.all(attempts)

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual([{ email: ['has already been taken'] }])
  })

  test('gives nobody who knows that password a way into the account of its owner', async ({
    scope,
  }) => {
    const registered = await Accounts.registerUserWithPassword(scope, {
      email: 'ana@example.com',
      password: NEW,
    })
    assert(registered.ok)
    const session = await Accounts.generateUserSessionToken(scope, registered.value)

    const token = await magicLinkTokenFixture(scope, registered.value)
    expect((await Accounts.loginUserByMagicLink(scope, token)).ok).toBe(true)

    expect(await Accounts.getUserByEmailAndPassword(scope, 'ana@example.com', NEW)).toBeNull()
    expect(await Accounts.getUserBySessionToken(scope, session)).toBeNull()
  })
})
