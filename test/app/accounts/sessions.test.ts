import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope, type UserScope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import {
  confirmedUserFixture,
  DAY,
  magicLinkTokenFixture,
  MINUTE,
  SECOND,
  test,
} from '../../support/fixtures.ts'
import type { TestClock } from '../../support/repo.ts'

interface Browser {
  readonly token: string
  readonly person: UserScope
}

/** A browser that logs in now, and what the plug makes of its cookie. */
async function browser(scope: Scope, user: User): Promise<Browser> {
  const token = await Accounts.generateUserSessionToken(scope, user)
  return { token, person: await scopeOf(scope, token) }
}

async function scopeOf(scope: Scope, token: string): Promise<UserScope> {
  const session = await Accounts.getUserBySessionToken(scope, token)
  assert(session)
  return scopeForUser(scope, session.user, session.authenticatedAt, session.id)
}

/** A browser that comes back after eight days, with its old token and its new one. */
async function renewedBrowser(scope: Scope, clock: TestClock, user: User) {
  const old = await browser(scope, user)
  clock.advance(8 * DAY)
  const fresh = await Accounts.renewUserSessionToken(old.person)
  assert(fresh)
  return { old, fresh: { token: fresh, person: await scopeOf(scope, fresh) } }
}

const isOpen = async (scope: Scope, { token }: Browser) =>
  (await Accounts.getUserBySessionToken(scope, token)) !== null

describe('listUserSessions', () => {
  test('lists the person’s own, newest first, and marks the one that asks', async ({
    scope,
    clock,
  }) => {
    const user = await confirmedUserFixture(scope)
    await browser(scope, await confirmedUserFixture(scope))
    await magicLinkTokenFixture(scope, user)
    const then = clock.now()
    const first = await browser(scope, user)
    clock.advance(MINUTE)
    const second = await browser(scope, user)

    expect(await Accounts.listUserSessions(first.person)).toEqual([
      {
        ...{ id: second.person.sessionId, inserted_at: then + MINUTE, current: false },
        ...{ authenticated_at: then + MINUTE, expires_at: then + MINUTE + 14 * DAY },
      },
      {
        ...{ id: first.person.sessionId, inserted_at: then, current: true },
        ...{ authenticated_at: then, expires_at: then + 14 * DAY },
      },
    ])
  })

  test('marks none for a program with an API token', async ({ scope }) => {
    const { person } = await browser(scope, await confirmedUserFixture(scope))

    const listed = await Accounts.listUserSessions({ ...person, sessionId: null })

    expect(listed.map(({ current }) => current)).toEqual([false])
  })

  test('leaves out those that let nobody in any more', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    await browser(scope, user)
    await Accounts.generateUserSessionToken(scope, user, clock.now() - 80 * DAY)
    clock.advance(9 * DAY)
    const { person } = await browser(scope, user)
    const count = async () => (await Accounts.listUserSessions(person)).length

    clock.advance(DAY - 1)
    expect(await count()).toBe(3)
    clock.advance(1)
    expect(await count(), 'ninety days after its log-in').toBe(2)
    clock.advance(4 * DAY - 1)
    expect(await count()).toBe(2)
    clock.advance(1)
    expect(await count(), 'fourteen days after it was made').toBe(1)
  })

  test('ends no later than ninety days after the log-in', async ({ scope, clock }) => {
    const authenticatedAt = clock.now() - 80 * DAY
    const user = await confirmedUserFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user, authenticatedAt)

    const [listed] = await Accounts.listUserSessions(await scopeOf(scope, token))

    expect(listed).toMatchObject({ expires_at: authenticatedAt + 90 * DAY, current: true })
  })

  test('shows a session with two tokens once, whichever of them asks', async ({ scope, clock }) => {
    const { old, fresh } = await renewedBrowser(scope, clock, await confirmedUserFixture(scope))

    const listed = await Accounts.listUserSessions(fresh.person)

    expect(listed).toMatchObject([{ id: fresh.person.sessionId, current: true }])
    expect(await Accounts.listUserSessions(old.person)).toEqual(listed)
  })
})

