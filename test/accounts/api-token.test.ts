import { assert, describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { generateToken } from '#accounts/credentials.ts'
import { scopeForApiUser } from '#accounts/scope.ts'
import {
  confirmedUserFixture,
  DAY,
  magicLinkTokenFixture,
  scopeFixture,
  SECOND,
  test,
} from '../support/fixtures.ts'

const NOT_FOUND = { ok: false, error: 'not found' }

describe('createUserApiToken', () => {
  test('gives the token once, and keeps a hash', async ({ scope, repo, clock }) => {
    const person = await scopeFixture(scope)

    const made = await Accounts.createUserApiToken(person)

    expect(made).toEqual({
      ...{
        id: made.id,
        token: made.token,
        prefix: made.token.slice(0, 8),
        inserted_at: clock.now(),
      },
    })
    expect(made.token).toMatch(/^[\w-]{43}$/)
    const [row] = await repo.db.selectFrom('users_tokens').selectAll().execute()
    expect(row).toMatchObject({
      user_id: person.user.id,
      context: 'api-token',
      sent_to: person.user.email,
    })
    const stored = Buffer.from(row!.token)
    expect([stored.length, stored.equals(Buffer.from(made.token, 'base64url'))]).toEqual([
      32,
      false,
    ])
    expect(JSON.stringify(await Accounts.listUserApiTokens(person))).not.toContain(
      made.token.slice(8),
    )
  })

  test('makes another each time, and twenty at most', async ({ scope }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const made = await Promise.all(
      Array.from({ length: 20 }, () => Accounts.createUserApiToken(person)),
    )
    expect(new Set(made.map(({ token }) => token)).size).toBe(20)

    await expect(Accounts.createUserApiToken(person)).rejects.toMatchObject({
      ...{ status: 409, message: 'You have 20 API tokens. Revoke one you no longer use.' },
    })
    expect((await Accounts.createUserApiToken(other)).token).toMatch(/^[\w-]{43}$/)
    await Accounts.deleteUserApiToken(person, made[0]!.id)
    expect((await Accounts.createUserApiToken(person)).id).toBeGreaterThan(20)
  })

  test('makes no more than twenty, of thirty at once', async ({ scope }) => {
    const person = await scopeFixture(scope)

    await Promise.allSettled(Array.from({ length: 30 }, () => Accounts.createUserApiToken(person)))

    expect(await Accounts.listUserApiTokens(person)).toHaveLength(20)
  })
})

describe('fetchUserByApiToken', () => {
  test('finds the user, as often as it is asked', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)

    for (let time = 0; time < 3; time += 1)
      expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual({
        ok: true,
        value: person.user,
      })
  })

  test.for([
    [365 * DAY - SECOND, true],
    [365 * DAY, false],
  ] as const)('%i ms after it was made: %s', async ([age, works], { scope, clock }) => {
    const { token } = await Accounts.createUserApiToken(await scopeFixture(scope))
    clock.advance(age)

    expect((await Accounts.fetchUserByApiToken(scope, token)).ok).toBe(works)
  })

  test.for(['', 'a', 'a'.repeat(43), generateToken(), `${'a'.repeat(42)}\0`, 'a'.repeat(10_000)])(
    'finds nobody by %j',
    async (token, { scope }) => {
      await Accounts.createUserApiToken(await scopeFixture(scope))

      expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual(NOT_FOUND)
    },
  )

  test('takes no token of another kind, and is none of another kind', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)
    const session = await Accounts.generateUserSessionToken(scope, person.user)
    const link = await magicLinkTokenFixture(scope, person.user)

    for (const other of [session, link])
      expect(await Accounts.fetchUserByApiToken(scope, other)).toEqual(NOT_FOUND)
    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await Accounts.getUserByMagicLinkToken(scope, token)).toBeNull()
  })

  test('does not take the stored hash for a token, nor a token with another end', async ({
    scope,
    repo,
  }) => {
    const { token } = await Accounts.createUserApiToken(await scopeFixture(scope))
    const [row] = await repo.db.selectFrom('users_tokens').select('token').execute()
    const hash = Buffer.from(row!.token)

    const swapped = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`
    for (const wrong of [hash.toString('base64url'), swapped])
      expect(await Accounts.fetchUserByApiToken(scope, wrong)).toEqual(NOT_FOUND)
  })

  test('finds nobody once the address has changed', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)
    const change = repo.db.updateTable('users').set({ email: 'new@example.com' })
    await change.where('id', '=', person.user.id).execute()

    expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual(NOT_FOUND)
  })
})

describe('listUserApiTokens', () => {
  test('shows this person’s, newest first, and none that is over', async ({ scope, clock }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    await Accounts.createUserApiToken(person)
    clock.advance(365 * DAY)
    const [second, third] = [
      await Accounts.createUserApiToken(person),
      await Accounts.createUserApiToken(person),
    ]
    await Accounts.createUserApiToken(other)

    const listed = await Accounts.listUserApiTokens(person)

    expect(listed.map(({ prefix }) => prefix)).toEqual([third.prefix, second.prefix])
  })
})

describe('deleteUserApiToken', () => {
  test('revokes one, once, and leaves the others', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const [first, second] = [
      await Accounts.createUserApiToken(person),
      await Accounts.createUserApiToken(person),
    ]

    const { token: _shown, ...listed } = first
    expect(await Accounts.deleteUserApiToken(person, first.id)).toEqual({ ok: true, value: listed })
    expect(await Accounts.deleteUserApiToken(person, first.id)).toEqual(NOT_FOUND)

    expect(await Accounts.fetchUserByApiToken(scope, first.token)).toEqual(NOT_FOUND)
    expect((await Accounts.fetchUserByApiToken(scope, second.token)).ok).toBe(true)
  })

  test('does not find another person’s, nor a session', async ({ scope }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const { id, token } = await Accounts.createUserApiToken(other)
    await Accounts.generateUserSessionToken(scope, person.user)

    for (const wrong of [id, id + 1, 99, 0.5, Number.NaN])
      expect(await Accounts.deleteUserApiToken(person, wrong)).toEqual(NOT_FOUND)
    expect((await Accounts.fetchUserByApiToken(scope, token)).ok).toBe(true)
  })
})

describe('a program with a token', () => {
  test('acts for its user, and is never in sudo mode', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)

    const program = scopeForApiUser(scope, user)

    assert(program.user)
    expect(program).toMatchObject({ user, sessionId: null })
    expect(Accounts.inSudoMode(program)).toBe(false)
  })
})
