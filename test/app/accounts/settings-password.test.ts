import { Argon2id } from 'oslo/password'
import { assert, beforeEach, describe, expect, vi } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { hashPassword } from '#app/accounts/credentials.ts'
import { scopeForUser, type UserScope } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  errorsOn,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  MINUTE,
  scopeFixture,
  test,
} from '../../support/fixtures.ts'

const OLD = 'hello world!'
const NEW = 'new valid password'
const oldHash = await hashPassword(OLD)

const hash = vi.spyOn(Argon2id.prototype, 'hash')
const verify = vi.spyOn(Argon2id.prototype, 'verify')
beforeEach(() => {
  hash.mockClear()
  verify.mockClear()
})

/** Somebody who has a password already. */
const withPassword = test.extend<{ person: UserScope }>({
  person: async ({ scope, repo }, use) => {
    const { user, authenticatedAt } = await scopeFixture(scope)
    const set = repo.db.updateTable('users').set({ hashed_password: oldHash })
    await set.where('id', '=', user.id).execute()
    await use(scopeForUser(scope, { ...user, hashed_password: oldHash }, authenticatedAt))
  },
})

const stored = ({ repo, user }: UserScope) => repo.get(users, user.id)
const logIn = (person: UserScope, password: string) =>
  Accounts.getUserByEmailAndPassword(person, person.user.email, password)

describe('changeUserPassword', () => {
  test('is an empty form without errors to show', async ({ scope }) => {
    const changeset = await Accounts.changeUserPassword(await scopeFixture(scope))

    expect(changeset).toMatchObject({ action: null, changes: {} })
  })

  test('hashes as it would be stored', async ({ scope }) => {
    const changeset = await Accounts.changeUserPassword(await scopeFixture(scope), {
      password: NEW,
    })

    expect(Object.keys(changeset.changes)).toEqual(['hashed_password'])
  })

  test('keeps the password for a form that is shown again', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const changeset = await Accounts.changeUserPassword(
      person,
      { password: NEW },
      { hashPassword: false },
    )

    expect(changeset.changes).toEqual({ password: NEW })
    expect(hash).not.toHaveBeenCalled()
    expect(await stored(person)).toEqual(person.user)
  })
})

