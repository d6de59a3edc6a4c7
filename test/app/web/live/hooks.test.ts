import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope } from '#app/accounts/scope.ts'
import { newSocket } from '#live/socket.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  assignOrgToScope,
  mountCurrentScope,
  requireAuthenticated,
  requireSudoMode,
} from '#app/web/live/hooks.ts'
import { confirmedUserFixture, MINUTE, scopeFixture, test } from '../../../support/fixtures.ts'
import { organizationFixture } from '../../../support/organization-fixtures.ts'

const connecting = newSocket({}, { connected: true })

async function loggedIn(surroundings: Scope) {
  const user = await confirmedUserFixture(surroundings)
  const userToken = await Accounts.generateUserSessionToken(surroundings, user)
  return { user, session: { userToken, surroundings } }
}

describe('mountCurrentScope', () => {
  test('looks the session up when a page connects', async ({ scope }) => {
    const { user, session } = await loggedIn(scope)

    const result = await mountCurrentScope.run({}, session, connecting)

    expect(result).toMatchObject({ cont: { assigns: { currentScope: { user } } } })
  })

  test('takes what a plug has found for the first sight, and asks nobody', async ({ scope }) => {
    const { user, session } = await loggedIn(scope)
    const currentScope = scopeForUser(scope, user, 0)
    const recorder = new Recorder({ id: 't', title: '', persona: 'you' })

    const socket = newSocket({ currentScope }, { connected: false })
    const result = await collect(recorder, () => mountCurrentScope.run({}, session, socket))

    expect('cont' in result && result.cont.assigns.currentScope).toBe(currentScope)
    expect(recorder.snapshot().steps).toMatchObject([
      { layer: 'live', name: 'assignNew', tag: 'live.assignNew.currentScope', outcome: 'skip' },
    ])
  })

  test.for([null, 'a'.repeat(43)])(
    'takes the session %s for a visitor',
    async (userToken, { scope }) => {
      const session = { userToken, surroundings: scope }

      const result = await mountCurrentScope.run({}, session, connecting)

      expect(result).toMatchObject({ cont: { assigns: { currentScope: { user: null } } } })
    },
  )
})

describe('requireAuthenticated', () => {
  test('lets somebody through who is logged in', async ({ scope }) => {
    const { user, session } = await loggedIn(scope)

    const result = await requireAuthenticated.run({}, session, connecting)

    expect(result).toMatchObject({ cont: { assigns: { currentScope: { user } }, redirect: null } })
  })

  test('sends a visitor to log in', async ({ scope }) => {
    const session = { userToken: null, surroundings: scope }

    const result = await requireAuthenticated.run({}, session, connecting)

    const flash = { name: 'must_log_in', about: '' }
    expect(result).toMatchObject({ halt: { redirect: { to: '/users/log-in', flash } } })
  })
})

describe('requireSudoMode', () => {
  test('lets somebody through within ten minutes of a log-in, and not after', async ({
    scope,
    clock,
  }) => {
    const { session } = await loggedIn(scope)
    const ask = async () => requireSudoMode.run({}, session, connecting)

    clock.advance(10 * MINUTE - 1_000)
    expect('cont' in (await ask())).toBe(true)
    clock.advance(1_000)

    const flash = { name: 'must_reauthenticate', about: '' }
    expect(await ask()).toMatchObject({ halt: { redirect: { to: '/users/log-in', flash } } })
  })

  test('lets a page that was opened in time connect for twenty minutes', async ({
    scope,
    clock,
  }) => {
    const { session } = await loggedIn(scope)
    const ask = async () => requireSudoMode.run({}, { ...session, admitted: true }, connecting)

    clock.advance(20 * MINUTE - 1_000)
    expect('cont' in (await ask())).toBe(true)
    clock.advance(1_000)

    expect('halt' in (await ask())).toBe(true)
  })

  test('sends a visitor to log in', async ({ scope }) => {
    const result = await requireSudoMode.run(
      {},
      { userToken: null, surroundings: scope },
      connecting,
    )

    expect('halt' in result).toBe(true)
  })
})

describe('assignOrgToScope', () => {
  test('puts an organization of the user into the scope, and finds no other', async ({ scope }) => {
    const { user, session } = await loggedIn(scope)
    const ana = scopeForUser(scope, user, 0)
    const acme = await organizationFixture(ana, { slug: 'acme' })
    await organizationFixture(await scopeFixture(scope), { slug: 'elsewhere' })

    const result = await assignOrgToScope.run({ org: 'acme' }, session, connecting)

    const organization = { id: acme.id, slug: 'acme', role: 'owner' }
    expect(result).toMatchObject({ cont: { assigns: { currentScope: { organization } } } })
    for (const org of ['elsewhere', 'nowhere', ''])
      await expect(assignOrgToScope.run({ org }, session, connecting)).rejects.toMatchObject({
        status: 404,
      })
  })

  test('sends a visitor to log in', async ({ scope }) => {
    const session = { userToken: null, surroundings: scope }

    expect('halt' in (await assignOrgToScope.run({ org: 'acme' }, session, connecting))).toBe(true)
  })
})
