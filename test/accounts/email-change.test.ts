import { assert, describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { scopeForUser, type UserScope } from '#accounts/scope.ts'
import { users } from '#accounts/user.ts'
import {
  confirmedUserFixture,
  DAY,
  errorsOn,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  scopeFixture,
  SECOND,
  test,
} from '../support/fixtures.ts'

const ABORTED = { ok: false, error: 'transaction aborted' }

/** A link to change the address, as the mail holds it. */
async function changeToken(person: UserScope, email: string): Promise<string> {
  const changed = { ...person.user, email }
  return extractToken(
    await mailFrom(person, (urlFor) =>
      Accounts.deliverUserUpdateEmailInstructions(person, changed, urlFor),
    ),
  )
}

const tokens = ({ repo }: UserScope) =>
  repo.db.selectFrom('users_tokens').select(['context', 'sent_to']).orderBy('id').execute()

describe('changeUserEmail', () => {
  test('checks the new address and writes nothing', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)
    await confirmedUserFixture(scope, { email: 'bo@example.com' })

    expect(errorsOn(await Accounts.changeUserEmail(person))).toEqual({ email: ['did not change'] })
    const taken = await Accounts.changeUserEmail(person, { email: 'BO@example.com' })
    expect(errorsOn(taken)).toEqual({ email: ['has already been taken'] })
    const { changes } = await Accounts.changeUserEmail(person, { email: 'cy@example.com' })
    expect(changes).toEqual({ email: 'cy@example.com' })
    expect(await repo.get(users, person.user.id)).toEqual(person.user)
  })

  test('asks nobody whether it is taken, when it is told not to', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const options = { validateUnique: false }

    const taken = await Accounts.changeUserEmail(person, { email: person.user.email }, options)
    expect(errorsOn(taken)).toEqual({})
  })
})

describe('deliverUserUpdateEmailInstructions', () => {
  test('mails the new address, and remembers which one it replaces', async ({
    scope,
    repo,
    clock,
  }) => {
    const person = await scopeFixture(scope)

    const token = await changeToken(person, 'new@example.com')

    expect((await scope.mailbox.list())[0]).toMatchObject({
      to: 'new@example.com',
      subject: 'Update email instructions',
    })
    const [row] = await repo.db.selectFrom('users_tokens').selectAll().execute()
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(token, 'base64url'))
    expect(row).toMatchObject({
      ...{ user_id: person.user.id, context: `change:${person.user.email}` },
      ...{ sent_to: 'new@example.com', inserted_at: clock.now(), token: Buffer.from(hash) },
    })
    expect(await repo.get(users, person.user.id)).toEqual(person.user)
  })
})

describe('updateUserEmail', () => {
  test('changes the address, and nothing else of the user', async ({ scope, repo, clock }) => {
    const person = await scopeFixture(scope)
    const token = await changeToken(person, 'new@example.com')
    clock.advance(SECOND)

    const result = await Accounts.updateUserEmail(person, token)

    assert(result.ok)
    const expected = { ...person.user, email: 'new@example.com', updated_at: clock.now() }
    expect(result.value).toEqual(expected)
    expect(await repo.get(users, person.user.id)).toEqual(expected)
  })

  test('ends what was bound to the old address, and leaves sessions', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const other = await scopeFixture(scope)
    await Accounts.generateUserSessionToken(scope, person.user)
    await Accounts.createUserApiToken(person)
    const link = await magicLinkTokenFixture(scope, person.user)
    await changeToken(person, 'third@example.com')
    await changeToken(other, 'other@example.com')

    await Accounts.updateUserEmail(person, await changeToken(person, 'new@example.com'))

    expect(await tokens(person)).toEqual([
      { context: 'session', sent_to: null },
      { context: `change:${other.user.email}`, sent_to: 'other@example.com' },
    ])
    expect(await Accounts.getUserByMagicLinkToken(scope, link)).toBeNull()
  })

  test('tells the old address, without a link', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    await Accounts.updateUserEmail(person, await changeToken(person, 'new@example.com'))

    const [notice] = await mailbox.list()

    expect(notice).toMatchObject({ to: person.user.email, subject: 'Your email was changed' })
    expect(notice?.text).not.toMatch(/[\w-]{43}|http/)
  })

  test.for([
    [7 * DAY - 1, true],
    [7 * DAY, false],
  ] as const)('%i ms after the link was sent: %s', async ([age, works], { scope, clock }) => {
    const person = await scopeFixture(scope)
    const token = await changeToken(person, 'new@example.com')
    clock.advance(age)

    expect((await Accounts.updateUserEmail(person, token)).ok).toBe(works)
  })

  test.for(['', 'a', 'a'.repeat(43), `${'a'.repeat(42)}\0`, '../', 'a'.repeat(10_000)])(
    'takes %j for no link',
    async (token, { scope, mailbox }) => {
      const person = await scopeFixture(scope)
      await changeToken(person, 'new@example.com')
      const before = await mailbox.list()

      expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)
      expect(await mailbox.list()).toEqual(before)
    },
  )

  test('takes a link once, of twenty who use it at once', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    const token = await changeToken(person, 'new@example.com')

    const uses = Array.from({ length: 20 }, () => Accounts.updateUserEmail(person, token))
    const results = await Promise.all(uses)

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter(({ ok }) => !ok)).toEqual(Array(19).fill(ABORTED))
    const notices = (await mailbox.list()).filter(
      ({ subject }) => subject === 'Your email was changed',
    )
    expect(notices).toHaveLength(1)
  })

  test('takes nobody else’s link, and no link to log in', async ({ scope }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const token = await changeToken(person, 'new@example.com')

    expect(await Accounts.updateUserEmail(other, token)).toEqual(ABORTED)
    const link = await magicLinkTokenFixture(scope, person.user)
    expect(await Accounts.updateUserEmail(person, link)).toEqual(ABORTED)
    expect(await Accounts.loginUserByMagicLink(scope, token)).toEqual({
      ok: false,
      error: 'not found',
    })
    expect((await Accounts.updateUserEmail(person, token)).ok).toBe(true)
  })

  test('takes no link of before another change', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const [first, second] = [
      await changeToken(person, 'a@example.com'),
      await changeToken(person, 'b@example.com'),
    ]

    const result = await Accounts.updateUserEmail(person, second)
    assert(result.ok)
    const now = scopeForUser(scope, result.value, person.authenticatedAt)

    expect(await Accounts.updateUserEmail(now, first)).toEqual(ABORTED)
    expect(await Accounts.updateUserEmail(person, first)).toEqual(ABORTED)
  })

  test('leaves everything as it was when the address has been taken meanwhile', async ({
    scope,
    repo,
  }) => {
    const person = await scopeFixture(scope)
    const token = await changeToken(person, 'new@example.com')
    await confirmedUserFixture(scope, { email: 'NEW@example.com' })
    const before = await tokens(person)

    expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)
    expect(await repo.get(users, person.user.id)).toEqual(person.user)
    expect(await tokens(person)).toEqual(before)
  })
})
