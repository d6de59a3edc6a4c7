/** What the plugs that make a scope leave behind, and what the trace tells of it. */
import type { APIContext } from 'astro'
import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import type { Scope } from '#app/accounts/scope.ts'
import {
  fetchCurrentScope,
  fetchCurrentScopeForApiUser,
  requireAuthenticatedUser,
} from '#app/web/user-auth.ts'
import { withoutScope } from '#app/web/without-scope.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import { runPlugs, type Plug } from '#http/plug.ts'
import { collect } from '#trace/trace.ts'
import { contextOf, cookiesSetBy, SITE } from '../../support/context.ts'
import { confirmedUserFixture, DAY, scopeFixture, test } from '../../support/fixtures.ts'
import { noSuchTable } from '../../support/words.ts'

const COOKIE = cookieName(SITE, SESSION)

function asking(surroundings: Scope, given: Parameters<typeof contextOf>[0] = {}): APIContext {
  const context = contextOf({ ...given, locals: { surroundings, ...given?.locals } })
  withoutScope(context.locals)
  return context
}

async function through(plug: Plug, context: APIContext) {
  const { recorder } = context.locals
  const response = await collect(recorder, () => runPlugs([plug], context))
  const { steps } = recorder.snapshot()
  return { response, steps, told: steps.find(({ tag }) => tag === 'scope.current') }
}

describe('fetchCurrentScope', () => {
  test('takes a browser without a cookie for a visitor', async ({ scope }) => {
    const context = asking(scope)

    const { told, steps } = await through(fetchCurrentScope, context)

    expect(context.locals.scope.user).toBeNull()
    expect(steps.map(({ name }) => name)).toEqual(['fetchCurrentScope', 'scopeForVisitor'])
    expect(told).toMatchObject({
      ...{ layer: 'scope', detail: 'no session cookie: a visitor', outcome: 'ok', parent: 1 },
      ...{ data: { before: null, after: null }, source: fetchCurrentScope.source },
    })
  })

  test.for(['a'.repeat(43), 'no token'])(
    'takes one whose cookie is %s for a visitor, and the cookie away',
    async (token, { scope }) => {
      const context = asking(scope, { cookies: { [COOKIE]: token } })

      const { told } = await through(fetchCurrentScope, context)

      expect(context.locals.scope.user).toBeNull()
      expect(told?.detail).toBe('no session for this cookie: a visitor')
      expect(cookiesSetBy(context)[COOKIE]).toContain('Max-Age=0')
    },
  )

  test('leaves the cookie where a page asks by itself', async ({ scope }) => {
    const locals = { inBackground: true }
    const context = asking(scope, { cookies: { [COOKIE]: 'a'.repeat(43) }, locals })

    await through(fetchCurrentScope, context)

    expect(cookiesSetBy(context)).toEqual({})
  })

  test('finds whose session it is', async ({ scope }) => {
    const user = await confirmedUserFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user)
    const context = asking(scope, { cookies: { [COOKIE]: token } })

    const { told } = await through(fetchCurrentScope, context)

    expect(context.locals.scope.user).toEqual(user)
    expect(cookiesSetBy(context)).toEqual({})
    expect(told).toMatchObject({
      ...{ name: 'scopeForUser', detail: `the session of ${user.email}` },
      data: { before: null, after: { id: user.id, email: user.email } },
    })
  })

  test('gives an old session a fresh token, once the scope is there', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user)
    clock.advance(8 * DAY)
    const context = asking(scope, { cookies: { [COOKIE]: token } })

    const { steps } = await through(fetchCurrentScope, context)

    const own = steps.filter(({ layer }) => layer === 'scope' || layer === 'context')
    expect(own.map(({ name }) => name)).toEqual([
      'Accounts.getUserBySessionToken',
      'scopeForUser',
      'Accounts.renewUserSessionToken',
    ])
    expect(cookiesSetBy(context)[COOKIE]).toMatch(/^[\w-]{43};/)
  })

  test('gives none to a look inside, which is no visit', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const token = await Accounts.generateUserSessionToken(scope, user)
    clock.advance(8 * DAY)
    const context = asking(scope, { cookies: { [COOKIE]: token } })
    context.locals.inBackground = true

    const { steps } = await through(fetchCurrentScope, context)

    expect(steps.map(({ name }) => name)).not.toContain('Accounts.renewUserSessionToken')
    expect(context.locals.scope.user).toMatchObject({ id: user.id })
    expect(cookiesSetBy(context)[COOKIE]).toBeUndefined()
  })

  test('leaves a visitor where the table of sessions is gone', async ({ scope, repo }) => {
    const context = asking(scope, { cookies: { [COOKIE]: 'a'.repeat(43) } })
    await repo.db.schema.dropTable('users_tokens').execute()

    await expect(through(fetchCurrentScope, context)).rejects.toThrow(noSuchTable('users_tokens'))

    expect(context.locals.scope.user).toBeNull()
  })
})

describe('fetchCurrentScopeForApiUser', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${'0'.repeat(32)}.${token}` })

  test('finds whose program asks', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const { token } = await Accounts.createUserApiToken(ana)
    const context = asking(scope, { headers: bearer(token) })

    const { told, response } = await through(fetchCurrentScopeForApiUser, context)

    expect([response, context.locals.scope.user]).toEqual([undefined, ana.user])
    expect(told).toMatchObject({
      ...{ name: 'scopeForUser', detail: `a token of ${ana.user.email}` },
      source: fetchCurrentScopeForApiUser.source,
    })
  })

  test('turns everybody else away, and tells of no scope', async ({ scope }) => {
    const context = asking(scope, { headers: bearer('a'.repeat(43)) })

    const { told, response } = await through(fetchCurrentScopeForApiUser, context)

    expect([response?.status, told]).toEqual([401, undefined])
  })
})

describe('a guard that stands before the scope is made', () => {
  test('breaks, and says what is missing', async ({ scope }) => {
    const attempt = runPlugs([requireAuthenticatedUser], asking(scope))

    await expect(attempt).rejects.toThrow('The plug fetchCurrentScope does')
    assert(scope.user === null)
  })
})
