import { describe, expect } from 'vitest'
import { emailChangeset, users, type User } from '#app/accounts/user.ts'
import type { Params } from '#changeset/cast.ts'
import { build, loaded } from '#changeset/schema.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { confirmedUserFixture, errorsOn, test, userFixture } from '../../support/fixtures.ts'
import { WITH_POSTGRES } from '../../support/repo.ts'

const FORMAT = 'must have the @ sign and no spaces'
const LENGTH = 'should be at most 160 character(s)'
const BLANK = "can't be blank"
const SAME = 'did not change'
const TAKEN = 'has already been taken'

describe('emailChangeset of a new user', () => {
  test.for<[what: string, params: Params, errors: readonly string[]]>([
    ['no address', {}, [BLANK]],
    ['an empty address', { email: '' }, [BLANK]],
    ['spaces', { email: '   ' }, [BLANK]],
    ['null', { email: null }, [BLANK]],
    ['a number', { email: 5 }, ['is invalid']],
    ['a list', { email: ['ana@example.com'] }, ['is invalid']],
    ['an object', { email: { toString: 'ana@example.com' } }, ['is invalid']],
    ['true', { email: true }, ['is invalid']],
    ['a sentence', { email: 'not valid' }, [FORMAT]],
    ['very much of the wrong thing', { email: 'db'.repeat(100) }, [LENGTH, FORMAT]],
    ['161 characters', { email: `${'a'.repeat(159)}@b` }, [LENGTH]],
    ['few characters under many marks', { email: `a${'\u0301'.repeat(7_000)}@b` }, [LENGTH]],
  ])('refuses %s', async ([, params, errors], { repo }) => {
    const changeset = await emailChangeset(repo, build(users), params)

    expect(errorsOn(changeset)).toEqual({ email: errors })
  })

  test.for([
    'a@b',
    'ana@example.com',
    'Ana.Maria+course@sub.example.com',
    "o'hara@example.com",
    'ана@пример.рф',
    '👩@example.com',
    '用户@例え.テスト',
    'a"b@example.com',
    '"quoted"@example.com',
    'a=b/c?d#e@example.com',
    '<b>@example.com',
    'a@[127.0.0.1]',
    '1@2',
    `${'a'.repeat(158)}@b`,
  ])('takes %s as it was typed', async (email, { repo }) => {
    const changeset = await emailChangeset(repo, build(users), { email })

    expect(errorsOn(changeset)).toEqual({})
    expect(changeset.changes).toEqual({ email })
  })

  test.for([
    ['no @', 'ana.example.com'],
    ['no more than an @', '@'],
    ['nobody', '@example.com'],
    ['no place', 'ana@'],
    ['two @', 'ana@bo@example.com'],
    ['a space', 'ana maria@example.com'],
    ['a space in front', ' ana@example.com'],
    ['a space in its place', 'ana@example .com'],
    ['a comma', 'ana,bo@example.com'],
    ['a semicolon', 'ana;bo@example.com'],
    ['a line break at the end', 'ana@example.com\n'],
    ['a line break in front of the @', 'ana\n@example.com'],
    ['another header', 'ana@example.com\r\nBcc:bo@example.com'],
    ['a tab', 'ana\t@example.com'],
    ['a filler of hangul', 'ana\u3164@example.com'],
    ['an initial filler of hangul', 'ana\u115f@example.com'],
    ['a joiner of graphemes', 'a\u034fna@example.com'],
    ['a blank of braille', 'ana\u2800@example.com'],
    ['a variation selector', 'ana\ufe0f@example.com'],
    ['another variation selector', 'ana\u{e0100}@example.com'],
    ['a tag', 'ana\u{e0041}@example.com'],
    ['a vowel separator', 'ana@ex\u180eample.com'],
    ['an inherent vowel', 'ana@ex\u17b4ample.com'],
    ['an empty note', 'ana\u{1d159}@example.com'],
    ['what is no character', 'ana\uffff@example.com'],
    ['what is only in private use', 'ana\ue000@example.com'],
    ['a space that does not break', 'ana\u00a0@example.com'],
    ['a wide space', 'ana\u3000@example.com'],
    ['a line end of another kind', 'ana\u2028@example.com'],
    ['a next line', 'ana\u0085@example.com'],
    ['a bell', 'ana\u0007@example.com'],
    ['a NUL', 'ana\0@example.com'],
    ['an escape', '\u001b[31mana@example.com'],
    ['a delete', 'ana\u007f@example.com'],
    ['a space of no width', 'ana\u200b@example.com'],
    ['a joiner of no width', 'ana\u200d@example.com'],
    ['text turned around', 'ana\u202e@example.com'],
    ['text kept apart', 'ana\u2066@example.com'],
    ['a mark of order', '\ufeffana@example.com'],
    ['a hyphen that does not show', 'an\u00ada@example.com'],
  ] as const)('refuses an address with %s', async ([, email], { repo }) => {
    const changeset = await emailChangeset(repo, build(users), { email })

    expect(errorsOn(changeset)).toEqual({ email: [FORMAT] })
  })

  test('reads a long address that nearly fits to its end', async ({ repo }) => {
    for (const email of [
      'a@'.repeat(8_000),
      `${'a'.repeat(16_000)}`,
      `${'a'.repeat(8_000)}@${'.'.repeat(8_000)} `,
    ])
      expect((await emailChangeset(repo, build(users), { email })).valid).toBe(false)
  })

  test('takes nothing but the address', async ({ repo }) => {
    const params = { ...{ email: 'ana@example.com', id: 7, confirmed_at: 1 }, hashed_password: 'x' }

    const changeset = await emailChangeset(repo, build(users), params)

    expect(changeset.changes).toEqual({ email: 'ana@example.com' })
  })

  test.for(['ana@example.com', 'ANA@EXAMPLE.COM', 'Ana@example.com'])(
    'refuses %s when ana@example.com is taken',
    async (email, { repo, scope }) => {
      await userFixture(scope, { email: 'ana@example.com' })

      const changeset = await emailChangeset(repo, build(users), { email })

      expect(errorsOn(changeset)).toEqual({ email: [TAKEN] })
    },
  )

  // PostgreSQL folds the letters of its locale: a row of src/repo/differences.ts.
  test.skipIf(WITH_POSTGRES)(
    'folds the case of ASCII alone: the sign for kelvin is no k',
    async ({ repo, scope }) => {
      await userFixture(scope, { email: 'k@example.com' })

      const changeset = await emailChangeset(repo, build(users), { email: '\u212a@example.com' })

      expect(errorsOn(changeset)).toEqual({})
    },
  )

  test('does not ask the database about an address that has an error', async ({ repo }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () => emailChangeset(repo, build(users), { email: 'ana' }))

    expect(recorder.snapshot().steps.filter(({ layer }) => layer === 'sql')).toEqual([])
  })
})

