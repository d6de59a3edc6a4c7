import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope, type UserScope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import {
  DAY,
  MINUTE,
  SECOND,
  test,
  confirmedUserFixture,
  userFixture,
} from '../../support/fixtures.ts'

const rows = ({ repo }: Scope) =>
  repo.db.selectFrom('users_tokens').selectAll().where('context', '=', 'session').execute()

/** What the plug makes of a cookie. */
async function scopeOf(scope: Scope, token: string): Promise<UserScope> {
  const session = await Accounts.getUserBySessionToken(scope, token)
  assert(session)
  return scopeForUser(scope, session.user, session.authenticatedAt, session.id)
}

/** A session whose token is old enough to be renewed. */
async function weekOldSession(scope: Scope, clock: { advance: (ms: number) => void }, user: User) {
  const token = await Accounts.generateUserSessionToken(scope, user)
  clock.advance(7 * DAY)
  return { token, person: await scopeOf(scope, token) }
}

describe('renewUserSessionToken', () => {
  test('makes another token beside the old one, and no newer proof of who it is', async ({
    scope,
    clock,
  }) => {
    const authenticatedAt = clock.now()
    const { token, person } = await weekOldSession(scope, clock, await userFixture(scope))

    const fresh = await Accounts.renewUserSessionToken(person)

    assert(fresh)
    const find = (each: string) => Accounts.getUserBySessionToken(scope, each)
    expect(await find(token)).toMatchObject({ id: 1, authenticatedAt, reissue: true })
    expect(await find(fresh)).toMatchObject({ id: 2, authenticatedAt, reissue: false })
    expect(Accounts.inSudoMode(await scopeOf(scope, fresh))).toBe(false)
  })

  test('gives one of twenty tabs the fresh token, and none of those that come later', async ({
    scope,
    clock,
  }) => {
    const { person } = await weekOldSession(scope, clock, await userFixture(scope))

    const tabs = await Promise.all(
      Array.from({ length: 20 }, () => Accounts.renewUserSessionToken(person)),
    )

    expect(tabs.filter((token) => token !== null)).toHaveLength(1)
    clock.advance(6 * DAY)
    expect(await Accounts.renewUserSessionToken(person)).toBeNull()
    expect(await rows(scope)).toHaveLength(2)
  })

  test('gives none before the token is a week old', async ({ scope, clock }) => {
    const token = await Accounts.generateUserSessionToken(scope, await userFixture(scope))
    clock.advance(7 * DAY - 1)

    expect(await Accounts.renewUserSessionToken(await scopeOf(scope, token))).toBeNull()
    expect(await rows(scope)).toHaveLength(1)
  })

  test('gives each of two people their own, though they logged in at once', async ({
    scope,
    clock,
  }) => {
    const user = await userFixture(scope)
    const tokens = [
      await Accounts.generateUserSessionToken(scope, user),
      await Accounts.generateUserSessionToken(scope, await userFixture(scope)),
    ]
    clock.advance(8 * DAY)

    for (const token of tokens)
      expect(await Accounts.renewUserSessionToken(await scopeOf(scope, token))).not.toBeNull()
  })

  test('gives nothing to a session that has ended meanwhile', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const { token, person } = await weekOldSession(scope, clock, user)

    await Accounts.updateUserPassword(person, { password: 'new valid password' })

    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await Accounts.renewUserSessionToken(person)).toBeNull()
    expect(await rows(scope)).toEqual([])
  })

  test('gives nothing to a program with an API token', async ({ scope, clock }) => {
    const { person } = await weekOldSession(scope, clock, await userFixture(scope))

    expect(await Accounts.renewUserSessionToken({ ...person, sessionId: null })).toBeNull()
  })

  test('ends after 90 days, however often it is used', async ({ scope, clock }) => {
    let token = await Accounts.generateUserSessionToken(scope, await userFixture(scope))

    for (let day = 8; day < 90; day += 8) {
      clock.advance(8 * DAY)
      const fresh = await Accounts.renewUserSessionToken(await scopeOf(scope, token))
      assert(fresh, `day ${day}`)
      token = fresh
    }
    clock.advance(2 * DAY - SECOND)
    expect(await Accounts.getUserBySessionToken(scope, token)).not.toBeNull()
    clock.advance(SECOND)

    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    const left = await rows(scope)
    expect(left.map(({ inserted_at }) => clock.now() - inserted_at)).not.toContain(2 * DAY)
  })
})

describe('generateUserSessionToken', () => {
  test('begins with a proof at this moment', async ({ scope, clock }) => {
    const user = await userFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user)
    const authenticatedAt = clock.now()
    clock.advance(MINUTE)

    expect(await Accounts.getUserBySessionToken(scope, token)).toMatchObject({
      ...{ id: 1, user, authenticatedAt, reissue: false },
    })
  })

  test('carries an older proof over', async ({ scope, clock }) => {
    const authenticatedAt = clock.now() - 5 * MINUTE

    const token = await Accounts.generateUserSessionToken(
      scope,
      await userFixture(scope),
      authenticatedAt,
    )

    expect(await Accounts.getUserBySessionToken(scope, token)).toMatchObject({ authenticatedAt })
  })
})

describe('deleteUserSessionToken', () => {
  test('ends the session, and ends it again without a word', async ({ scope }) => {
    const user = await userFixture(scope)
    const [token, other] = [
      await Accounts.generateUserSessionToken(scope, user),
      await Accounts.generateUserSessionToken(scope, user),
    ]

    await Accounts.deleteUserSessionToken(await scopeOf(scope, token), token)
    await Accounts.deleteUserSessionToken(scope, token)

    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await Accounts.getUserBySessionToken(scope, other)).not.toBeNull()
  })

  test.for([0, 1] as const)(
    'ends the token that was renewed and the one it became: %i',
    async (which, { scope, clock }) => {
      const user = await userFixture(scope)
      const { token: old, person } = await weekOldSession(scope, clock, user)
      const fresh = await Accounts.renewUserSessionToken(person)
      assert(fresh)
      const bystander = await Accounts.generateUserSessionToken(scope, user)
      const token = [old, fresh][which]!

      await Accounts.deleteUserSessionToken(await scopeOf(scope, token), token)

      expect(await Accounts.getUserBySessionToken(scope, old)).toBeNull()
      expect(await Accounts.getUserBySessionToken(scope, fresh)).toBeNull()
      expect(await Accounts.getUserBySessionToken(scope, bystander)).not.toBeNull()
    },
  )
})
