import { describe, expect } from 'vitest'
import type { Scope } from '#app/accounts/scope.ts'
import type { Shown } from '#live/live-view.ts'
import { newSocket } from '#live/socket.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import type { LiveView, Running } from '#app/web/live/app-live.ts'
import { UserRegistrationLive } from '#app/web/live/user-registration-live.ts'
import { UserSettingsLive } from '#app/web/live/user-settings-live.ts'
import { scopeFixture, test } from '../../../support/fixtures.ts'
import { renewedIn } from '../../../support/live.ts'

const mount = <S extends Scope, View extends Shown>(
  view: LiveView<S, View>,
  currentScope: S,
): Promise<Running<View>> => {
  const session = { userToken: null, surroundings: currentScope }
  return view.mount({}, session, newSocket({ currentScope }, { connected: true }))
}

/** The layers that an event came to. */
async function layersOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  const recorder = new Recorder({ id: 't', title: '', persona: 'you' })
  await collect(recorder, act)
  return [...new Set(recorder.snapshot().steps.map(({ layer }) => layer))]
}

const messagesOf = (errors: readonly { field: string; message: string }[]) =>
  errors.map(({ field, message }) => `${field} ${message}`)

describe('the registration, while it is filled in', () => {
  const typing = async (scope: Scope, user: object) => {
    const { shown } = await (
      await mount(UserRegistrationLive, scope)
    ).event('validate', { user }, renewedIn(scope))
    return shown.props
  }

  test('says what is wrong with the address, and nothing once it is right', async ({ scope }) => {
    const wrong = await typing(scope, { email: 'ana at example' })
    const right = await typing(scope, { email: 'ana@example.test' })

    expect(messagesOf(wrong.errors)).toEqual(['email must have the @ sign and no spaces'])
    expect(right).toMatchObject({ errors: [], email: 'ana@example.test' })
  })

  test('says nothing of a field that nobody has come to', async ({ scope }) => {
    expect((await typing(scope, { email: '', _unused_email: '' })).errors).toEqual([])
    expect(messagesOf((await typing(scope, { email: '' })).errors)).toEqual([
      "email can't be blank",
    ])
  })

  test('does not say that an address is taken: no database is asked', async ({ scope }) => {
    const { user } = await scopeFixture(scope)
    const page = await mount(UserRegistrationLive, scope)

    const layers = await layersOf(async () =>
      page.event('validate', { user: { email: user.email } }, renewedIn(scope)),
    )

    expect((await typing(scope, { email: user.email })).errors).toEqual([])
    expect(layers).not.toContain('sql')
    expect(layers).toContain('live')
  })

  test('is no form for somebody who is logged in: they are sent on', async ({ scope }) => {
    const visitor = await mount(UserRegistrationLive, scope)
    const user = await mount<Scope, Shown>(UserRegistrationLive, await scopeFixture(scope))

    expect(visitor.redirect).toBeNull()
    expect(user.redirect).toEqual({ to: '/', flash: null })
  })

  test('checks a password that is asked for as well, and sends none of it back', async ({
    scope,
  }) => {
    const props = await typing(scope, { email: 'ana@example.test', password: 'short' })

    expect(messagesOf(props.errors)).toEqual(['password should be at least 12 character(s)'])
    expect(JSON.stringify(props)).not.toContain('"short"')
  })
})

describe('the settings, while they are filled in', () => {
  test('check an address without asking whether it is taken, nor whether it changed', async ({
    scope,
  }) => {
    const ana = await scopeFixture(scope)
    const other = await scopeFixture(scope)
    const page = await mount(UserSettingsLive, ana)

    for (const { email } of [ana.user, other.user]) {
      const { shown } = await page.event('validate_email', { user: { email } }, renewedIn(ana))
      expect(shown).toMatchObject({ props: { email, emailErrors: [] } })
    }
    const { shown } = await page.event('validate_email', { user: { email: 'bo' } }, renewedIn(ana))
    expect(shown).toMatchObject({ props: { emailErrors: [{ field: 'email' }] } })
  })

  test('check a password without hashing it', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const page = await mount(UserSettingsLive, ana)
    const recorder = new Recorder({ id: 't', title: '', persona: 'you' })
    const password = 'a long and unusual sentence'
    const user = { password, password_confirmation: 'another' }

    const { shown } = await collect(recorder, () =>
      page.event('validate_password', { user }, renewedIn(ana)),
    )

    expect(shown).toMatchObject({ props: { passwordErrors: [{ field: 'password_confirmation' }] } })
    expect(recorder.snapshot().steps.map(({ name }) => name)).not.toContain('hashPassword')
    const valid = { password, password_confirmation: password }
    const matching = await collect(recorder, () =>
      page.event('validate_password', { user: valid }, renewedIn(ana)),
    )
    expect(matching.shown).toMatchObject({ props: { passwordErrors: [] } })
    expect(recorder.snapshot().steps.map(({ name }) => name)).not.toContain('hashPassword')
    expect(JSON.stringify(recorder.snapshot())).not.toContain(password)
  })
})