describe('emailChangeset of a user who changes the address', () => {
  const change = (repo: Parameters<typeof emailChangeset>[0], user: User, params: Params) =>
    emailChangeset(repo, loaded(users, user), params)

  test.for<[what: string, params: Params, errors: readonly string[]]>([
    ['no address', {}, [SAME]],
    ['the same address', { email: 'ana@example.com' }, [SAME]],
    ['an empty address', { email: '' }, [SAME, BLANK]],
    ['null', { email: null }, [SAME, BLANK]],
    ['a sentence', { email: 'not valid' }, [FORMAT]],
  ])('refuses %s', async ([, params, errors], { repo, scope }) => {
    const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })

    expect(errorsOn(await change(repo, user, params))).toEqual({ email: errors })
  })

  test('takes the same address in another case: the row found is their own', async ({
    repo,
    scope,
  }) => {
    const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })

    const changeset = await change(repo, user, { email: 'Ana@example.com' })

    expect(errorsOn(changeset)).toEqual({})
    expect(changeset.changes).toEqual({ email: 'Ana@example.com' })
  })

  test('refuses the address of somebody else', async ({ repo, scope }) => {
    const user = await confirmedUserFixture(scope)
    await userFixture(scope, { email: 'bo@example.com' })

    expect(errorsOn(await change(repo, user, { email: 'BO@example.com' }))).toEqual({
      email: [TAKEN],
    })
  })
})

describe('users', () => {
  test('redacts the hash of the password', () => {
    expect(users.fields['hashed_password']?.redact).toBe(true)
    expect(users.fields['email']?.redact).toBe(false)
  })
})
