import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope } from '#app/accounts/scope.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { DAY, magicLinkTokenFixture, scopeFixture, SECOND, test } from '../../support/fixtures.ts'

const NOT_FOUND = { ok: false, error: 'not found' }
const rows = ({ repo }: Scope) => repo.db.selectFrom('users_tokens').selectAll().execute()

describe('createUserApiToken', () => {
  test('makes a token that lets a program in as its user', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)

    const made = await Accounts.createUserApiToken(person)

    expect(made).toMatchObject({ id: 2, inserted_at: clock.now() })
    expect(made.token).toMatch(/^[\w-]{43}$/)
    expect(made.prefix).toBe(made.token.slice(0, 8))
    expect(await Accounts.fetchUserByApiToken(scope, made.token)).toEqual({
      ok: true,
      value: person.user,
    })
  })

  test('keeps a hash of 32 bytes, bound to the address', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)

    const { token } = await Accounts.createUserApiToken(person)

    const [row] = await rows(scope)
    const secret = Buffer.from(token, 'base64url').subarray(6)
    expect(row).toEqual({
      ...{ id: 2, user_id: person.user.id, context: 'api-token', sent_to: person.user.email },
      token: Buffer.from(await crypto.subtle.digest('SHA-256', secret)),
      ...{ authenticated_at: null, inserted_at: clock.now() },
    })
    expect(Buffer.from(row!.token).includes(secret)).toBe(false)
  })

  test('makes another each time, of 26 random bytes', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const tokens = []
    for (let n = 0; n < 20; n += 1) tokens.push((await Accounts.createUserApiToken(person)).token)

    expect(new Set(tokens.map((token) => token.slice(8))).size).toBe(20)
  })

  test('refuses one more than twenty, to this person alone', async ({ scope, clock }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const attempts = await Promise.allSettled(
      Array.from({ length: 25 }, () => Accounts.createUserApiToken(person)),
    )

    const refused = attempts.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(5)
    for (const each of refused) {
      expect(each).toMatchObject({
        reason: { status: 409, message: 'You have 20 API tokens. Revoke one you no longer use.' },
      })
    }
    await Accounts.createUserApiToken(other)
    // Those that have expired take nobody's place.
    clock.advance(365 * DAY)
    await Accounts.createUserApiToken(person)
    expect(await Accounts.listUserApiTokens(person)).toHaveLength(1)
  })

  test('shows the token in no trace', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    const { token } = await collect(recorder, () => Accounts.createUserApiToken(person))
    await collect(recorder, () => Accounts.fetchUserByApiToken(scope, token))

    const { steps } = recorder.snapshot()
    expect(steps.map(({ name }) => name)).toContain('Accounts.fetchUserByApiToken')
    expect(JSON.stringify(steps)).not.toContain(token.slice(8))
  })
})

describe('listUserApiTokens', () => {
  test('lists the person’s own, newest first, each by how it begins', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)
    await Accounts.createUserApiToken(await scopeFixture(scope))
    await Accounts.generateUserSessionToken(scope, person.user)
    await magicLinkTokenFixture(scope, person.user)
    const first = await Accounts.createUserApiToken(person)
    clock.advance(SECOND)
    const second = await Accounts.createUserApiToken(person)

    expect(await Accounts.listUserApiTokens(person)).toEqual(
      [second, first].map(({ id, prefix, inserted_at }) => ({ id, prefix, inserted_at })),
    )
  })
})

describe('deleteUserApiToken', () => {
  test('revokes one token', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const [one, other] = [
      await Accounts.createUserApiToken(person),
      await Accounts.createUserApiToken(person),
    ]

    const result = await Accounts.deleteUserApiToken(person, one.id)

    expect(result).toEqual({
      ok: true,
      value: { id: one.id, prefix: one.prefix, inserted_at: one.inserted_at },
    })
    expect(await Accounts.fetchUserByApiToken(scope, one.token)).toEqual(NOT_FOUND)
    expect((await Accounts.fetchUserByApiToken(scope, other.token)).ok).toBe(true)
    expect(await Accounts.deleteUserApiToken(person, one.id)).toEqual(NOT_FOUND)
  })

  test('does not find the token of another person, nor one of another kind', async ({ scope }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const theirs = await Accounts.createUserApiToken(other)
    await magicLinkTokenFixture(scope, person.user)
    const before = await rows(scope)

    for (const id of [theirs.id, ...before.map((row) => row.id), 0, -1, 1.5, NaN, 2 ** 60])
      expect(await Accounts.deleteUserApiToken(person, id), String(id)).toEqual(NOT_FOUND)
    expect(await rows(scope)).toEqual(before)
  })
})

describe('fetchUserByApiToken', () => {
  test.for([
    [365 * DAY - 1, true],
    [365 * DAY, false],
  ] as const)('%i ms after it was made: %s', async ([age, works], { scope, clock }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)
    clock.advance(age)

    expect((await Accounts.fetchUserByApiToken(scope, token)).ok).toBe(works)
    expect(await Accounts.listUserApiTokens(person)).toHaveLength(works ? 1 : 0)
  })

  test('ends with the address that it was made for', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)
    await repo.db.updateTable('users').set({ email: 'new@example.com' }).execute()

    expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual(NOT_FOUND)
    const user = await repo.db.selectFrom('users').select('email').executeTakeFirstOrThrow()
    const after = scopeForUser(scope, { ...person.user, ...user }, 0)
    expect(await Accounts.listUserApiTokens(after)).toEqual([])
  })

  test.for(['session', 'login', 'API-TOKEN', ''])(
    'finds nobody by a row of the context %j',
    async (context, { scope, repo }) => {
      const { token } = await Accounts.createUserApiToken(await scopeFixture(scope))
      await repo.db.updateTable('users_tokens').set({ context }).execute()

      expect(await Accounts.fetchUserByApiToken(scope, token)).toEqual(NOT_FOUND)
    },
  )

  test('finds nobody by a token that was mistyped or made up', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(person)
    const [row] = await rows(scope)
    assert(row)

    for (const text of [
      ...['', 'a', '../', 'a'.repeat(43), `${'a'.repeat(42)}\0`, '١'.repeat(43), `${token}=`],
      ...[`${token}\n`, ` ${token}`, token.slice(0, 42), 'a'.repeat(10_000)],
      ...[
        token.toLowerCase(),
        `AAAAAAAA${token.slice(8)}`,
        `${token.slice(0, 8)}${'A'.repeat(35)}`,
      ],
      Buffer.from(row.token).toString('base64url'),
    ])
      expect(await Accounts.fetchUserByApiToken(scope, text), text).toEqual(NOT_FOUND)
  })

  test('takes no token of another kind, and is none itself', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const session = await Accounts.generateUserSessionToken(scope, person.user)
    const link = await magicLinkTokenFixture(scope, person.user)
    const { token } = await Accounts.createUserApiToken(person)

    for (const other of [session, link])
      expect(await Accounts.fetchUserByApiToken(scope, other)).toEqual(NOT_FOUND)
    expect(await Accounts.getUserBySessionToken(scope, token)).toBeNull()
    expect(await Accounts.loginUserByMagicLink(scope, token)).toEqual(NOT_FOUND)
    expect((await Accounts.updateUserEmail(person, token)).ok).toBe(false)
  })
})
