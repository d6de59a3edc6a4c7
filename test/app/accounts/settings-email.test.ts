import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope, type UserScope } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { applyAction } from '#changeset/apply.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  DAY,
  errorsOn,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  SECOND,
  scopeFixture,
  test,
  userFixture,
} from '../../support/fixtures.ts'

const NEW = 'new@example.com'
const ABORTED = { ok: false, error: 'transaction aborted' }

/** Asks for another address, as the settings do, and reads the link of the mail. */
async function changeEmailToken(scope: UserScope, email = NEW): Promise<string> {
  const changed = applyAction(await Accounts.changeUserEmail(scope, { email }), 'update')
  assert(changed.ok)
  return extractToken(
    await mailFrom(scope, (urlFor) =>
      Accounts.deliverUserUpdateEmailInstructions(scope, changed.value, urlFor),
    ),
  )
}

const tokens = ({ repo }: Scope) =>
  repo.db.selectFrom('users_tokens').selectAll().orderBy('id').execute()
const stored = ({ repo, user }: UserScope) => repo.get(users, user.id)

describe('changeUserEmail', () => {
  test.for([
    [{}, ['did not change']],
    [{ email: '' }, ['did not change', "can't be blank"]],
    [{ email: null }, ['did not change', "can't be blank"]],
    [{ email: 'not valid' }, ['must have the @ sign and no spaces']],
    [{ email: `${'a'.repeat(159)}@b` }, ['should be at most 160 character(s)']],
    [{ email: 5 }, ['did not change', 'is invalid']],
  ] as const)('says of %j what is wrong', async ([params, errors], { scope }) => {
    const person = await scopeFixture(scope)

    expect(errorsOn(await Accounts.changeUserEmail(person, params))).toEqual({ email: errors })
  })

  test('refuses the address of another account, whatever its case', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { email } = await userFixture(scope)

    const changeset = await Accounts.changeUserEmail(person, { email: email.toUpperCase() })

    expect(errorsOn(changeset)).toEqual({ email: ['has already been taken'] })
  })

  test('lets a person write their own address in another case', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const changeset = await Accounts.changeUserEmail(person, {
      email: person.user.email.toUpperCase(),
    })

    expect(changeset.valid).toBe(true)
  })

  test('asks the database nothing while somebody types', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const { email } = await userFixture(scope)
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    const changesets = await collect(recorder, () =>
      Promise.all(
        [email, person.user.email].map((each) =>
          Accounts.changeUserEmail(person, { email: each }, { validateUnique: false }),
        ),
      ),
    )

    expect(changesets.map(({ valid }) => valid)).toEqual([true, true])
    expect(recorder.snapshot().steps.filter(({ layer }) => layer === 'sql')).toEqual([])
  })

  test('writes nothing', async ({ scope }) => {
    const person = await scopeFixture(scope)

    await Accounts.changeUserEmail(person, { email: NEW })

    expect(await stored(person)).toEqual(person.user)
  })
})

describe('deliverUserUpdateEmailInstructions', () => {
  test('mails the new address, and keeps a token that names the old one', async ({
    scope,
    clock,
    mailbox,
  }) => {
    const person = await scopeFixture(scope)

    const token = await changeEmailToken(person)

    expect(token).toMatch(/^[\w-]{43}$/)
    const [mail] = await mailbox.list()
    expect(mail).toMatchObject({ to: NEW, subject: 'Update email instructions' })
    expect(mail?.text).toContain('You can change your email by visiting the URL below:')
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(token, 'base64url'))
    expect(await tokens(scope)).toMatchObject([
      {
        ...{ user_id: person.user.id, context: `change:${person.user.email}`, sent_to: NEW },
        ...{ token: Buffer.from(hash), authenticated_at: null, inserted_at: clock.now() },
      },
    ])
    expect(await stored(person)).toEqual(person.user)
  })
})

describe('getEmailByChangeToken', () => {
  test('says where a link leads, and leaves it as it is', async ({ scope }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const token = await changeEmailToken(person)

    for (let look = 0; look < 3; look += 1)
      expect(await Accounts.getEmailByChangeToken(person, token)).toBe(NEW)

    expect(await Accounts.getEmailByChangeToken(other, token)).toBeNull()
    expect(await Accounts.getEmailByChangeToken(person, 'a'.repeat(43))).toBeNull()
    expect((await Accounts.updateUserEmail(person, token)).ok).toBe(true)
    expect(await Accounts.getEmailByChangeToken(person, token)).toBeNull()
  })
})

