import { Argon2id } from 'oslo/password'
import { beforeEach, describe, expect, vi } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { hashPassword } from '#app/accounts/credentials.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test, userFixture } from '../../support/fixtures.ts'

const PASSWORD = 'hello world!'
const hash = await hashPassword(PASSWORD)
const verify = vi.spyOn(Argon2id.prototype, 'verify')
const normalize = vi.spyOn(String.prototype, 'normalize')
beforeEach(() => void verify.mockClear())

/** Ana has set a password. */
const withAna = test.extend('ana', async ({ scope, repo }) => {
  const user = await userFixture(scope, { email: 'ana@example.com' })
  const set = repo.db.updateTable('users').set({ hashed_password: hash })
  await set.where('id', '=', user.id).execute()
  return user
})

describe('getUserByEmailAndPassword', () => {
  withAna(
    'finds the user whose password it is, whatever the case of the address',
    async ({ scope, ana }) => {
      const found = await Accounts.getUserByEmailAndPassword(scope, 'ANA@example.com', PASSWORD)

      expect(found).toEqual({ ...ana, hashed_password: hash })
    },
  )

  withAna('does not ask whether the user is confirmed', async ({ scope, ana }) => {
    expect(ana.confirmed_at).toBeNull()
    expect(await Accounts.getUserByEmailAndPassword(scope, ana.email, PASSWORD)).not.toBeNull()
  })

  withAna.for<[what: string, email: string, password: string]>([
    ['a wrong password', 'ana@example.com', 'hello world?'],
    ['no password', 'ana@example.com', ''],
    ['an unknown address', 'bo@example.com', PASSWORD],
    ['no address', '', PASSWORD],
    ['somebody without a password', 'cy@example.com', PASSWORD],
    ['somebody without a password, and none', 'cy@example.com', ''],
    ['half a character for an address', '\ud800@example.com', PASSWORD],
  ])(
    'finds nobody by %s, after the work of one check',
    async ([, email, password], { scope, ana }) => {
      await userFixture(scope, { email: 'cy@example.com' })

      expect(await Accounts.getUserByEmailAndPassword(scope, email, password)).toBeNull()
      expect(verify).toHaveBeenCalledTimes(1)
      expect(ana.id).toBe(1)
    },
  )

  withAna.for<[what: string, password: string]>([
    ['73 characters', 'x'.repeat(73)],
    ['the hash itself', hash],
    ['very many characters', 'x'.repeat(10_000)],
    ['32,000 accents, which take seconds to normalise', `a${'\u0300\u0316'.repeat(16_000)}`],
    ['half a character', `${PASSWORD}\ud800`],
  ])(
    'finds nobody by %s, without any work, whoever is asked for',
    async ([, password], { scope, ana }) => {
      normalize.mockClear()

      for (const email of [ana.email, 'bo@example.com'])
        expect(await Accounts.getUserByEmailAndPassword(scope, email, password)).toBeNull()

      expect(verify).not.toHaveBeenCalled()
      expect(normalize.mock.contexts.map(String).filter(({ length }) => length > 1_024)).toEqual([])
    },
  )

  withAna('takes every spelling of the same characters', async ({ scope, repo, ana }) => {
    const hashed_password = await hashPassword('café-ﬁsh-on-friday'.normalize('NFKC'))
    await repo.db.updateTable('users').set({ hashed_password }).execute()
    const logIn = (password: string) =>
      Accounts.getUserByEmailAndPassword(scope, ana.email, password)

    expect(await logIn('café-ﬁsh-on-friday')).not.toBeNull()
    expect(await logIn('cafe\u0301-fish-on-friday')).not.toBeNull()
    expect(await logIn('Café-fish-on-friday')).toBeNull()
    expect(await logIn('café-fish-on-friday ')).toBeNull()
  })

  withAna.for([
    '',
    'x',
    '$argon2id$',
    `$2b$12$${'a'.repeat(53)}`,
    hash.replace('m=19456', 'm=4194304'),
  ])(
    'finds nobody when the stored hash is %j, and does not obey it',
    async (planted, { scope, repo, ana }) => {
      await repo.db.updateTable('users').set({ hashed_password: planted }).execute()

      expect(await Accounts.getUserByEmailAndPassword(scope, ana.email, PASSWORD)).toBeNull()
      expect(verify.mock.calls.map(([checked]) => checked)).not.toContain(planted)
    },
  )

  withAna('shows neither password nor hash in the trace', async ({ scope, ana }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () => Accounts.getUserByEmailAndPassword(scope, ana.email, PASSWORD))

    const trace = JSON.stringify(recorder.snapshot())
    expect(trace).toContain('Accounts.getUserByEmailAndPassword')
    expect(trace).not.toContain(PASSWORD)
    expect(trace).not.toContain('argon2id')
  })
})
