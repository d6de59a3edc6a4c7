import { describe, expect, expectTypeOf } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import {
  isUserScope,
  scopeForApiUser,
  scopeForUser,
  scopeForVisitor,
  type Scope,
  type UserScope,
} from '#app/accounts/scope.ts'
import { scopeFixture, test, userFixture } from '../../support/fixtures.ts'

describe('scopeForVisitor', () => {
  test('has nobody in it', ({ repo, clock, chance, mailbox, pubsub }) => {
    expect(scopeForVisitor({ repo, clock, chance, mailer: mailbox, pubsub })).toEqual({
      repo,
      clock,
      chance,
      mailer: mailbox,
      pubsub,
      user: null,
      organization: null,
      roles: [],
      featureFlags: [],
    })
  })

  test('takes nobody along from a scope that had somebody', async ({ scope }) => {
    const person = await scopeFixture(scope)

    const visitor = scopeForVisitor(person)

    expect(visitor).toEqual(scope)
    expect(visitor).not.toHaveProperty('authenticatedAt')
  })

  test('cannot be changed afterwards', ({ scope }) => {
    expect(Object.isFrozen(scope)).toBe(true)
  })
})

describe('scopeForUser', () => {
  test('has the user, and when they proved who they are', async ({ scope }) => {
    const user = await userFixture(scope)

    expect(scopeForUser(scope, user, 7, 3)).toEqual({
      ...scope,
      user,
      authenticatedAt: 7,
      sessionId: 3,
    })
    expect(scopeForUser(scope, user, 7).sessionId).toBeNull()
  })

  test('takes nothing along from a scope of somebody else', async ({ scope }) => {
    const [other, user] = [await scopeFixture(scope), await userFixture(scope)]

    expect(scopeForUser(other, user, 7)).toEqual(scopeForUser(scope, user, 7))
  })

  test('cannot be changed afterwards', async ({ scope }) => {
    const person = await scopeFixture(scope)

    expect(Object.isFrozen(person)).toBe(true)
    expect(() => Object.assign(person, { user: null })).toThrow(TypeError)
  })
})

describe('scopeForApiUser', () => {
  test('has the user, no session, and is never in sudo mode', async ({ scope }) => {
    const user = await userFixture(scope)

    const program = scopeForApiUser(scope, user)

    expect(program).toMatchObject({ user, sessionId: null })
    expect(Accounts.inSudoMode(program, 60 * 24 * 365)).toBe(false)
  })
})

describe('isUserScope', () => {
  test('tells a person from a visitor', async ({ scope }) => {
    expect(isUserScope(scope)).toBe(false)
    expect(isUserScope(await scopeFixture(scope))).toBe(true)
  })
})

describe('the types', () => {
  test('let a person in wherever a visitor may go, and not the other way', () => {
    expectTypeOf<UserScope>().toExtend<Scope>()
    expectTypeOf<Scope>().not.toExtend<UserScope>()
  })

  test('want a person where one is needed', () => {
    expectTypeOf(Accounts.renewUserSessionToken).parameter(0).toEqualTypeOf<UserScope>()
    expectTypeOf(Accounts.inSudoMode).parameter(0).toEqualTypeOf<UserScope>()

    // @ts-expect-error -- A visitor has no session to renew.
    const forgotten = (scope: Scope) => Accounts.renewUserSessionToken(scope)
    expect(forgotten).toBeTypeOf('function')
  })

  test('want a scope first', () => {
    expectTypeOf(Accounts.getUserByEmail).parameter(0).toEqualTypeOf<Scope>()

    // @ts-expect-error -- Without a scope it is not known in which database to look.
    const forgotten = () => Accounts.getUserByEmail('ana@example.com')
    expect(forgotten).toBeTypeOf('function')
  })
})