describe('deleteUserSession', () => {
  test('ends one session of the person', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const [here, there] = [await browser(scope, user), await browser(scope, user)]

    const result = await Accounts.deleteUserSession(here.person, there.person.sessionId!)

    expect(result).toMatchObject({ ok: true, value: { current: false } })
    expect(await isOpen(scope, there)).toBe(false)
    expect(await isOpen(scope, here)).toBe(true)
  })

  test('says when it was the one that asked', async ({ scope }) => {
    const here = await browser(scope, await confirmedUserFixture(scope))

    const result = await Accounts.deleteUserSession(here.person, here.person.sessionId!)

    expect(result).toMatchObject({ ok: true, value: { current: true } })
    expect(await isOpen(scope, here)).toBe(false)
  })

  test('does not find the session of another person', async ({ scope }) => {
    const here = await browser(scope, await confirmedUserFixture(scope))
    const there = await browser(scope, await confirmedUserFixture(scope))

    expect(await Accounts.deleteUserSession(here.person, there.person.sessionId!)).toEqual({
      ok: false,
      error: 'not found',
    })
    expect(await isOpen(scope, there)).toBe(true)
  })

  test('does not find a token that is no session, nor what is no id', async ({ scope, repo }) => {
    const { person } = await browser(scope, await confirmedUserFixture(scope))
    await magicLinkTokenFixture(scope, person.user)
    const rows = await repo.db.selectFrom('users_tokens').select(['id', 'context']).execute()
    const link = rows.find(({ context }) => context === 'login')

    for (const id of [link!.id, 0, -1, 1.5, NaN, Infinity, 2 ** 60])
      expect((await Accounts.deleteUserSession(person, id)).ok, String(id)).toBe(false)
    expect(await repo.db.selectFrom('users_tokens').select('id').execute()).toHaveLength(2)
  })

  test.for(['old', 'fresh'] as const)(
    'ends both tokens of a session that was renewed: the %s one named',
    async (which, { scope, clock }) => {
      const user = await confirmedUserFixture(scope)
      const phone = await renewedBrowser(scope, clock, user)
      const here = await browser(scope, user)

      await Accounts.deleteUserSession(here.person, phone[which].person.sessionId!)

      expect(await isOpen(scope, phone.old)).toBe(false)
      expect(await isOpen(scope, phone.fresh)).toBe(false)
      expect(await isOpen(scope, here)).toBe(true)
    },
  )

  test('leaves no token behind that was renewed at that moment', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const phone = await browser(scope, user)
    clock.advance(8 * DAY)
    const here = await browser(scope, user)

    const [token] = await Promise.all([
      Accounts.renewUserSessionToken(phone.person),
      Accounts.deleteUserSession(here.person, phone.person.sessionId!),
    ])

    expect(await isOpen(scope, phone)).toBe(false)
    if (token !== null) expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await Accounts.listUserSessions(here.person)).toHaveLength(1)
  })
})

describe('deleteOtherUserSessions', () => {
  test('ends every other session of the person, and says how many', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const bystander = await browser(scope, await confirmedUserFixture(scope))
    const others = [await browser(scope, user), await browser(scope, user)]
    const here = await browser(scope, user)
    const link = await magicLinkTokenFixture(scope, user)
    clock.advance(SECOND)

    expect(await Accounts.deleteOtherUserSessions(here.person)).toMatchObject({ sessions: 2 })

    for (const other of others) expect(await isOpen(scope, other)).toBe(false)
    expect(await isOpen(scope, here)).toBe(true)
    expect(await isOpen(scope, bystander)).toBe(true)
    expect(await Accounts.getUserByMagicLinkToken(scope, link)).not.toBeNull()
    expect(await Accounts.deleteOtherUserSessions(here.person)).toMatchObject({ sessions: 0 })
  })

  test('keeps the fresh token that the request itself was given', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const { old, fresh } = await renewedBrowser(scope, clock, user)
    const other = await browser(scope, user)

    expect(await Accounts.deleteOtherUserSessions(old.person)).toMatchObject({ sessions: 1 })

    expect(await isOpen(scope, fresh)).toBe(true)
    expect(await isOpen(scope, other)).toBe(false)
  })

  test('counts a session with two tokens once', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const { old, fresh } = await renewedBrowser(scope, clock, user)
    const here = await browser(scope, user)

    expect(await Accounts.deleteOtherUserSessions(here.person)).toMatchObject({ sessions: 1 })
    expect(await isOpen(scope, old)).toBe(false)
    expect(await isOpen(scope, fresh)).toBe(false)
  })

  test('spares none for a program with an API token', async ({ scope }) => {
    const here = await browser(scope, await confirmedUserFixture(scope))

    expect(
      await Accounts.deleteOtherUserSessions({ ...here.person, sessionId: null }),
    ).toMatchObject({ sessions: 1 })
    expect(await isOpen(scope, here)).toBe(false)
  })
})

describe('deleteAllUserSessions', () => {
  test('ends this session as well, and those of nobody else', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const bystander = await browser(scope, await confirmedUserFixture(scope))
    const [here, there] = [await browser(scope, user), await browser(scope, user)]

    expect(await Accounts.deleteAllUserSessions(here.person)).toMatchObject({ sessions: 2 })

    expect(await isOpen(scope, here)).toBe(false)
    expect(await isOpen(scope, there)).toBe(false)
    expect(await isOpen(scope, bystander)).toBe(true)
  })
})

describe('fetchUserOrThrow', () => {
  test('finds the user', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)

    expect(await Accounts.fetchUserOrThrow(scope, user.id)).toEqual(user)
  })

  test('throws for an id that nobody has', async ({ scope }) => {
    await expect(Accounts.fetchUserOrThrow(scope, 99)).rejects.toMatchObject({
      name: 'NoResultsError',
    })
  })
})
