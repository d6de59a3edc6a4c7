import { join } from 'node:path'
import { describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { scopeForUser, type Scope } from '#accounts/scope.ts'
import { createSession, renewSession, validateSession } from '#accounts/session-store.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { Repo } from '#repo/repo.ts'
import { DAY, MINUTE, scopeFixture, SECOND, test, userFixture } from '../support/fixtures.ts'

const rows = ({ repo }: Scope) =>
  repo.db.selectFrom('users_tokens').selectAll().where('context', '=', 'session').execute()

describe('renewSession', () => {
  test('makes another token beside the old one, and no newer proof of who it is', async ({
    scope,
    clock,
  }) => {
    const person = await scopeFixture(scope)
    const token = await createSession(scope, person.user, person.authenticatedAt)
    clock.advance(7 * DAY)

    const fresh = await renewSession(person, token)

    const { authenticatedAt } = person
    expect(await validateSession(scope, token)).toMatchObject({ authenticatedAt, reissue: true })
    expect(await validateSession(scope, fresh)).toMatchObject({ authenticatedAt, reissue: false })
  })

  test('gives twenty tabs at once, and those that come later, the same one', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const token = await createSession(scope, person.user, person.authenticatedAt)

    const tabs = await Promise.all(Array.from({ length: 20 }, () => renewSession(person, token)))

    expect(new Set([...tabs, await renewSession(person, token)]).size).toBe(1)
    expect(await rows(scope)).toHaveLength(2)
  })

  test('tries again after a database that could not be asked', async ({ scope, clock, folder }) => {
    const repo = await Repo.open({ file: join(folder, 'empty.db'), clock })
    const person = scopeForUser({ ...scope, repo }, await userFixture(scope), clock.now())

    await expect(renewSession(person, 'old')).rejects.toThrow('no such table')
    await migrateToLatest(repo)
    await userFixture(person)

    expect(await renewSession(person, 'old')).toMatch(/^[\w-]{43}$/)
    await repo.close()
  })

  test('ends after 90 days, however often it is used', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)
    let token = await createSession(scope, person.user, person.authenticatedAt)

    for (let day = 8; day < 90; day += 8) {
      clock.advance(8 * DAY)
      expect(await validateSession(scope, token), `day ${day}`).toMatchObject({ reissue: true })
      token = await renewSession(person, token)
    }
    clock.advance(2 * DAY - SECOND)
    expect(await validateSession(scope, token)).not.toBeNull()
    clock.advance(SECOND)

    expect(await validateSession(scope, token)).toBeNull()
  })
})

describe('the sessions of Accounts', () => {
  test('begin with a proof at this moment', async ({ scope, clock }) => {
    const user = await userFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user)
    const authenticatedAt = clock.now()
    clock.advance(MINUTE)

    expect(await Accounts.getUserBySessionToken(scope, token)).toEqual({
      ...{ user, authenticatedAt, reissue: false },
    })
  })

  test('go on with the proof they began with', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, person.user)
    clock.advance(8 * DAY)

    const fresh = await Accounts.renewUserSessionToken(person, token)

    const session = await Accounts.getUserBySessionToken(scope, fresh)
    expect(session).toMatchObject({ authenticatedAt: person.authenticatedAt, reissue: false })
    expect(Accounts.inSudoMode(scopeForUser(scope, person.user, session!.authenticatedAt))).toBe(
      false,
    )
  })

  test('end, and end again without a word', async ({ scope }) => {
    const token = await Accounts.generateUserSessionToken(scope, await userFixture(scope))

    await Accounts.deleteUserSessionToken(scope, token)
    await Accounts.deleteUserSessionToken(scope, token)

    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await rows(scope)).toEqual([])
  })
})
