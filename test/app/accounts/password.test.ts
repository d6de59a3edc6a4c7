import { Argon2id } from 'oslo/password'
import { assert, beforeEach, describe, expect, vi } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { hashPasswordChange, passwordChangeset } from '#app/accounts/password.ts'
import { users } from '#app/accounts/user.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { build } from '#changeset/schema.ts'
import { inspect } from '#changeset/inspect.ts'
import { errorsOn, test, uniqueEmail } from '../../support/fixtures.ts'

const BLANK = "can't be blank"
const SHORT = 'should be at least 12 character(s)'
const LONG = 'should be at most 72 character(s)'
const MISMATCH = 'does not match password'
const COMMON = 'is a password that many people use'
const FAMILY = '👨‍👩‍👧‍👦'
const UNCOMMON = 'pjx4 wqo9 unc7 mzk2 '

const hash = vi.spyOn(Argon2id.prototype, 'hash')
const normalize = vi.spyOn(String.prototype, 'normalize')
beforeEach(() => void hash.mockClear())

const check = (params: Params) => errorsOn(passwordChangeset(build(users), params))
const password = (text: unknown) => check({ password: text })

describe('passwordChangeset', () => {
  test.for<[what: string, text: unknown, errors: readonly string[]]>([
    ['nothing', undefined, [BLANK]],
    ['null', null, [BLANK]],
    ['an empty one', '', [BLANK]],
    ['12 spaces', ' '.repeat(12), [BLANK]],
    ['a number', 123_456_789_012, ['is invalid']],
    ['a list', ['hello world!'], ['is invalid']],
    ['an object', { toString: 'hello world!' }, ['is invalid']],
    ['true', true, ['is invalid']],
    ['half a surrogate pair', 'hello world!\ud800', ['is invalid']],
    ['11 characters', 'hello world', [SHORT]],
    ['6 emoji, which are 12 units', '😀'.repeat(6), [SHORT]],
    ['3 families, which are 21 code points', FAMILY.repeat(3), [SHORT]],
    ['11 letters with accents of their own', 'e\u0301'.repeat(11), [SHORT]],
    ['73 characters', 'x'.repeat(73), [LONG]],
    ['73 letters with accents of their own', 'e\u0301'.repeat(73), [LONG]],
    ['one letter with 1,024 accents', `a${'\u0316'.repeat(1_024)}`, [LONG]],
    ['accents that become twice as many', `a${'\u0344'.repeat(1_000)}`, [LONG]],
    ['10,000 characters', 'x'.repeat(10_000), [LONG]],
    ['one on the list', 'qwerty123456', [COMMON]],
    ['one on the list, in capitals and with a sign', 'Qwerty123456!', [COMMON]],
    ['a short one from the list', 'password1', [SHORT]],
  ])('refuses %s', ([, text, errors]) => {
    expect(password(text)).toEqual({ password: errors })
  })

  test.for([
    ['12 characters', 'hello world!'],
    ['72 characters', 'x'.repeat(72)],
    ['12 lower-case letters', 'kqzvnwpxbtrm'],
    ['12 emoji', '😀'.repeat(12)],
    ['12 families', FAMILY.repeat(12)],
    ['72 families', FAMILY.repeat(72)],
    ['40 letters of two bytes', 'é'.repeat(40)],
    ['72 letters with accents of their own', 'e\u0301'.repeat(72)],
    ['spaces around it', '  valid password here  '],
    ['a NUL', 'abc\0defghijk'],
  ] as const)('takes %s', ([, text]) => {
    expect(password(text)).toEqual({})
  })

  test('keeps case and spaces, and writes every spelling in one way', () => {
    const { changes } = passwordChangeset(build(users), { password: ' Cafe\u0301 ﬁsh AND more ' })

    expect(changes.password).toBe(' Café fish AND more ')
  })

  test('normalises nothing that would take long', () => {
    normalize.mockClear()

    password(`a${'\u0300\u0316'.repeat(16_000)}`)

    expect(normalize).not.toHaveBeenCalled()
  })

  test.for<[what: string, params: Params, errors: object]>([
    ['is not sent', { password: UNCOMMON }, {}],
    ['is the same', { password: UNCOMMON, password_confirmation: UNCOMMON }, {}],
    [
      'differs',
      { password: UNCOMMON, password_confirmation: 'another' },
      { password_confirmation: [MISMATCH] },
    ],
    [
      'is null',
      { password: UNCOMMON, password_confirmation: null },
      { password_confirmation: [MISMATCH] },
    ],
    [
      'is empty',
      { password: UNCOMMON, password_confirmation: '' },
      { password_confirmation: [MISMATCH] },
    ],
    [
      'is all there is',
      { password_confirmation: UNCOMMON },
      { password: [BLANK], password_confirmation: [MISMATCH] },
    ],
    [
      'differs from a bad one',
      { password: 'short', password_confirmation: 'other' },
      { password: [SHORT], password_confirmation: [MISMATCH] },
    ],
    [
      'is empty as the password is',
      { password: '', password_confirmation: '' },
      { password: [BLANK] },
    ],
  ])('when the confirmation %s', ([, params, errors]) => {
    expect(check(params)).toEqual(errors)
  })

  test.for(['ana123456789', 'AnaAnaAnaAna', 'ana.........', 'ana@example.com', 'glasshouse12'])(
    'refuses %s for ana@example.com',
    (text) => {
      const user = build(users, { email: 'ana@example.com' })

      expect(errorsOn(passwordChangeset(user, { password: text }))).toEqual({ password: [COMMON] })
    },
  )

  test('reads the address of the same form', () => {
    const params = { email: 'ana@example.com', password: 'ana123456789' }

    const changeset = passwordChangeset(cast(build(users), params, ['email']), params)

    expect(errorsOn(changeset)).toEqual({ password: [COMMON] })
  })

  test('is not held up by an address that is refused for its length', () => {
    const user = build(users, { email: `a${'\u0300\u0316'.repeat(8_000)}@b` })
    normalize.mockClear()

    passwordChangeset(user, { password: UNCOMMON })

    expect(normalize.mock.contexts.map(String).filter(({ length }) => length > 200)).toEqual([])
  })

  test('casts nothing but the password', () => {
    const params = { password: UNCOMMON, id: 9, email: 'a@b', hashed_password: 'x' }

    expect(Object.keys(passwordChangeset(build(users), params).changes)).toEqual(['password'])
  })

  test('never prints the password', () => {
    expect(inspect(passwordChangeset(build(users), { password: UNCOMMON }))).not.toContain(UNCOMMON)
  })
})

