import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { users } from '#app/accounts/user.ts'
import { errorsOn, magicLinkTokenFixture, test, uniqueEmail } from '../../support/fixtures.ts'

const NEW = 'green tulips 77'

describe('registerUserWithPassword', () => {
  test('stores an unconfirmed user, with a hash and no password', async ({ scope, repo }) => {
    const email = uniqueEmail()

    const result = await Accounts.registerUserWithPassword(scope, { email, password: NEW })

    assert(result.ok)
    expect(result.value).toMatchObject({ email, confirmed_at: null, password: null })
    expect(await repo.get(users, 1)).toEqual(result.value)
    expect(await Accounts.getUserByEmailAndPassword(scope, email, NEW)).toEqual(result.value)
  })

  test('says what is wrong with both', async ({ scope }) => {
    const result = await Accounts.registerUserWithPassword(scope, { email: 'x', password: 'y' })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({
      email: ['must have the @ sign and no spaces'],
      password: ['should be at least 12 character(s)'],
    })
  })

  test('refuses an address that is taken, also at the last moment', async ({ scope }) => {
    const attempts = [1, 2].map(() =>
      Accounts.registerUserWithPassword(scope, { email: 'ana@example.com', password: NEW }),
    )

    const results = await Promise.all(attempts)

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual([{ email: ['has already been taken'] }])
  })

  test('gives nobody who knows that password a way into the account of its owner', async ({
    scope,
  }) => {
    const registered = await Accounts.registerUserWithPassword(scope, {
      email: 'ana@example.com',
      password: NEW,
    })
    assert(registered.ok)
    const session = await Accounts.generateUserSessionToken(scope, registered.value)

    const token = await magicLinkTokenFixture(scope, registered.value)
    expect((await Accounts.loginUserByMagicLink(scope, token)).ok).toBe(true)

    expect(await Accounts.getUserByEmailAndPassword(scope, 'ana@example.com', NEW)).toBeNull()
    expect(await Accounts.getUserBySessionToken(scope, session)).toBeNull()
  })
})
