import type { APIContext } from 'astro'
import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope, type UserScope } from '#app/accounts/scope.ts'
import { cookieName, REMEMBER_ME, RETURN_TO, SESSION as SESSION_COOKIE } from '#http/cookies.ts'
import {
  continueSession,
  disconnectSessions,
  forgetSession,
  logInUser,
  logOutUser,
  replaceSession,
  sessionsAmong,
  sessionTopic,
} from '#app/web/session.ts'
import { contextOf, cookiesSetBy, SITE } from '../../support/context.ts'
import {
  confirmedUserFixture,
  DAY,
  MINUTE,
  scopeFixture,
  test,
  topicsOf,
} from '../../support/fixtures.ts'

const SESSION = cookieName(SITE, SESSION_COOKIE)
const REMEMBER = cookieName(SITE, REMEMBER_ME)
const BROWSER = 'Path=/; HttpOnly; Secure; SameSite=Lax'

const asking = (scope: Scope, cookies: Readonly<Record<string, string>> = {}) =>
  contextOf({ method: 'POST', cookies, locals: { scope } })

/** The token that an answer gives to the browser. */
const given = (context: APIContext) => cookiesSetBy(context)[SESSION]?.split(';', 1)[0] ?? ''

/** Somebody's browser: its session's token, and the scope of its requests. */
async function loggedIn(
  scope: Scope,
  person?: UserScope,
): Promise<{ token: string; scope: UserScope }> {
  const user = person?.user ?? (await confirmedUserFixture(scope))
  const token = await Accounts.generateUserSessionToken(scope, user)
  const session = await Accounts.getUserBySessionToken(scope, token)
  return { token, scope: scopeForUser(scope, user, session!.authenticatedAt, session!.id) }
}

const isOpen = async (scope: Scope, token: string) =>
  (await Accounts.getUserBySessionToken(scope, token)) !== null

describe('logInUser', () => {
  test('gives the browser a session that ends with it', async ({ scope, clock }) => {
    const user = await confirmedUserFixture(scope)
    const context = asking(scope)

    expect(await logInUser(context, user, { remember: false })).toBe('/')

    expect(cookiesSetBy(context)).toEqual({ [SESSION]: `${given(context)}; ${BROWSER}` })
    expect(await isOpen(scope, given(context))).toBe(true)
    expect(context.locals.scope).toMatchObject({ user, authenticatedAt: clock.now() })
  })

  test('keeps somebody logged in for fourteen days who wishes so', async ({ scope }) => {
    const context = asking(scope)

    await logInUser(context, await confirmedUserFixture(scope), { remember: true })

    const age = `Max-Age=1209600; ${BROWSER}`
    expect(cookiesSetBy(context)).toEqual({
      [SESSION]: `${given(context)}; ${age}`,
      [REMEMBER]: `1; ${age}`,
    })
  })

  test('ends the session the browser had, and adopts no token that it was sent', async ({
    scope,
  }) => {
    const { token, scope: person } = await loggedIn(scope)
    const planted = 'a'.repeat(43)

    for (const cookie of [token, planted, 'malformed']) {
      const context = asking(person, { [SESSION]: cookie })
      await logInUser(context, person.user, { remember: false })
      expect(given(context)).not.toBe(cookie)
    }

    expect([await isOpen(scope, token), await isOpen(scope, planted)]).toEqual([false, false])
  })

  test('leaves nothing of another person’s wish to stay', async ({ scope }) => {
    const other = await confirmedUserFixture(scope)
    for (const who of [scope, await scopeFixture(scope)]) {
      const context = asking(who, { [REMEMBER]: '1' })
      await logInUser(context, other, { remember: false })

      expect(cookiesSetBy(context)[REMEMBER]).toBe(`; Max-Age=0; ${BROWSER}`)
      expect(cookiesSetBy(context)[SESSION]).not.toContain('Max-Age')
    }
  })

  test('keeps the wish of somebody who proves again who they are', async ({ scope }) => {
    const { token, scope: person } = await loggedIn(scope)
    const context = asking(person, { [SESSION]: token, [REMEMBER]: '1' })

    await logInUser(context, person.user, { remember: false })

    expect(cookiesSetBy(context)[SESSION]).toContain('Max-Age=1209600')
  })

  test('leads back to the page that asked, once', async ({ scope }) => {
    const cookies = { [cookieName(SITE, RETURN_TO)]: encodeURIComponent('/users/settings') }
    const context = asking(scope, cookies)

    expect(await logInUser(context, await confirmedUserFixture(scope), { remember: false })).toBe(
      '/users/settings',
    )
    expect(cookiesSetBy(context)[cookieName(SITE, RETURN_TO)]).toContain('Max-Age=0')
  })
})

