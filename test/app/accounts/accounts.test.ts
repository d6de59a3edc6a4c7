import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { errorsOn, MINUTE, SECOND, test, uniqueEmail, userFixture } from '../../support/fixtures.ts'
import { WITH_POSTGRES } from '../../support/repo.ts'

describe('registerUser', () => {
  test('stores an unconfirmed user without a password', async ({ scope, clock, repo }) => {
    const email = uniqueEmail()

    const result = await Accounts.registerUser(scope, { email })

    assert(result.ok)
    const now = clock.now()
    expect(result.value).toEqual({
      ...{ id: 1, email, password: null, hashed_password: null, confirmed_at: null },
      ...{ inserted_at: now, updated_at: now },
    })
    expect(await repo.get(users, 1)).toEqual(result.value)
  })

  test('starts no session and sends no mail', async ({ scope, repo, mailbox }) => {
    await Accounts.registerUser(scope, { email: uniqueEmail() })

    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toEqual([])
    expect(await mailbox.list()).toEqual([])
  })

  test('answers with the changeset, as it was typed, when it is refused', async ({
    scope,
    repo,
  }) => {
    const result = await Accounts.registerUser(scope, { email: 'not valid' })

    assert(!result.ok)
    expect(result.error).toMatchObject({
      action: 'insert',
      valid: false,
      params: { email: 'not valid' },
    })
    expect(errorsOn(result.error)).toEqual({ email: ['must have the @ sign and no spaces'] })
    expect(await repo.exists(users)).toBe(false)
  })

  test.for([
    { id: 99 },
    { confirmed_at: 1 },
    { hashed_password: '$argon2id$' },
    { inserted_at: 1, updated_at: 1 },
    { password: 'hello world!' },
    { user_id: 1, __proto__: { id: 99 } },
  ])('ignores what a form has no business setting: %j', async (more, { scope, clock }) => {
    const result = await Accounts.registerUser(scope, { email: uniqueEmail(), ...more })

    assert(result.ok)
    expect(result.value).toMatchObject({ id: 1, confirmed_at: null, hashed_password: null })
    expect(result.value.inserted_at).toBe(clock.now())
  })

  test('refuses an address that is taken, whatever its case', async ({ scope }) => {
    const { email } = await userFixture(scope)

    const result = await Accounts.registerUser(scope, { email: email.toUpperCase() })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ email: ['has already been taken'] })
  })

  test('lets one of twenty at once through, and tells the others why', async ({ scope, repo }) => {
    const attempts = Array.from({ length: 20 }, (_, n) =>
      Accounts.registerUser(scope, { email: n % 2 ? 'a@b' : 'A@B' }),
    )

    const results = await Promise.all(attempts)

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual(Array(19).fill({ email: ['has already been taken'] }))
    expect(await repo.all(users)).toHaveLength(1)
  })

  test('shows the reader its own questions, and not those of the house', async ({ scope }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () => Accounts.registerUser(scope, { email: uniqueEmail() }))

    const { steps } = recorder.snapshot()
    expect(steps[0]).toMatchObject({
      layer: 'context',
      name: 'Accounts.registerUser',
      outcome: 'ok',
    })
    const sql = steps.filter(({ layer }) => layer === 'sql').map(({ name }) => name)
    expect(sql).toHaveLength(2)
    expect(sql.join(' ')).not.toContain('count(')
  })
})

describe('changeUserRegistration', () => {
  test('is an empty form without errors', () => {
    const changeset = Accounts.changeUserRegistration()

    expect(changeset).toMatchObject({ action: null, changes: {}, errors: [] })
  })
})

describe('getUserByEmail', () => {
  test('finds the user, whatever the case', async ({ scope }) => {
    const user = await userFixture(scope, { email: 'Ana@example.com' })

    expect(await Accounts.getUserByEmail(scope, 'aNA@EXAMPLE.com')).toEqual(user)
  })

  test.for([
    '',
    'bo@example.com',
    'ana@example.co',
    '%',
    '_na@example.com',
    "' or 1=1 --",
    // PostgreSQL keeps no text with that character, and is asked for none.
    ...(WITH_POSTGRES ? [] : ['a\0', 'ana@example.com\0']),
    'ana@example.com\ud800',
  ])('finds nobody by %j', async (email, { scope }) => {
    await userFixture(scope, { email: 'ana@example.com' })

    expect(await Accounts.getUserByEmail(scope, email)).toBeNull()
  })
})

describe('inSudoMode', () => {
  test.for([
    [0, 20, true],
    [20 * MINUTE - 1, 20, true],
    [20 * MINUTE, 20, false],
    [10 * MINUTE - SECOND, 10, true],
    [10 * MINUTE, 10, false],
    [0, 0, false],
  ] as const)(
    '%i ms after the log-in, within %i minutes: %s',
    async ([ago, minutes, expected], { scope, clock }) => {
      const person = scopeForUser(scope, await userFixture(scope), clock.now())
      clock.advance(ago)

      expect(Accounts.inSudoMode(person, minutes)).toBe(expected)
      if (minutes === 20) expect(Accounts.inSudoMode(person)).toBe(expected)
    },
  )
})
