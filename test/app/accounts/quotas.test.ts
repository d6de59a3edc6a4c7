import { describe, expect } from 'vitest'
import * as Accounts from '#app/accounts/accounts.ts'
import { users } from '#app/accounts/user.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  magicLinkTokenFixture,
  SECOND,
  test,
  uniqueEmail,
  userFixture,
} from '../../support/fixtures.ts'

describe('a sandbox', () => {
  test('holds fifty users, however many register at once', async ({ scope, repo }) => {
    for (let n = 0; n < 45; n += 1) await userFixture(scope)

    const attempts = Array.from({ length: 20 }, () =>
      Accounts.registerUser(scope, { email: uniqueEmail() }),
    )
    const outcomes = await Promise.allSettled(attempts)

    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(5)
    expect((await repo.all(users)).length).toBeLessThanOrEqual(50)
  })

  test('has room again for who comes after a refusal', async ({ scope, repo }) => {
    for (let n = 0; n < 49; n += 1) await userFixture(scope)
    for (let n = 0; n < 5; n += 1) await Accounts.registerUser(scope, { email: 'refused' })

    await userFixture(scope)

    expect(await repo.all(users)).toHaveLength(50)
    await expect(userFixture(scope)).rejects.toMatchObject({ status: 409 })
    await repo.db.deleteFrom('users').where('id', '=', 1).execute()
    await userFixture(scope)
  })

  test('holds twenty links for each user, the newest', async ({ scope, repo, clock }) => {
    const [user, other] = [await userFixture(scope), await userFixture(scope)]
    const spared = await magicLinkTokenFixture(scope, other)
    const links: string[] = []
    for (let n = 0; n < 22; n += 1) {
      links.push(await magicLinkTokenFixture(scope, user))
      clock.advance(SECOND)
    }

    const found = await Promise.all(
      links.map((link) => Accounts.getUserByMagicLinkToken(scope, link)),
    )
    expect(found.map((one) => one !== null)).toEqual([
      false,
      false,
      ...Array<boolean>(20).fill(true),
    ])
    expect(await Accounts.getUserByMagicLinkToken(scope, spared)).toEqual(other)
    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toHaveLength(21)
  })

  test('counts unseen: the reader watches what they asked for', async ({ scope }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, async () => magicLinkTokenFixture(scope, await userFixture(scope)))

    const sql = recorder.snapshot().steps.filter(({ layer }) => layer === 'sql')
    expect(sql.map(({ tag }) => tag)).toEqual([
      'sql.select.users',
      'sql.insert.users',
      'sql.insert.users_tokens',
    ])
  })
})