describe('hashPasswordChange', () => {
  test('puts the hash in the password’s place', async () => {
    const { changes } = await hashPasswordChange(
      passwordChangeset(build(users), { password: UNCOMMON }),
    )

    expect(Object.keys(changes)).toEqual(['hashed_password'])
    expect(changes.hashed_password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('hashes nothing that a rule refused', async () => {
    const refused = passwordChangeset(build(users), { password: 'short' })

    expect(await hashPasswordChange(refused)).toBe(refused)
    expect(hash).not.toHaveBeenCalled()
  })

  test.for([
    ['x'.repeat(5_000), LONG],
    ['hello world!\ud800', 'is invalid'],
  ] as const)('refuses what no rule has looked at: %#', async ([text, message]) => {
    const unchecked = cast(build(users), { password: text }, ['password'])

    expect(errorsOn(await hashPasswordChange(unchecked))).toEqual({ password: [message] })
    expect(hash).not.toHaveBeenCalled()
  })
})

describe('registerUserWithPassword', () => {
  test('stores an unconfirmed user who can log in with it', async ({ scope, repo }) => {
    const email = uniqueEmail()

    const result = await Accounts.registerUserWithPassword(scope, { email, password: UNCOMMON })

    assert(result.ok)
    expect(result.value).toMatchObject({ email, password: null, confirmed_at: null })
    expect(await repo.get(users, result.value.id)).toEqual(result.value)
    expect(await Accounts.getUserByEmailAndPassword(scope, email, UNCOMMON)).toEqual(result.value)
  })

  test('salts each hash anew', async ({ scope, repo }) => {
    for (const email of ['a@b', 'c@d'])
      await Accounts.registerUserWithPassword(scope, { email, password: UNCOMMON })

    const hashes = (await repo.all(users)).map(({ hashed_password }) => hashed_password)
    expect(new Set(hashes).size).toBe(2)
    expect(hashes.every((each) => each?.length === 97)).toBe(true)
  })

  test('says all that is wrong at once, and hashes nothing', async ({ scope, repo }) => {
    const result = await Accounts.registerUserWithPassword(scope, { email: 'a', password: 'b' })

    assert(!result.ok)
    expect(result.error.action).toBe('insert')
    expect(errorsOn(result.error)).toEqual({
      email: ['must have the @ sign and no spaces'],
      password: [SHORT],
    })
    expect(hash).not.toHaveBeenCalled()
    expect(await repo.exists(users)).toBe(false)
  })

  test('ignores what a form has no business setting', async ({ scope }) => {
    const result = await Accounts.registerUserWithPassword(scope, {
      ...{ email: uniqueEmail(), password: UNCOMMON, id: 99, confirmed_at: 1 },
      ...{ hashed_password: '$argon2id$', inserted_at: 1, updated_at: 1, user_id: 3 },
    })

    assert(result.ok)
    expect(result.value).toMatchObject({
      id: 1,
      confirmed_at: null,
      inserted_at: scope.clock.now(),
    })
    expect(result.value.hashed_password).toHaveLength(97)
  })

  test('lets one of ten at once through, and tells the others why', async ({ scope, repo }) => {
    const attempts = Array.from({ length: 10 }, () =>
      Accounts.registerUserWithPassword(scope, { email: 'a@b', password: UNCOMMON }),
    )

    const results = await Promise.all(attempts)

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual(Array(9).fill({ email: ['has already been taken'] }))
    expect(await repo.all(users)).toHaveLength(1)
  })
})
