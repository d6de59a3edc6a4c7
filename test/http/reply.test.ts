import type { APIContext } from 'astro'
import { describe, expect } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { putAction } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { users } from '#app/accounts/user.ts'
import type { Scope } from '#app/accounts/scope.ts'
import { cookieName, FLASH } from '#http/cookies.ts'
import { takeFlash } from '#http/flash.ts'
import { messages } from '#app/web/messages.ts'
import { answer, noAccess, redirect, unauthorized } from '#http/reply.ts'
import { collect } from '#trace/trace.ts'
import { contextOf, cookiesSetBy, SITE } from '../support/context.ts'
import { scopeFixture, test } from '../support/fixtures.ts'

const JSON_TYPE = { accept: 'application/json' }
const TOKEN = 'a'.repeat(43)
const refused = putAction(
  pipe(cast(build(users), {}, ['email']), validateRequired(['email'])),
  'insert',
)

function asking(scope: Scope, asked: Parameters<typeof contextOf>[0] = {}) {
  const context = contextOf({ ...asked, locals: { scope, ...asked?.locals } })
  const response: { status?: number } = {}
  return Object.assign(context, { response }) as APIContext & { response: typeof response }
}

/** What is recorded of a reply. */
function stepOf(context: APIContext, reply: (context: APIContext) => unknown) {
  collect(context.locals.recorder, () => reply(context))
  return context.locals.recorder.snapshot()
}

const bodyOf = async (response: Response | null) =>
  (await response?.json()) as Record<string, unknown>

describe('a recorded reply', () => {
  const flashOf = (context: APIContext, reply: (context: APIContext) => unknown) =>
    stepOf(context, reply).steps.at(-1)?.data['flash']

  test('tells what it says to its reader', ({ scope }) => {
    const context = () => asking(scope)
    const error = { kind: 'error', message: 'Invalid email or password' }
    const said = { error: error.message }

    expect(flashOf(context(), (own) => redirect(own, '/', messages.welcome_back()))).toEqual({
      kind: 'info',
      message: 'Welcome back!',
    })
    expect(flashOf(context(), (own) => redirect(own, '/'))).toBeNull()
    expect(flashOf(context(), (own) => answer(own as never, { status: 422, flash: said }))).toEqual(
      error,
    )
  })

  test('does not tell what an answer before it left to say', ({ scope }) => {
    const context = asking(scope, { locals: { flash: { error: 'The link is invalid.' } } })

    expect(flashOf(context, (own) => answer(own as never, { status: 200 }))).toBeNull()
  })
})

describe('answer', () => {
  test('leaves a page to be rendered, with its status and what it says', ({ scope }) => {
    const context = asking(scope)

    const said = { error: 'Invalid email or password' }
    expect(answer(context, { status: 422, flash: said })).toBeNull()

    expect([context.response.status, context.locals.flash]).toEqual([422, said])
  })

  test('gives the same facts as JSON to who asks for it', async ({ scope }) => {
    const context = asking(scope, { headers: JSON_TYPE, persona: 'alice' })

    const response = collect(context.locals.recorder, () =>
      answer(context, { status: 422, changeset: refused, facts: { mails: [] } }),
    )

    expect(response?.status).toBe(422)
    expect(response?.headers.get('cache-control')).toBe('no-store')
    expect(await bodyOf(response)).toMatchObject({
      ok: false,
      scope: {
        ...{ persona: 'alice', user: null },
        ...{ organization: null, roles: [], feature_flags: [] },
      },
      changeset: {
        action: 'insert',
        valid: false,
        errors: [{ field: 'email', message: "can't be blank" }],
      },
      flash: {},
      location: null,
      trace: { id: 'trace-1', status: 422 },
      mails: [],
    })
  })

  test('shows who is logged in, and nothing secret of them', async ({ scope }) => {
    const person = await scopeFixture(scope)
    const user = { ...person.user, hashed_password: 'canary-4711', password: 'canary-4711' }
    const context = asking({ ...person, user }, { headers: JSON_TYPE })

    const body = await bodyOf(answer(context, { status: 200 }))

    const { id, email, confirmed_at, inserted_at } = person.user
    expect(body['scope']).toEqual({
      persona: 'you',
      user: { id, email, confirmed_at, inserted_at },
      ...{ organization: null, roles: [], feature_flags: [] },
    })
    expect(JSON.stringify(body)).not.toContain('canary')
  })

  test('shows no trace of what is not watched', async ({ scope }) => {
    const context = asking(scope, { headers: JSON_TYPE, locals: { traced: false } })

    expect((await bodyOf(answer(context, { status: 200 })))['trace']).toBeNull()
  })

  test('is the last step, with what was wrong', ({ scope }) => {
    const trace = stepOf(asking(scope), (context) =>
      answer(context as never, { status: 422, changeset: refused }),
    )

    expect(trace.status).toBe(422)
    expect(trace.steps).toMatchObject([
      { layer: 'reply', name: '422', outcome: 'error', detail: "email can't be blank" },
    ])
  })
})

