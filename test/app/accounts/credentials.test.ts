import { Argon2id } from 'oslo/password'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  generateToken,
  hashPassword,
  hashToken,
  LONGEST_PASSWORD,
  verifyPassword,
} from '#app/accounts/credentials.ts'
import { Refusal } from '#lib/refusal.ts'

const PASSWORD = 'hello world!'
const hash = await hashPassword(PASSWORD)

// The work of a check, counted where it is done.
const verify = vi.spyOn(Argon2id.prototype, 'verify')
beforeEach(() => void verify.mockClear())

describe('generateToken', () => {
  test('makes 32 random bytes, as 43 characters that fit into an address', () => {
    const token = generateToken()

    expect(token).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  test('asks the system for its bytes, once for each token', () => {
    const random = vi.spyOn(crypto, 'getRandomValues')

    const tokens = Array.from({ length: 1_000 }, generateToken)

    expect(new Set(tokens).size).toBe(1_000)
    expect(random).toHaveBeenCalledTimes(1_000)
    expect(random.mock.calls.every(([bytes]) => bytes.byteLength === 32)).toBe(true)
    random.mockRestore()
  })
})

describe('hashToken', () => {
  test('is the SHA-256 of the token’s bytes', () => {
    const found = hashToken('A'.repeat(43))

    expect(Buffer.from(found ?? []).toString('hex')).toBe(
      '66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925',
    )
  })

  test.for([
    ['nothing', ''],
    ['one character', 'a'],
    ['one too few', 'a'.repeat(42)],
    ['one too many', 'a'.repeat(44)],
    ['padding', `${'a'.repeat(43)}=`],
    ['base64 that is not for addresses', `${'a'.repeat(41)}+/`],
    ['a line break', `${'a'.repeat(43)}\n`],
    ['a NUL', `${'a'.repeat(42)}\0`],
    ['dots', `../../${'a'.repeat(37)}`],
    ['digits of another script', '١'.repeat(43)],
    ['very much', 'a'.repeat(10_000)],
  ] as const)('is null for %s', ([, text]) => {
    expect(hashToken(text)).toBeNull()
  })
})

describe('hashPassword', () => {
  test('is Argon2id with the parameters of OWASP', () => {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(hash).toHaveLength(97)
  })

  test('salts each hash anew', async () => {
    expect(await hashPassword(PASSWORD)).not.toBe(hash)
  })

  test('refuses a password that normalising would take long over', async () => {
    await expect(hashPassword('a\u0300\u0316'.repeat(5_000))).rejects.toThrow(RangeError)
  })
})

describe('verifyPassword', () => {
  test('knows the password, and no other', async () => {
    expect(await verifyPassword(hash, PASSWORD)).toBe(true)
    expect(await verifyPassword(hash, 'hello world?')).toBe(false)
    expect(await verifyPassword(hash, 'Hello world!')).toBe(false)
    expect(await verifyPassword(hash, `${PASSWORD} `)).toBe(false)
    expect(await verifyPassword(hash, PASSWORD.slice(0, -1))).toBe(false)
  })

  test('takes every spelling of the same characters', async () => {
    const own = await hashPassword('café-ﬁsh-on-friday')

    expect(await verifyPassword(own, 'cafe\u0301-fish-on-friday')).toBe(true)
  })

  test('reads past a NUL', async () => {
    const own = await hashPassword('abc\0defghijkl')

    expect(await verifyPassword(own, 'abc')).toBe(false)
    expect(await verifyPassword(own, 'abc\0defghijkl')).toBe(true)
  })

  test('tells two long passwords apart by their last character', async () => {
    const long = 'a'.repeat(LONGEST_PASSWORD - 1)
    const own = await hashPassword(`${long}b`)

    expect(await verifyPassword(own, `${long}b`)).toBe(true)
    expect(await verifyPassword(own, `${long}c`)).toBe(false)
    expect(await verifyPassword(own, `${long}bc`)).toBe(false)
  })

  test.for<[what: string, stored: string | null, password: string]>([
    ['no account', null, PASSWORD],
    ['no password sent', hash, ''],
    ['a password that is too long', hash, PASSWORD + 'x'.repeat(16_000)],
    ['a wrong password', hash, 'hello world?'],
    ['an empty hash', '', PASSWORD],
    ['a hash that is cut off', hash.slice(0, -1), PASSWORD],
    ['text', 'x', PASSWORD],
    ['bcrypt', `$2b$12$${'a'.repeat(53)}`, PASSWORD],
    ['Argon2i', hash.replace('argon2id', 'argon2i'), PASSWORD],
    ['a hash of four gigabytes', hash.replace('m=19456', 'm=4194304'), PASSWORD],
    ['a hash of a million rounds', hash.replace('t=2', 't=1000000'), PASSWORD],
    ['two hashes', `${hash}\n${hash}`, PASSWORD],
  ])('does the work of one check for %s, and says no', async ([, stored, password]) => {
    expect(await verifyPassword(stored, password)).toBe(false)

    expect(verify).toHaveBeenCalledTimes(1)
    const [checked, asked] = verify.mock.calls[0]!
    expect(checked).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(asked.length).toBeLessThanOrEqual(1_024)
  })

  test('takes no empty password, whatever was hashed', async () => {
    expect(await verifyPassword(await hashPassword(''), '')).toBe(false)
  })

  test('bounds how many check at once, and says when to come again', async () => {
    verify.mockImplementation(() => new Promise((resolve) => setTimeout(() => resolve(false), 5)))

    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, () => verifyPassword(hash, PASSWORD)),
    )

    verify.mockRestore()
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    )
    expect(refusals.length).toBeGreaterThan(100)
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(Refusal)
      expect(refusal).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
    }
  })
})