describe('continueSession', () => {
  test('gives one of twenty tabs a fresh token, and the others none', async ({
    scope,
    clock,
    repo,
  }) => {
    const { token, scope: person } = await loggedIn(scope)
    clock.advance(8 * DAY)
    const tabs = Array.from({ length: 20 }, () => asking(person, { [SESSION]: token }))

    await Promise.all(tabs.map((tab) => continueSession(tab, person)))

    const fresh = tabs.map(given).filter(Boolean)
    expect(fresh).toHaveLength(1)
    expect([await isOpen(scope, token), await isOpen(scope, fresh[0]!)]).toEqual([true, true])
    const { authenticatedAt } = person
    expect(await Accounts.getUserBySessionToken(scope, fresh[0]!)).toMatchObject({
      authenticatedAt,
    })
    expect(await repo.db.selectFrom('users_tokens').selectAll().execute()).toHaveLength(2)
  })

  test.for([
    ['to stay', { [REMEMBER]: '1' }, true],
    ['to go', {}, false],
  ] as const)('keeps the wish of the browser %s', async ([, cookies, stays], { scope, clock }) => {
    const { scope: person } = await loggedIn(scope)
    clock.advance(8 * DAY)
    const context = asking(person, cookies)

    await continueSession(context, person)

    expect(cookiesSetBy(context)[SESSION]?.includes('Max-Age=1209600')).toBe(stays)
  })
})

describe('replaceSession', () => {
  test('gives another session, and no newer proof', async ({ scope, clock }) => {
    const { scope: person } = await loggedIn(scope)
    clock.advance(5 * MINUTE)
    const context = asking(person)

    await replaceSession(context, person, person.user)

    const { authenticatedAt } = person
    expect(await Accounts.getUserBySessionToken(scope, given(context))).toMatchObject({
      authenticatedAt,
    })
    expect(context.locals.scope).toMatchObject({ authenticatedAt })
  })
})

describe('logOutUser', () => {
  test('ends the row and the cookies, and forgets the way back', async ({ scope }) => {
    const { token, scope: person } = await loggedIn(scope)
    const cookies = { [SESSION]: token, [REMEMBER]: '1', [cookieName(SITE, RETURN_TO)]: '/x' }
    const context = asking(person, cookies)

    await logOutUser(context)

    expect(await isOpen(scope, token)).toBe(false)
    const gone = `; Max-Age=0; ${BROWSER}`
    expect(cookiesSetBy(context)).toEqual({
      [SESSION]: gone,
      [REMEMBER]: gone,
      [cookieName(SITE, RETURN_TO)]: gone,
    })
    expect(context.locals.scope).toEqual(scope)
  })

  test('works for who is not logged in, and leaves others alone', async ({ scope }) => {
    const { token } = await loggedIn(scope)

    for (const cookies of [{}, { [SESSION]: 'malformed' }, { [SESSION]: 'a'.repeat(43) }])
      await logOutUser(asking(scope, cookies))

    expect(await isOpen(scope, token)).toBe(true)
  })
})

describe('forgetSession', () => {
  test('clears what the browser holds, and leaves the row', async ({ scope }) => {
    const { token, scope: person } = await loggedIn(scope)
    const context = asking(person, { [SESSION]: token })

    forgetSession(context)

    expect(Object.keys(cookiesSetBy(context))).toEqual([SESSION])
    expect([context.locals.scope.user, await isOpen(scope, token)]).toEqual([null, true])
  })
})

describe('whoever is connected by a session', () => {
  /** What is said to the live views of these sessions. */
  const hear = (scope: Scope, ids: readonly number[]) => {
    const told: number[] = []
    for (const id of ids)
      topicsOf(scope)
        .heardBy(({ type }) => void (type === 'disconnect' && told.push(id)))
        .listen(sessionTopic(id))
    return told
  }

  test('is told when it logs out, with the tokens it followed on', async ({ scope, clock }) => {
    const { token, scope: person } = await loggedIn(scope)
    clock.advance(8 * DAY)
    const fresh = (await Accounts.renewUserSessionToken(person))!
    const renewed = (await Accounts.getUserBySessionToken(scope, fresh))!
    const other = await loggedIn(scope, person)
    const told = hear(scope, [person.sessionId!, renewed.id, other.scope.sessionId!])

    await logOutUser(asking(person, { [SESSION]: token }))

    expect(told.toSorted()).toEqual([person.sessionId, renewed.id])
  })

  test('is told when somebody else, or the same person, logs in in its place', async ({
    scope,
  }) => {
    for (const who of ['same', 'other'] as const) {
      const { token, scope: person } = await loggedIn(scope)
      const told = hear(scope, [person.sessionId!])
      const user = who === 'same' ? person.user : await confirmedUserFixture(scope)

      await logInUser(asking(person, { [SESSION]: token }), user, { remember: false })

      expect(told, who).toEqual([person.sessionId])
    }
  })

  test('is told of sessions that end together, and links among them tell nobody', ({ scope }) => {
    const told = hear(scope, [1, 2, 3])

    disconnectSessions(
      scope,
      sessionsAmong([
        { id: 1, context: 'session' },
        { id: 2, context: 'login' },
        { id: 3, context: 'session' },
      ]),
    )

    expect(told).toEqual([1, 3])
  })
})