describe('updateUserPassword', () => {
  test('sets the first password of somebody who has none', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const result = await Accounts.updateUserPassword(person, { password: NEW })

    assert(result.ok)
    expect(result.value.user).toEqual(await stored(person))
    expect(result.value.user.password).toBeNull()
    expect(await logIn(person, NEW)).toEqual(result.value.user)
  })

  withPassword('replaces the password of somebody who shows it', async ({ person }) => {
    const result = await Accounts.updateUserPassword(person, {
      ...{ password: NEW, password_confirmation: NEW, current_password: OLD },
    })

    expect(result.ok).toBe(true)
    expect(await logIn(person, NEW)).not.toBeNull()
    expect(await logIn(person, OLD)).toBeNull()
  })

  withPassword.for([
    ['a wrong one', 'hello world?'],
    ['an empty one', ''],
    ['none', undefined],
    ['null', null],
    ['a list', [OLD]],
    ['an object', { toString: OLD }],
    ['a number', 5],
    ['one that is too long', 'x'.repeat(73)],
    ['half a character', `${OLD}\ud800`],
    ['the hash', oldHash],
  ] as const)('changes nothing for %s', async ([, current_password], { person, repo, mailbox }) => {
    await Accounts.generateUserSessionToken(person, person.user)
    const mails = await mailbox.list()

    const result = await Accounts.updateUserPassword(person, { password: NEW, current_password })

    assert(!result.ok)
    expect(result.error.action).toBe('update')
    expect(errorsOn(result.error)).toEqual({ current_password: ['is not valid'] })
    expect(await stored(person)).toEqual(person.user)
    expect(await repo.db.selectFrom('users_tokens').select('id').execute()).toHaveLength(1)
    expect(await mailbox.list()).toEqual(mails)
    expect(hash).not.toHaveBeenCalled()
  })

  withPassword('says everything that is wrong at once', async ({ person }) => {
    const result = await Accounts.updateUserPassword(person, {
      ...{ password: 'too short', password_confirmation: 'another', current_password: 'wrong' },
    })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({
      password: ['should be at least 12 character(s)'],
      password_confirmation: ['does not match password'],
      current_password: ['is not valid'],
    })
  })

  withPassword(
    'asks for the current password once, and opens no transaction for a refusal',
    async ({ person }) => {
      const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

      await collect(recorder, () => Accounts.updateUserPassword(person, { password: 'too short' }))

      expect(verify).toHaveBeenCalledTimes(1)
      expect(recorder.snapshot().steps.filter(({ layer }) => layer === 'sql')).toEqual([])
    },
  )

  withPassword('ends every token of the user, and nobody else’s', async ({ person, repo }) => {
    const { user } = person
    const bystander = await scopeFixture(person)
    const theirs = await Accounts.generateUserSessionToken(person, bystander.user)
    const sessions = [
      await Accounts.generateUserSessionToken(person, user),
      await Accounts.generateUserSessionToken(person, user),
    ]
    const link = await magicLinkTokenFixture(person, user)
    const api = await Accounts.createUserApiToken(person)
    const changed = { ...user, email: 'x@y' }
    const mail = await mailFrom(person, (urlFor) =>
      Accounts.deliverUserUpdateEmailInstructions(person, changed, urlFor),
    )

    const result = await Accounts.updateUserPassword(person, {
      password: NEW,
      current_password: OLD,
    })

    assert(result.ok)
    expect(result.value.expiredTokens.map(({ context }) => context)).toEqual([
      ...['session', 'session', 'login', 'api-token', `change:${user.email}`],
    ])
    for (const token of sessions)
      expect(await Accounts.getUserBySessionToken(person, token)).toBeNull()
    expect(await Accounts.getUserByMagicLinkToken(person, link)).toBeNull()
    expect((await Accounts.fetchUserByApiToken(person, api.token)).ok).toBe(false)
    const { user: now } = result.value
    const after = scopeForUser(person, now, person.authenticatedAt)
    expect((await Accounts.updateUserEmail(after, extractToken(mail))).ok).toBe(false)
    expect(await Accounts.getUserBySessionToken(person, theirs)).not.toBeNull()
    expect(await repo.db.selectFrom('users_tokens').select('id').execute()).toHaveLength(1)
  })

  withPassword('leaves the proof of who it is as old as it was', async ({ person, clock }) => {
    const { authenticatedAt } = person
    clock.advance(5 * MINUTE)

    const result = await Accounts.updateUserPassword(person, {
      password: NEW,
      current_password: OLD,
    })

    assert(result.ok)
    const token = await Accounts.generateUserSessionToken(
      person,
      result.value.user,
      person.authenticatedAt,
    )
    expect(await Accounts.getUserBySessionToken(person, token)).toMatchObject({ authenticatedAt })
  })

  withPassword(
    'tells the user, without a link and without the password',
    async ({ person, mailbox }) => {
      await Accounts.updateUserPassword(person, { password: NEW, current_password: OLD })

      const [notice] = await mailbox.list()
      expect(notice).toMatchObject({ to: person.user.email, subject: 'Your password was changed' })
      expect(notice?.text).not.toMatch(/[\w-]{43}|:\/\//)
      expect(notice?.text).not.toContain(NEW)
    },
  )

  withPassword('lets one of ten at once through', async ({ person, mailbox }) => {
    const mails = (await mailbox.list()).length
    const choices = Array.from({ length: 10 }, (_, n) => `${NEW} number ${n}`)

    const results = await Promise.all(
      choices.map((password) =>
        Accounts.updateUserPassword(person, { password, current_password: OLD }),
      ),
    )

    const refused = results.flatMap((result) => (result.ok ? [] : [errorsOn(result.error)]))
    expect(refused).toEqual(Array(9).fill({ current_password: ['is not valid'] }))
    expect(await logIn(person, choices[results.findIndex(({ ok }) => ok)]!)).not.toBeNull()
    expect(await mailbox.list()).toHaveLength(mails + 1)
  })

  test('lets one of ten at once set the first password', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const results = await Promise.all(
      Array.from({ length: 10 }, () => Accounts.updateUserPassword(person, { password: NEW })),
    )

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })

  withPassword('hashes before the transaction opens', async ({ person }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () =>
      Accounts.updateUserPassword(person, { password: NEW, current_password: OLD }),
    )

    const { steps } = recorder.snapshot()
    const tags = steps.map(({ tag }) => tag)
    expect(tags.indexOf('changeset.password.hash')).toBeGreaterThan(0)
    expect(tags.indexOf('changeset.password.hash')).toBeLessThan(tags.indexOf('sql.begin'))
    const text = JSON.stringify(steps)
    for (const secret of [OLD, NEW, oldHash, '$argon2id$']) expect(text).not.toContain(secret)
  })

  withPassword('takes nothing but the password from the form', async ({ person }) => {
    const result = await Accounts.updateUserPassword(person, {
      ...{ password: NEW, current_password: OLD, email: 'x@y', id: 9, hashed_password: 'x' },
    })

    assert(result.ok)
    expect(result.value.user).toMatchObject({ id: person.user.id, email: person.user.email })
  })
})
