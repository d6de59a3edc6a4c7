/**
 * How much work a password can cause. A clock would say it on a quiet machine
 * only; so hashes are counted, and the text that is normalised is measured.
 */
import { Argon2id } from 'oslo/password'
import { afterEach, describe, expect, vi } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { hashPassword } from '#app/accounts/credentials.ts'
import { confirmedUserFixture, scopeFixture, test as base } from '../support/fixtures.ts'
import { PASSWORD } from './people.ts'

const hash = await hashPassword(PASSWORD)
const LONGEST_NORMALISED = 1_024
const ACCENTS = `a${'\u0300\u0316'.repeat(16_000)}`

const verify = vi.spyOn(Argon2id.prototype, 'verify')
const digest = vi.spyOn(Argon2id.prototype, 'hash')
const normalize = vi.spyOn(String.prototype, 'normalize')
afterEach(() => void vi.clearAllMocks())

const test = base.extend('ana', async ({ scope, repo }) => {
  const user = await confirmedUserFixture(scope, { email: 'ana@example.test' })
  await repo.db.updateTable('users').set({ hashed_password: hash }).execute()
  await confirmedUserFixture(scope, { email: 'abe@example.test' })
  vi.clearAllMocks()
  return { ...user, hashed_password: hash }
})

const longestNormalised = () =>
  Math.max(0, ...normalize.mock.contexts.map((text) => String(text).length))

describe('a log-in', () => {
  test.for([
    ['a wrong password', 'ana@example.test', 'pears in a red crate'],
    ['no password', 'ana@example.test', ''],
    ['somebody without a password', 'abe@example.test', PASSWORD],
    ['an address that nobody has', 'eve@example.test', PASSWORD],
    ['no address', '', PASSWORD],
    ['text that is no address', 'not an address', PASSWORD],
  ] as const)(
    'P10 with %s is the work of one check',
    async ([, email, password], { scope, ana }) => {
      expect(await Accounts.getUserByEmailAndPassword(scope, email, password)).toBeNull()

      expect([verify.mock.calls.length, digest.mock.calls.length, ana.id]).toEqual([1, 0, 1])
    },
  )

  test.for([
    ['73 characters', 'plums in a crate '.repeat(5).slice(0, 73)],
    ['32,000 accents', ACCENTS],
    ['half a character', `${PASSWORD}\ud800`],
  ] as const)(
    'P2 with a password of %s is no work at all, whoever is asked for',
    async ([, password], { scope, ana }) => {
      for (const email of [ana.email, 'abe@example.test', 'eve@example.test'])
        expect(await Accounts.getUserByEmailAndPassword(scope, email, password)).toBeNull()

      expect([verify.mock.calls.length, digest.mock.calls.length]).toEqual([0, 0])
    },
  )

  test('P9 obeys no hash but those made here, not even for the right password', async ({
    scope,
    repo,
    ana,
  }) => {
    const costly = await new Argon2id({ memorySize: 65_536, iterations: 3 }).hash(PASSWORD)
    await repo.db.updateTable('users').set({ hashed_password: costly }).execute()
    vi.clearAllMocks()

    expect(await Accounts.getUserByEmailAndPassword(scope, ana.email, PASSWORD)).toBeNull()

    expect(verify.mock.calls.map(([checked]) => checked)).not.toContain(costly)
    expect(verify).toHaveBeenCalledTimes(1)
  })
})

describe('32,000 accents, which would take seconds to normalise, are cut off before that', () => {
  test('P3 as a password to log in with', async ({ scope, ana }) => {
    await Accounts.getUserByEmailAndPassword(scope, ana.email, ACCENTS)

    expect(longestNormalised()).toBeLessThanOrEqual(LONGEST_NORMALISED)
    expect(verify).not.toHaveBeenCalled()
  })

  test('P3 as an address to log in with', async ({ scope, ana }) => {
    await Accounts.getUserByEmailAndPassword(scope, `${ACCENTS}@example.test`, PASSWORD)

    expect(longestNormalised()).toBeLessThanOrEqual(LONGEST_NORMALISED)
    expect(ana.id).toBe(1)
  })

  test('P3 as a new password, and as the current one', async ({ scope, ana }) => {
    const own = await scopeFixture(scope, ana)
    const result = await Accounts.updateUserPassword(own, {
      password: ACCENTS,
      password_confirmation: ACCENTS,
      current_password: ACCENTS,
    })

    expect(result.ok).toBe(false)
    expect(longestNormalised()).toBeLessThanOrEqual(LONGEST_NORMALISED)
    expect([verify.mock.calls.length, digest.mock.calls.length]).toEqual([0, 0])
  })

  test('P3 as the address and the password of a registration', async ({ scope, ana }) => {
    const result = await Accounts.registerUserWithPassword(scope, {
      email: `${ACCENTS}@example.test`,
      password: ACCENTS,
    })

    expect(result.ok).toBe(false)
    expect(longestNormalised()).toBeLessThanOrEqual(LONGEST_NORMALISED)
    expect([digest.mock.calls.length, ana.id]).toEqual([0, 1])
  })

  test('P3 as the address that a good password is compared with', async ({ scope, ana }) => {
    // One a with many accents is one character, so the address itself is not too long.
    const email = `${ACCENTS}@example.test`
    await Accounts.registerUserWithPassword(scope, { email, password: PASSWORD })

    expect(longestNormalised()).toBeLessThanOrEqual(LONGEST_NORMALISED)
    expect(ana.id).toBe(1)
  })
})