describe('updateUserEmail', () => {
  test('sets the address, and leaves everything else of the user', async ({ scope, clock }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    clock.advance(SECOND)

    const result = await Accounts.updateUserEmail(person, token)

    const changed = { ...person.user, email: NEW, updated_at: clock.now() }
    expect(result).toEqual({ ok: true, value: changed })
    expect(await stored(person)).toEqual(changed)
  })

  test('ends what was bound to the old address, and no session', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const bystander = await scopeFixture(scope)
    await magicLinkTokenFixture(scope, bystander.user)
    const session = await Accounts.generateUserSessionToken(scope, person.user)
    const link = await magicLinkTokenFixture(scope, person.user)
    const { token: apiToken } = await Accounts.createUserApiToken(person)
    const [first, second] = [await changeEmailToken(person), await changeEmailToken(person, 'c@d')]

    expect((await Accounts.updateUserEmail(person, second)).ok).toBe(true)

    expect(await Accounts.getUserBySessionToken(scope, session)).toMatchObject({
      user: { email: 'c@d' },
    })
    expect(await Accounts.getUserByMagicLinkToken(scope, link)).toBeNull()
    expect((await Accounts.fetchUserByApiToken(scope, apiToken)).ok).toBe(false)
    expect(await Accounts.updateUserEmail(person, first)).toEqual(ABORTED)
    const left = await tokens(scope)
    expect(left.map(({ context }) => context)).toEqual(['login', 'session'])
  })

  test('tells the old address, without a link', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)

    await Accounts.updateUserEmail(person, token)

    const [notice] = await mailbox.list()
    expect(notice).toMatchObject({ to: person.user.email, subject: 'Your email was changed' })
    expect(notice?.text).not.toMatch(/[\w-]{43}/)
    expect(notice?.text).not.toContain('://')
    expect(notice?.text).not.toContain(NEW)
  })

  test('works once', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)

    const results = await Promise.all(
      Array.from({ length: 20 }, () => Accounts.updateUserEmail(person, token)),
    )

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter(({ ok }) => !ok)).toEqual(Array(19).fill(ABORTED))
    const notices = (await mailbox.list()).filter(({ to }) => to === person.user.email)
    expect(notices.filter(({ subject }) => subject === 'Your email was changed')).toHaveLength(1)
  })

  test.for([
    [7 * DAY - 1, true],
    [7 * DAY, false],
    [7 * DAY + SECOND, false],
  ] as const)('%i ms after the link was sent: %s', async ([age, works], { scope, clock }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    clock.advance(age)

    expect((await Accounts.updateUserEmail(person, token)).ok).toBe(works)
  })

  test.for([
    '',
    'a',
    '../',
    'a'.repeat(43),
    `${'a'.repeat(42)}\0`,
    '١'.repeat(43),
    'a'.repeat(9_999),
  ])('finds nothing by %j, and changes nothing', async (token, { scope, mailbox }) => {
    const person = await scopeFixture(scope)
    await changeEmailToken(person)
    const before = { rows: await tokens(scope), mails: await mailbox.list() }

    expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)

    expect(await stored(person)).toEqual(person.user)
    expect({ rows: await tokens(scope), mails: await mailbox.list() }).toEqual(before)
  })

  test('takes no token of another kind', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const others = [
      await Accounts.generateUserSessionToken(scope, person.user),
      await magicLinkTokenFixture(scope, person.user),
      (await Accounts.createUserApiToken(person)).token,
    ]

    for (const token of others)
      expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)
    expect(await tokens(scope)).toHaveLength(3)
  })

  test('is for the person who asked for it, and no other', async ({ scope, repo }) => {
    const [person, other] = [await scopeFixture(scope), await scopeFixture(scope)]
    const token = await changeEmailToken(person)

    expect(await Accounts.updateUserEmail(other, token)).toEqual(ABORTED)

    // Not even somebody who got the address that it was to replace.
    await repo.db
      .updateTable('users')
      .set({ email: 'x@y' })
      .where('id', '=', person.user.id)
      .execute()
    const heir = scopeForUser(scope, { ...other.user, email: person.user.email }, 0)
    expect(await Accounts.updateUserEmail(heir, token)).toEqual(ABORTED)
    expect(await tokens(scope)).toHaveLength(1)
  })

  test('is worth nothing once the old address has been replaced', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    await repo.db.updateTable('users').set({ email: 'x@y' }).execute()
    const user = await stored(person)
    assert(user)

    expect(await Accounts.updateUserEmail(scopeForUser(scope, user, 0), token)).toEqual(ABORTED)
  })

  test('changes nothing when the address was taken meanwhile', async ({ scope, mailbox }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    await userFixture(scope, { email: NEW.toUpperCase() })
    const before = { rows: await tokens(scope), mails: await mailbox.list() }

    expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)

    expect(await stored(person)).toEqual(person.user)
    expect({ rows: await tokens(scope), mails: await mailbox.list() }).toEqual(before)
  })

  test('changes nothing for a user who is gone', async ({ scope, repo }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    await repo.db.deleteFrom('users').execute()

    expect(await Accounts.updateUserEmail(person, token)).toEqual(ABORTED)
  })

  test('shows no token in the trace', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const token = await changeEmailToken(person)
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () => Accounts.updateUserEmail(person, token))

    const { steps } = recorder.snapshot()
    expect(JSON.stringify(steps)).not.toContain(token)
    expect(steps.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['sql.begin', 'sql.update.users', 'sql.commit', 'mail.deliver']),
    )
  })
})
