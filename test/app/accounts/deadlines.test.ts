import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { listDeadlines, passedBetween } from '#app/accounts/deadlines.ts'
import {
  confirmedUserFixture,
  DAY,
  magicLinkTokenFixture,
  MINUTE,
  scopeFixture,
  test,
  userFixture,
} from '../../support/fixtures.ts'

const words = (deadlines: Awaited<ReturnType<typeof listDeadlines>>, now: number) =>
  deadlines.map(({ kind, email, at }) => [kind, email, at - now])

describe('listDeadlines', () => {
  test('is empty where nobody holds anything', async ({ repo, scope }) => {
    await userFixture(scope)

    expect(await listDeadlines({ repo })).toEqual([])
  })

  test('tells of links, sessions and tokens, and of sudo mode, the earliest first', async ({
    clock,
    repo,
    scope,
  }) => {
    const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })
    const own = await scopeFixture(scope, user)
    await Accounts.generateUserSessionToken(scope, user)
    await magicLinkTokenFixture(scope, user)
    await Accounts.deliverUserUpdateEmailInstructions(
      own,
      { ...user, email: 'new@example.com' },
      String,
    )
    await Accounts.createUserApiToken(own)

    const deadlines = await listDeadlines({ repo })

    expect(words(deadlines, clock.now())).toEqual([
      ['sudo enter', 'ana@example.com', 10 * MINUTE],
      ['magic link', 'ana@example.com', 15 * MINUTE],
      ['sudo act', 'ana@example.com', 20 * MINUTE],
      ['email change', 'ana@example.com', 7 * DAY],
      ['session', 'ana@example.com', 14 * DAY],
      ['api token', 'ana@example.com', 365 * DAY],
    ])
  })

  test('agrees to the millisecond with what the accounts do', async ({ clock, repo, scope }) => {
    const user = await confirmedUserFixture(scope)
    const token = await magicLinkTokenFixture(scope, user)
    const [link] = await listDeadlines({ repo })

    clock.advance(link!.at - clock.now() - 1)
    expect(await Accounts.getUserByMagicLinkToken(scope, token)).not.toBeNull()
    clock.advance(1)
    expect(await Accounts.getUserByMagicLinkToken(scope, token)).toBeNull()
  })

  test('counts sudo mode from the log-in, not from the token', async ({ clock, repo, scope }) => {
    const user = await confirmedUserFixture(scope)
    await Accounts.generateUserSessionToken(scope, user, clock.now() - 9 * MINUTE)

    const [first] = await listDeadlines({ repo })

    expect(words([first!], clock.now())).toEqual([['sudo enter', user.email, MINUTE]])
  })
})

describe('passedBetween', () => {
  const deadline = { kind: 'session', email: 'ana@example.com', row: 1 } as const
  const at = (time: number) => ({ ...deadline, at: time })

  test('is what ended after the one time and not after the other', () => {
    expect(passedBetween([at(9), at(10), at(11), at(20), at(21)], 10, 20)).toEqual([at(11), at(20)])
  })
})