describe('redirect', () => {
  test('sends the browser on, with a message for the next page', ({ scope }) => {
    const context = asking(scope, { method: 'POST' })

    const response = redirect(context, '/users/log-in', messages.registered('a@b.test'))

    expect([response.status, response.headers.get('location')]).toEqual([303, '/users/log-in'])
    const value = cookiesSetBy(context)[cookieName(SITE, FLASH)]?.split(';', 1)[0] ?? ''
    const next = contextOf({ cookies: { [cookieName(SITE, FLASH)]: value } })
    expect(takeFlash(next, [messages])).toEqual({
      info: 'An email was sent to a@b.test, please access it to confirm your account.',
    })
  })

  test.for([
    ['/users/log-in', 'you', null, '/users/log-in'],
    ['/users/log-in', 'alice', null, '/as/alice/users/log-in'],
    ['/users/log-in', 'you', 'scopes/who', '/users/log-in?lesson=scopes/who'],
    [
      '/users/settings?tab=email',
      'you',
      'scopes/who',
      '/users/settings?tab=email&lesson=scopes/who',
    ],
    ['/users/settings?lesson=scopes/who', 'you', 'scopes/who', '/users/settings?lesson=scopes/who'],
    ['/', 'alice', 'scopes/who', '/as/alice/?lesson=scopes/who'],
  ] as const)(
    'to %s for %s from lesson %s leads to %s',
    ([path, persona, lesson, location], { scope }) => {
      const context = asking(scope, { persona, locals: { lesson } })

      expect(redirect(context, path).headers.get('location')).toBe(location)
    },
  )

  test.for([
    ['POST', 'welcome_back', 200, true],
    ['POST', 'link_invalid', 422, false],
    ['GET', 'magic_link_invalid', 404, false],
  ] as const)(
    'tells JSON where to go, and stays: %s %s is %i',
    async ([method, name, status, ok], { scope }) => {
      const context = asking(scope, { method, headers: JSON_TYPE })

      const response = redirect(context, '/users/settings', messages[name]())

      expect([response.status, response.headers.has('location')]).toEqual([status, false])
      expect(await bodyOf(response)).toMatchObject({ ok, location: '/users/settings' })
      expect(cookiesSetBy(context)).toEqual({})
    },
  )

  test.for([`/users/log-in/${TOKEN}`, `/users/settings/confirm-email/${TOKEN}?x=1`])(
    'leaves the token of %s out of the trace',
    (path, { scope }) => {
      const trace = stepOf(asking(scope), (context) => redirect(context, path))

      expect(JSON.stringify(trace)).not.toContain(TOKEN)
      expect(trace.steps[0]?.detail).toBe(`go to ${path.replace(TOKEN, '‹token›')}`)
    },
  )
})

describe('unauthorized', () => {
  test('says in JSON that somebody must log in, and where', async ({ scope }) => {
    const response = unauthorized(asking(scope, { persona: 'alice' }), {
      error: 'You must log in.',
    })

    expect(response.status).toBe(401)
    expect(await bodyOf(response)).toMatchObject({
      ...{ ok: false, flash: { error: 'You must log in.' }, location: '/as/alice/users/log-in' },
    })
  })
})

describe('noAccess', () => {
  test('says as much as Phoenix’s guide', async () => {
    const response = noAccess()

    expect([response.status, await response.text()]).toEqual([401, 'No access for you'])
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })
})
