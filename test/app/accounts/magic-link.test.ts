import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser } from '#app/accounts/scope.ts'
import { users, type User } from '#app/accounts/user.ts'
import type { Repo } from '#repo/repo.ts'
import {
  confirmedUserFixture,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  MINUTE,
  test,
  userFixture,
} from '../../support/fixtures.ts'

const tokensOf = (repo: Repo, { id }: User) =>
  repo.db.selectFrom('users_tokens').selectAll().where('user_id', '=', id).execute()
const setUser = (repo: Repo, { id }: User, columns: { email?: string; hashed_password?: string }) =>
  repo.db.updateTable('users').set(columns).where('id', '=', id).execute()

const NOT_FOUND = { ok: false, error: 'not found' }

describe('deliverLoginInstructions', () => {
  test('mails the link to the user, and keeps its SHA-256 alone', async ({
    scope,
    repo,
    clock,
  }) => {
    const user = await userFixture(scope)

    const mail = await mailFrom(scope, (urlFor) =>
      Accounts.deliverLoginInstructions(scope, user, urlFor),
    )

    expect(mail.to).toBe(user.email)
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(extractToken(mail), 'base64url'))
    expect(await tokensOf(repo, user)).toEqual([
      {
        ...{ id: 1, user_id: user.id, context: 'login', sent_to: user.email },
        ...{ token: Buffer.from(hash), authenticated_at: null, inserted_at: clock.now() },
      },
    ])
  })

  test('leaves earlier links as they are', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)

    const [first, second] = [
      await magicLinkTokenFixture(scope, user),
      await magicLinkTokenFixture(scope, user),
    ]

    expect(first).not.toBe(second)
    expect(await Accounts.getUserByMagicLinkToken(scope, first)).toEqual(user)
    expect(await Accounts.getUserByMagicLinkToken(scope, second)).toEqual(user)
  })
})

describe('getUserByMagicLinkToken', () => {
  test('finds the user, and leaves the link as it is', async ({ scope, repo }) => {
    const user = await userFixture(scope)
    const token = await magicLinkTokenFixture(scope, user)
    const before = await tokensOf(repo, user)

    for (let look = 0; look < 3; look += 1)
      expect(await Accounts.getUserByMagicLinkToken(scope, token)).toEqual(user)

    expect(await tokensOf(repo, user)).toEqual(before)
  })
})

