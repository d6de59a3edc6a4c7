import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { scopeForVisitor, type Scope } from '#app/accounts/scope.ts'
import { createSession, deleteSession, validateSession } from '#app/accounts/session-store.ts'
import { NOTHING_GRANTED } from '#app/accounts/granted.ts'
import { Roles } from '#app/accounts/roles.ts'
import { migrateDown, migrateToLatest } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  DAY,
  magicLinkTokenFixture,
  scopeFixture,
  SECOND,
  test,
  userFixture,
} from '../../support/fixtures.ts'
import { adminScopeFixture } from '../../support/organization-fixtures.ts'

const rows = ({ repo }: Scope) =>
  repo.db
    .selectFrom('users_tokens')
    .selectAll()
    .where('context', '=', 'session')
    .orderBy('id')
    .execute()

describe('createSession', () => {
  test('makes a token that logs its user in', async ({ scope, clock }) => {
    const user = await userFixture(scope)

    const token = await createSession(scope, user, clock.now() - 7)

    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await validateSession(scope, token)).toEqual({
      ...{ id: 1, user, authenticatedAt: clock.now() - 7, reissue: false },
      granted: { roles: [], featureFlags: [] },
    })
  })

  test('keeps the hash of the token, the time, and no address', async ({ scope, clock }) => {
    const user = await userFixture(scope)

    const token = await createSession(scope, user, clock.now() - 7)

    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(token, 'base64url'))
    expect(await rows(scope)).toEqual([
      {
        ...{ id: 1, user_id: user.id, context: 'session', sent_to: null },
        ...{
          token: Buffer.from(hash),
          authenticated_at: clock.now() - 7,
          inserted_at: clock.now(),
        },
      },
    ])
  })

  test('writes the token into no file of the database', async ({
    folder,
    clock,
    chance,
    mailbox,
    pubsub,
  }) => {
    const repo = await openSqlite({ file: join(folder, 'sandbox.db'), clock })
    await migrateToLatest(repo)
    const scope = scopeForVisitor({ repo, clock, chance, mailer: mailbox, pubsub })
    const token = await createSession(scope, await userFixture(scope), clock.now())
    const bytes = Buffer.from(token, 'base64url')

    for (const moment of ['open', 'closed']) {
      if (moment === 'closed') await repo.close()
      const names = (await readdir(folder)).filter((name) => name.startsWith('sandbox.db'))
      const content = Buffer.concat(
        await Promise.all(names.map((name) => readFile(join(folder, name)))),
      )
      const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes))
      expect(content.includes(hash), `${moment}: the hash is there`).toBe(true)
      for (const form of [
        token,
        bytes,
        bytes.toString('hex'),
        bytes.toString('base64'),
        hash.toString('hex'),
      ])
        expect(content.includes(form), `${moment}: ${String(form)}`).toBe(false)
    }
  })
})

