import { describe, expect } from 'vitest'
import { generateToken } from '#app/accounts/credentials.ts'
import { scopeForUser } from '#app/accounts/scope.ts'
import {
  createChangeEmailToken,
  createMagicLinkToken,
  findChangeEmailToken,
  findMagicLinkToken,
} from '#app/accounts/user-token.ts'
import { DAY, MINUTE, scopeFixture, SECOND, test, userFixture } from '../../support/fixtures.ts'

describe('createMagicLinkToken', () => {
  test('returns what goes into the mail, and keeps only its SHA-256', async ({
    scope,
    repo,
    clock,
  }) => {
    const user = await userFixture(scope)

    const token = await createMagicLinkToken(scope, user)

    expect(token).toMatch(/^[\w-]{43}$/)
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(token, 'base64url'))
    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toEqual([
      {
        ...{ id: 1, user_id: user.id, context: 'login', sent_to: user.email },
        ...{ token: Buffer.from(hash), authenticated_at: null, inserted_at: clock.now() },
      },
    ])
  })

  test('makes another each time', async ({ scope }) => {
    const user = await userFixture(scope)

    expect(await createMagicLinkToken(scope, user)).not.toBe(
      await createMagicLinkToken(scope, user),
    )
  })
})

describe('findChangeEmailToken', () => {
  test('finds no token of somebody whose address this person has taken over', async ({ scope }) => {
    const [ana, bo] = [await scopeFixture(scope), await scopeFixture(scope)]
    const token = await createChangeEmailToken(ana, 'new@example.com')
    expect(await findChangeEmailToken(ana, token)).toBe('new@example.com')

    const heir = scopeForUser(scope, { ...bo.user, email: ana.user.email }, bo.authenticatedAt)

    expect(await findChangeEmailToken(heir, token)).toBeNull()
  })
})

describe('findMagicLinkToken', () => {
  test('finds the row and its user', async ({ scope }) => {
    const [other, user] = [await userFixture(scope), await userFixture(scope)]
    await createMagicLinkToken(scope, other)
    const token = await createMagicLinkToken(scope, user)

    expect(await findMagicLinkToken(scope, token)).toEqual({ id: 2, user })
  })

  test.for([
    [0, true],
    [14 * MINUTE + 59 * SECOND, true],
    [15 * MINUTE - 1, true],
    [15 * MINUTE, false],
    [15 * MINUTE + 1, false],
    [14 * DAY, false],
  ] as const)('%i ms after it was made: %s', async ([age, expected], { scope, clock }) => {
    const token = await createMagicLinkToken(scope, await userFixture(scope))

    clock.advance(age)

    expect((await findMagicLinkToken(scope, token)) !== null).toBe(expected)
  })

  test.for([
    ['nothing', ''],
    ['one character', 'a'],
    ['dots', '../'],
    ['a NUL', `${'a'.repeat(42)}\0`],
    ['padding', `${'a'.repeat(43)}=`],
    ['a line break', `${'a'.repeat(43)}\n`],
    ['a token of nobody', generateToken()],
    ['very much', 'a'.repeat(10_000)],
    ['digits of another script', '١'.repeat(43)],
    ['SQL', `' or 1=1 --${'a'.repeat(32)}`],
  ] as const)('finds nothing by %s', async ([, token], { scope }) => {
    await createMagicLinkToken(scope, await userFixture(scope))

    expect(await findMagicLinkToken(scope, token)).toBeNull()
  })

  test('does not take the stored hash for a token', async ({ scope, repo }) => {
    await createMagicLinkToken(scope, await userFixture(scope))
    const { token } = await repo.db
      .selectFrom('users_tokens')
      .select('token')
      .executeTakeFirstOrThrow()

    expect(await findMagicLinkToken(scope, Buffer.from(token).toString('base64url'))).toBeNull()
  })

  test.for(['session', 'change:ana@example.com', 'api-token', 'LOGIN', ''])(
    'finds no token of the context %j',
    async (context, { scope, repo }) => {
      const token = await createMagicLinkToken(scope, await userFixture(scope))
      await repo.db.updateTable('users_tokens').set({ context }).execute()

      expect(await findMagicLinkToken(scope, token)).toBeNull()
    },
  )

  test('finds no token that went to an address the user has given up', async ({ scope, repo }) => {
    const token = await createMagicLinkToken(scope, await userFixture(scope))
    await repo.db.updateTable('users').set({ email: 'new@example.com' }).execute()

    expect(await findMagicLinkToken(scope, token)).toBeNull()
  })

  test('finds no token of a user who is gone', async ({ scope, repo }) => {
    const token = await createMagicLinkToken(scope, await userFixture(scope))
    await repo.db.deleteFrom('users').execute()

    expect(await findMagicLinkToken(scope, token)).toBeNull()
    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toEqual([])
  })
})