describe('loginUserByMagicLink', () => {
  test('confirms a user at the first link, and ends every token', async ({
    scope,
    repo,
    clock,
  }) => {
    const user = await userFixture(scope)
    const [token, other] = [
      await magicLinkTokenFixture(scope, user),
      await magicLinkTokenFixture(scope, user),
    ]
    const session = await Accounts.generateUserSessionToken(scope, user)
    const [used] = await tokensOf(repo, user)
    const bystander = await userFixture(scope)
    await magicLinkTokenFixture(scope, bystander)
    clock.advance(MINUTE)

    const result = await Accounts.loginUserByMagicLink(scope, token)

    assert(result.ok)
    const { user: confirmed, expiredTokens } = result.value
    expect(confirmed).toEqual({ ...user, confirmed_at: clock.now(), updated_at: clock.now() })
    expect(await repo.get(users, user.id)).toEqual(confirmed)
    expect(expiredTokens.map(({ context }) => context).sort()).toEqual([
      ...['login', 'login', 'session'],
    ])
    expect(expiredTokens.map(({ id }) => id)).toContain(used?.id)
    expect(await tokensOf(repo, user)).toEqual([])
    expect(await tokensOf(repo, bystander)).toHaveLength(1)
    expect(await Accounts.getUserByMagicLinkToken(scope, other)).toBeNull()
    expect(await Accounts.getUserBySessionToken(scope, session)).toBeNull()
  })

  test('uses up one link of a confirmed user, and leaves the rest', async ({ scope, repo }) => {
    const user = await confirmedUserFixture(scope)
    const [token, other] = [
      await magicLinkTokenFixture(scope, user),
      await magicLinkTokenFixture(scope, user),
    ]
    const session = await Accounts.generateUserSessionToken(scope, user)

    const result = await Accounts.loginUserByMagicLink(scope, token)

    assert(result.ok)
    expect(result.value).toEqual({ user, expiredTokens: [] })
    expect(await Accounts.loginUserByMagicLink(scope, token)).toEqual({
      ok: false,
      error: 'not found',
    })
    expect(await Accounts.getUserByMagicLinkToken(scope, other)).toEqual(user)
    expect(await Accounts.getUserBySessionToken(scope, session)).not.toBeNull()
    expect(await tokensOf(repo, user)).toHaveLength(2)
  })

  test.for([['confirmed', confirmedUserFixture] as const, ['unconfirmed', userFixture] as const])(
    'lets one of twenty at once in: a %s user',
    async ([, fixture], { scope }) => {
      const token = await magicLinkTokenFixture(scope, await fixture(scope))

      const uses = Array.from({ length: 20 }, () => Accounts.loginUserByMagicLink(scope, token))
      const results = await Promise.all(uses)

      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      expect(results.filter(({ ok }) => !ok)).toEqual(Array(19).fill(NOT_FOUND))
    },
  )

  test.for(['', 'a', '../', `${'a'.repeat(42)}\0`, 'a'.repeat(43), 'a'.repeat(10_000)])(
    'finds nothing by %s',
    async (token, { scope, repo }) => {
      const user = await userFixture(scope)
      await magicLinkTokenFixture(scope, user)

      expect(await Accounts.loginUserByMagicLink(scope, token)).toEqual(NOT_FOUND)
      expect(await tokensOf(repo, user)).toHaveLength(1)
    },
  )

  test.for([
    [15 * MINUTE - 1, true],
    [15 * MINUTE, false],
  ] as const)(
    '%i ms after it was sent, lets somebody in: %s',
    async ([age, works], { scope, clock }) => {
      const token = await magicLinkTokenFixture(scope, await userFixture(scope))
      clock.advance(age)

      expect((await Accounts.loginUserByMagicLink(scope, token)).ok).toBe(works)
    },
  )

  test('takes no token of another kind', async ({ scope }) => {
    const session = await Accounts.generateUserSessionToken(
      scope,
      await confirmedUserFixture(scope),
    )

    expect(await Accounts.loginUserByMagicLink(scope, session)).toEqual({
      ok: false,
      error: 'not found',
    })
    expect(await Accounts.getUserByMagicLinkToken(scope, session)).toBeNull()
  })

  test('takes no link that was sent to an address the user has given up', async ({
    scope,
    repo,
  }) => {
    const user = await confirmedUserFixture(scope)
    const token = await magicLinkTokenFixture(scope, user)
    await setUser(repo, user, { email: 'new@example.com' })

    expect(await Accounts.getUserByMagicLinkToken(scope, token)).toBeNull()
    expect(await Accounts.loginUserByMagicLink(scope, token)).toEqual({
      ok: false,
      error: 'not found',
    })
  })

  test('wipes the password that somebody set before the address was confirmed', async ({
    scope,
    repo,
    clock,
  }) => {
    const password = 'hello world!'
    const registered = await Accounts.registerUserWithPassword(scope, { email: 'a@b', password })
    assert(registered.ok)
    const attacker = await Accounts.getUserByEmailAndPassword(scope, 'a@b', password)
    const session = await Accounts.generateUserSessionToken(scope, attacker!)
    const person = scopeForUser(scope, attacker!, clock.now())
    const { token: apiToken } = await Accounts.createUserApiToken(person)
    const token = await magicLinkTokenFixture(scope, registered.value)

    const result = await Accounts.loginUserByMagicLink(scope, token)

    assert(result.ok)
    expect(result.value.user).toMatchObject({ confirmed_at: clock.now(), hashed_password: null })
    expect(await repo.get(users, registered.value.id)).toEqual(result.value.user)
    expect(await Accounts.getUserByEmailAndPassword(scope, 'a@b', password)).toBeNull()
    expect(await Accounts.getUserBySessionToken(scope, session)).toBeNull()
    expect((await Accounts.fetchUserByApiToken(scope, apiToken)).ok).toBe(false)
  })

  test('leaves the password of a confirmed user as it is', async ({ scope, repo }) => {
    const user = await confirmedUserFixture(scope)
    await setUser(repo, user, { hashed_password: 'chosen later' })
    const token = await magicLinkTokenFixture(scope, user)

    const result = await Accounts.loginUserByMagicLink(scope, token)

    assert(result.ok)
    expect(result.value.user.hashed_password).toBe('chosen later')
  })
})