describe('validateSession', () => {
  test.for([
    [0, true, false],
    [7 * DAY - SECOND, true, false],
    [7 * DAY, true, true],
    [14 * DAY - SECOND, true, true],
    [14 * DAY, false, false],
    [15 * DAY, false, false],
    [-DAY, true, false],
  ] as const)(
    '%i ms later: valid %s, a new token due %s',
    async ([age, valid, reissue], { scope, clock }) => {
      const token = await createSession(scope, await userFixture(scope), clock.now())
      clock.advance(age)

      const session = await validateSession(scope, token)

      expect(session !== null).toBe(valid)
      expect(session?.reissue ?? false).toBe(reissue)
    },
  )

  test('lives by the sandbox’s clock, however far it is from the machine’s', async ({
    scope,
    clock,
  }) => {
    clock.advance(5_000 * DAY)
    const token = await createSession(scope, await userFixture(scope), clock.now())

    expect(await validateSession(scope, token)).toMatchObject({ reissue: false })
    clock.advance(14 * DAY)
    expect(await validateSession(scope, token)).toBeNull()
  })

  test('brings roles and flags along, by one query', async ({ scope, clock }) => {
    const alice = await scopeFixture(scope)
    const admin = await adminScopeFixture(alice)
    for (const flag of ['wide_list', 'hints']) await Roles.enableFeature(admin, alice.user, flag)
    const token = await createSession(scope, alice.user, clock.now())
    const other = await createSession(scope, await userFixture(scope), clock.now())
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    const session = await collect(recorder, () => validateSession(scope, token))

    expect(session?.granted).toEqual({ roles: ['admin'], featureFlags: ['hints', 'wide_list'] })
    expect(recorder.snapshot().steps).toMatchObject([
      { tag: 'sql.select.users_tokens', data: { rows: 2, keys: [session?.id] } },
    ])
    expect((await validateSession(scope, other))?.granted).toEqual(NOTHING_GRANTED)
  })

  test('lets everybody in while the tables of roles are not there', async ({
    scope,
    repo,
    clock,
  }) => {
    const user = await userFixture(scope)
    const token = await createSession(scope, user, clock.now())
    while ((await migrateDown(repo))?.name.endsWith('create_organizations_and_roles') === false);

    expect(await validateSession(scope, token)).toMatchObject({ user, granted: NOTHING_GRANTED })
  })

  test('takes the row of a session away that is too old', async ({ scope, clock }) => {
    const user = await userFixture(scope)
    const token = await createSession(scope, user, clock.now())
    clock.advance(DAY)
    await createSession(scope, user, clock.now())
    clock.advance(13 * DAY)

    await validateSession(scope, token)

    expect(await rows(scope)).toMatchObject([{ id: 2 }])
  })

  test('does not make a session live longer by using it', async ({ scope, clock }) => {
    const token = await createSession(scope, await userFixture(scope), clock.now())
    const before = await rows(scope)

    for (let day = 1; day < 14; day += 1) {
      clock.advance(DAY)
      expect(await validateSession(scope, token)).not.toBeNull()
    }

    expect(await rows(scope)).toEqual(before)
    clock.advance(DAY)
    expect(await validateSession(scope, token)).toBeNull()
  })

  test.for(['', 'a', 'a'.repeat(43), `${'a'.repeat(42)}\0`, 'malformed', 'a'.repeat(10_000)])(
    'finds nobody by %j',
    async (token, { scope }) => {
      await createSession(scope, await userFixture(scope), scope.clock.now())

      expect(await validateSession(scope, token)).toBeNull()
    },
  )

  test('takes no token of another kind, nor the stored hash', async ({ scope }) => {
    const user = await userFixture(scope)
    await createSession(scope, user, scope.clock.now())
    const [row] = await rows(scope)

    expect(await validateSession(scope, await magicLinkTokenFixture(scope, user))).toBeNull()
    expect(await validateSession(scope, Buffer.from(row!.token).toString('base64url'))).toBeNull()
    expect(await validateSession(scope, Buffer.from(row!.token).toString('hex'))).toBeNull()
  })

  test('finds nobody in another database', async ({ scope, clock, chance, mailbox, pubsub }) => {
    const repo = await openSqlite({ memory: true, clock })
    await migrateToLatest(repo)
    const token = await createSession(scope, await userFixture(scope), clock.now())

    const surroundings = { repo, clock, chance, mailer: mailbox, pubsub }
    expect(await validateSession(surroundings, token)).toBeNull()
    await repo.close()
  })

  test('throws when the database cannot be asked, rather than find nobody', async ({
    scope,
    repo,
  }) => {
    const token = await createSession(scope, await userFixture(scope), scope.clock.now())
    await repo.close()

    await expect(validateSession(scope, token)).rejects.toThrow('The database has been closed.')
  })
})

describe('deleteSession', () => {
  test('ends this session and no other, once and for all', async ({ scope, clock }) => {
    const user = await userFixture(scope)
    const [token, other] = [
      await createSession(scope, user, clock.now()),
      await createSession(scope, user, clock.now()),
    ]

    await deleteSession(scope, token)
    await deleteSession(scope, token)
    await deleteSession(scope, 'no token')

    expect(await validateSession(scope, token)).toBeNull()
    expect(await validateSession(scope, other)).not.toBeNull()
  })
})
