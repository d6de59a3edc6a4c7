import type { DatabaseSession } from 'lucia'
import { afterEach, describe, expect, vi } from 'vitest'
import type { Scope } from '#app/accounts/scope.ts'
import { NOTHING_GRANTED } from '#app/accounts/granted.ts'
import { SessionAdapter } from '#app/accounts/session-adapter.ts'
import type { User } from '#app/accounts/user.ts'
import { DAY, magicLinkTokenFixture, SECOND, test, userFixture } from '../../support/fixtures.ts'
import { refusedBy } from '../../support/words.ts'

afterEach(() => void vi.useRealTimers())

const ID = 'ab'.repeat(32)
const OTHER = 'cd'.repeat(32)

/** A session as Lucia hands it to the adapter: by the machine's clock. */
const session = ({ id: userId }: User, id = ID): DatabaseSession => ({
  ...{ id, userId, expiresAt: new Date(Date.now() + 14 * DAY) },
  attributes: { authenticated_at: 7 },
})

async function adapterWithSessions(scope: Scope, ...ids: readonly string[]) {
  const user = await userFixture(scope)
  const adapter = new SessionAdapter(scope)
  for (const id of ids) await adapter.setSession(session(user, id))
  return { adapter, user }
}

// What Lucia promises to itself; whatever stands in for it must keep the same.
describe('SessionAdapter', () => {
  test('finds no session and no user by an id that is not there', async ({ scope }) => {
    const { adapter } = await adapterWithSessions(scope)

    expect(await adapter.getSessionAndUser(ID)).toEqual([null, null])
    expect(await adapter.getUserSessions(1)).toEqual([])
  })

  test('finds a session that was set, with its user', async ({ scope }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID, OTHER)

    const [found, owner] = await adapter.getSessionAndUser(ID)

    expect(found).toMatchObject({ id: ID, userId: user.id, attributes: { authenticated_at: 7 } })
    expect(owner).toEqual({ id: user.id, attributes: { row: user, granted: NOTHING_GRANTED } })
  })

  test('says when it ends by the machine’s clock', async ({ scope, clock }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { adapter } = await adapterWithSessions(scope, ID)
    const expiry = async () =>
      (await new SessionAdapter(scope).getSessionAndUser(ID))[0]?.expiresAt.getTime() ?? 0

    expect(await expiry()).toBe(Date.now() + 14 * DAY)
    clock.advance(3 * DAY)
    expect(await expiry()).toBe(Date.now() + 11 * DAY)
    expect(await adapter.getUserSessions(1)).toHaveLength(1)
  })

  test('lists the sessions of a user, and of nobody else', async ({ scope }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID, OTHER)
    const bystander = await userFixture(scope)
    await adapter.setSession(session(bystander, 'ef'.repeat(32)))

    const listed = await adapter.getUserSessions(user.id)

    expect(listed.map(({ id }) => id)).toEqual([ID, OTHER])
    expect(listed[0]).toMatchObject({ userId: user.id, attributes: { authenticated_at: 7 } })
  })

  test('keeps the end of a session where it was', async ({ scope, repo }) => {
    const { adapter } = await adapterWithSessions(scope, ID)
    const rows = () => repo.db.selectFrom('users_tokens').selectAll().execute()
    const before = await rows()

    await adapter.updateSessionExpiration(ID, new Date(Date.now() + 400 * DAY))

    expect(await rows()).toEqual(before)
  })

  test('deletes one session, and nothing when it is not there', async ({ scope }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID, OTHER)

    await adapter.deleteSession(ID)
    await adapter.deleteSession(ID)

    expect((await adapter.getUserSessions(user.id)).map(({ id }) => id)).toEqual([OTHER])
  })

  test('deletes the sessions of a user, and leaves their links and those of others', async ({
    scope,
    repo,
  }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID, OTHER)
    await magicLinkTokenFixture(scope, user)
    const bystander = await userFixture(scope)
    await adapter.setSession(session(bystander, 'ef'.repeat(32)))

    await adapter.deleteUserSessions(user.id)

    const left = await repo.db.selectFrom('users_tokens').select(['user_id', 'context']).execute()
    expect(left).toEqual([
      { user_id: user.id, context: 'login' },
      { user_id: bystander.id, context: 'session' },
    ])
  })

  test('deletes the sessions that are too old, and leaves the links', async ({
    scope,
    repo,
    clock,
  }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID)
    await magicLinkTokenFixture(scope, user)
    clock.advance(SECOND)
    await adapter.setSession(session(user, OTHER))
    clock.advance(14 * DAY - SECOND)

    await adapter.deleteExpiredSessions()

    expect((await adapter.getUserSessions(user.id)).map(({ id }) => id)).toEqual([OTHER])
    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toHaveLength(2)
  })

  test('refuses two sessions of one id', async ({ scope }) => {
    const { adapter, user } = await adapterWithSessions(scope, ID)

    await expect(adapter.setSession(session(user, ID))).rejects.toThrow(
      refusedBy.unique('users_tokens.context', 'users_tokens_context_token_index'),
    )
  })
})
