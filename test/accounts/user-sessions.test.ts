import { describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { scopeForApiUser, scopeForUser, type Scope, type UserScope } from '#accounts/scope.ts'
import { confirmedUserFixture, DAY, MINUTE, scopeFixture, test } from '../support/fixtures.ts'
import type { User } from '#accounts/user.ts'

/** The scope of a browser that sends this token. */
async function scopeOf(scope: Scope, token: string): Promise<UserScope> {
  const session = await Accounts.getUserBySessionToken(scope, token)
  if (!session) throw new Error('scopeOf: no session.')
  return scopeForUser(scope, session.user, session.authenticatedAt, session.id)
}

/** A browser in which this person has just logged in. */
async function browserOf(scope: Scope, user: User) {
  const token = await Accounts.generateUserSessionToken(scope, user)
  return { token, scope: await scopeOf(scope, token) }
}

const isOpen = async (scope: Scope, { token }: { token: string }) =>
  (await Accounts.getUserBySessionToken(scope, token)) !== null

describe('listUserSessions', () => {
  test('names each, newest first, and which is the one that asks', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const [first, at] = [await browserOf(scope, user), clock.now()]
    clock.advance(MINUTE)
    await browserOf(scope, user)

    const sessions = await Accounts.listUserSessions(first.scope)

    const times = (since: number) => ({
      ...{ inserted_at: since, authenticated_at: since, expires_at: since + 14 * DAY },
    })
    expect(sessions).toEqual([
      { id: first.scope.sessionId! + 1, current: false, ...times(at + MINUTE) },
      { id: first.scope.sessionId, current: true, ...times(at) },
    ])
  })

  test('shows nobody else’s, and none that is over', async ({ scope, clock }) => {
    const [ana, bo] = [await confirmedUserFixture(scope), await confirmedUserFixture(scope)]
    await browserOf(scope, ana)
    await browserOf(scope, bo)
    clock.advance(14 * DAY)

    const { scope: asking } = await browserOf(scope, ana)

    expect(await Accounts.listUserSessions(asking)).toMatchObject([{ current: true }])
  })

  test('counts a session with two tokens as one, whichever asks', async ({ scope, clock }) => {
    const old = await browserOf(scope, await confirmedUserFixture(scope))
    clock.advance(8 * DAY)
    const token = await Accounts.renewUserSessionToken(old.scope)
    const fresh = await scopeOf(scope, token!)

    for (const asking of [old.scope, fresh])
      expect(await Accounts.listUserSessions(asking)).toMatchObject([
        { id: fresh.sessionId, current: true },
      ])
  })

  test('says that a session ends after ninety days at the latest', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user, clock.now() - 80 * DAY)

    const [session] = await Accounts.listUserSessions(await scopeOf(scope, token))

    expect(session?.expires_at).toBe(clock.now() + 10 * DAY)
  })

  test('has none of them be a program’s', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    await browserOf(scope, user)

    expect(await Accounts.listUserSessions(scopeForApiUser(scope, user))).toMatchObject([
      { current: false },
    ])
  })
})

describe('deleteUserSession', () => {
  test('ends one session and no other', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const [mine, other] = [await browserOf(scope, user), await browserOf(scope, user)]

    const result = await Accounts.deleteUserSession(mine.scope, other.scope.sessionId!)

    expect(result).toMatchObject({ ok: true, value: { id: other.scope.sessionId, current: false } })
    expect([await isOpen(scope, mine), await isOpen(scope, other)]).toEqual([true, false])
  })

  test('ends both tokens of one', async ({ scope, clock }) => {
    const old = await browserOf(scope, await confirmedUserFixture(scope))
    clock.advance(8 * DAY)
    const token = await Accounts.renewUserSessionToken(old.scope)

    await Accounts.deleteUserSession(old.scope, old.scope.sessionId!)

    expect([await isOpen(scope, old), await isOpen(scope, { token: token! })]).toEqual([
      false,
      false,
    ])
  })

  test('does not find another person’s, one that is over, or a token of another kind', async ({
    scope,
  }) => {
    const [ana, bo] = [
      await scopeFixture(scope),
      await browserOf(scope, await confirmedUserFixture(scope)),
    ]
    const { id: apiToken } = await Accounts.createUserApiToken(ana)

    for (const id of [bo.scope.sessionId!, apiToken, 99, -1, 0.5, Number.NaN])
      expect(await Accounts.deleteUserSession(ana, id)).toEqual({ ok: false, error: 'not found' })

    expect(await isOpen(scope, bo)).toBe(true)
    expect(await Accounts.listUserApiTokens(ana)).toHaveLength(1)
  })

  test('tells one of two who end it at once that it was there', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const [mine, other] = [await browserOf(scope, user), await browserOf(scope, user)]

    const results = await Promise.all(
      [1, 2].map(() => Accounts.deleteUserSession(mine.scope, other.scope.sessionId!)),
    )

    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true])
  })
})

describe('deleteOtherUserSessions', () => {
  test('ends all but the one that asks, on both of its tokens, and says how many', async ({
    scope,
    clock,
  }) => {
    const [user, bo] = [await confirmedUserFixture(scope), await confirmedUserFixture(scope)]
    const mine = await browserOf(scope, user)
    clock.advance(8 * DAY)
    const fresh = { token: (await Accounts.renewUserSessionToken(mine.scope))! }
    const others = [await browserOf(scope, user), await browserOf(scope, user)]
    const stranger = await browserOf(scope, bo)

    expect(await Accounts.deleteOtherUserSessions(mine.scope)).toBe(2)

    const open = await Promise.all(
      [mine, fresh, stranger, ...others].map((one) => isOpen(scope, one)),
    )
    expect(open).toEqual([true, true, true, false, false])
    expect(await Accounts.deleteOtherUserSessions(mine.scope)).toBe(0)
  })

  test('ends all when a program asks', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const browser = await browserOf(scope, user)

    expect(await Accounts.deleteOtherUserSessions(scopeForApiUser(scope, user))).toBe(1)
    expect(await isOpen(scope, browser)).toBe(false)
  })
})

describe('deleteAllUserSessions', () => {
  test('ends every session of this person, and leaves links and tokens', async ({
    scope,
    repo,
  }) => {
    const [user, bo] = [await confirmedUserFixture(scope), await confirmedUserFixture(scope)]
    const [mine, other, stranger] = [
      await browserOf(scope, user),
      await browserOf(scope, user),
      await browserOf(scope, bo),
    ]
    await Accounts.createUserApiToken(mine.scope)

    expect(await Accounts.deleteAllUserSessions(mine.scope)).toBe(2)

    const open = await Promise.all([mine, other, stranger].map((one) => isOpen(scope, one)))
    expect(open).toEqual([false, false, true])
    const left = await repo.db.selectFrom('users_tokens').select('context').execute()
    expect(left.map(({ context }) => context).toSorted()).toEqual(['api-token', 'session'])
  })
})
