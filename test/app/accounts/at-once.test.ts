import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { extractToken, mailFrom, scopeFixture, test } from '../../support/fixtures.ts'

const times = <Value>(count: number, fn: () => Value) => Array.from({ length: count }, fn)

describe('of those who try at once', () => {
  test('one uses a link to a new email up, and one notice is sent', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    const changed = { ...person.user, email: 'new@example.com' }
    const token = extractToken(
      await mailFrom(person, (urlFor) =>
        Accounts.deliverUserUpdateEmailInstructions(person, changed, urlFor),
      ),
    )

    const results = await Promise.all(times(20, () => Accounts.updateUserEmail(person, token)))

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const notices = (await mailbox.list()).filter(({ to }) => to === person.user.email)
    expect(notices.filter(({ subject }) => subject === 'Your email was changed')).toHaveLength(1)
  })

  test('one is told that a session was there to be ended', async ({ scope }) => {
    const person = await scopeFixture(scope)
    await Accounts.generateUserSessionToken(scope, person.user)
    const [session] = await Accounts.listUserSessions(person)

    const ends = times(20, () => Accounts.deleteUserSession(person, session!.id))

    expect((await Promise.all(ends)).filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('one is told that an API token was there to be revoked', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { id } = await Accounts.createUserApiToken(person)

    const ends = times(20, () => Accounts.deleteUserApiToken(person, id))

    expect((await Promise.all(ends)).filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('no more make an API token than a person may have', async ({ scope }) => {
    const person = await scopeFixture(scope)

    await Promise.allSettled(times(30, () => Accounts.createUserApiToken(person)))

    expect(await Accounts.listUserApiTokens(person)).toHaveLength(20)
  })
})
