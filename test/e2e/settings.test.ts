import { describe, expect, inject } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const PASSWORD = 'correct horse battery'

/** Moves the clock of the sandbox from another tab. */
async function advanceElsewhere({ context }: Reader, span: string): Promise<void> {
  const origin = inject('origin')
  const asked = { form: { advance: span }, headers: { origin }, maxRedirects: 0 }
  const response = await context.request.post(`${origin}/sandbox/clock`, asked)
  expect(response.status()).toBe(303)
}

/** The form for a password is folded behind the one for a link. */
const unfoldPassword = ({ page }: Reader) => page.locator('.log-in-password > summary').click()

describe('the settings', () => {
  test('change the email, by a link and a button', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')

    await reader.page.fill('#settings-email', 'no address')
    await reader.press('Change Email')
    await reader.shows('#update_email .field-errors', 'must have the @ sign and no spaces')
    await reader.shows('#update_email .badge', 'changeset')
    expect(await reader.page.inputValue('#settings-email')).toBe('no address')

    await reader.page.fill('#settings-email', 'new@gmail.com')
    await reader.press('Change Email')
    await reader.shows('.flash', 'A link to confirm your email change has been sent')
    await reader.shows('.note', 'new@gmail.com looks like a real address.')
    await reader.shows('.strip-title', 'PUT /users/settings')
    await reader.shows('.menu', 'ana@example.test')

    await reader.openNewestLink()
    await reader.shows('h1', 'Change your email')
    await reader.press('Change my email')
    await reader.shows('.flash', 'Email changed successfully.')
    await reader.shows('.menu', 'new@gmail.com')
  })

  long('set a password, which logs in', async ({ reader, sitDownBeside }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')

    await reader.page.fill('#settings-password', 'short')
    await reader.page.fill('#settings-password-confirmation', 'other')
    await reader.press('Save Password')
    await reader.shows('#update_password .field-errors', 'should be at least 12 character(s)')
    await reader.shows('#update_password .field-errors', 'does not match password')
    expect(await reader.page.inputValue('#settings-password')).toBe('')

    await reader.page.fill('#settings-password', PASSWORD)
    await reader.page.fill('#settings-password-confirmation', PASSWORD)
    await reader.press('Save Password')
    await reader.shows('.flash', 'Password updated successfully.')
    await reader.page.locator('#settings-current-password').waitFor()

    const other = await sitDownBeside(reader)
    await other.page.goto('/users/log-in')
    await unfoldPassword(other)
    await other.page.fill('#login-password-email', 'ana@example.test')
    await other.page.fill('#login-password', 'not the right one')
    await other.press('Log in only this time')
    await other.shows('.flash', 'Invalid email or password')
    expect(await other.page.inputValue('#login-password-email')).toBe('ana@example.test')
    expect(await other.page.inputValue('#login-password')).toBe('')
    await unfoldPassword(other)
    await other.page.fill('#login-password', PASSWORD)
    await other.press('Log in only this time')
    await other.shows('.menu', 'ana@example.test')

    await reader.page.goto('/users/settings')
    await reader.press('Log out everywhere else')
    await reader.shows('.flash', 'Every other session is over.')
    await other.page.goto('/users/settings')
    await other.shows('.flash', 'You must log in to access this page.')
  })

  long('stay open while somebody types, for as long as they are taken', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')
    const email = reader.page.locator('#settings-email')
    const error = '#update_email .field-errors'

    // Nobody has typed yet when the page could not be opened any more.
    await advanceElsewhere(reader, '11m')
    await email.fill('no address')
    await reader.shows(error, 'must have the @ sign and no spaces')
    // Its connection ends with each move of the clock, and it connects again.
    const rejoined = reader.page.waitForResponse('**/live')
    await advanceElsewhere(reader, '7m')
    await rejoined
    expect(await email.inputValue()).toBe('no address')
    await email.fill('new@example.test')
    await reader.page.locator(error).waitFor({ state: 'detached' })
    expect(reader.path).toBe('/users/settings')

    await reader.press('Change Email')
    await reader.shows('.flash', 'A link to confirm your email change has been sent')
    expect(reader.path).toBe('/')
  })

  long('make a token that a program can use, until it is revoked', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')
    await reader.shows('#api-tokens', 'No tokens yet')

    await reader.press('Create a token')
    await reader.shows('h2', 'Your new token')
    const token = await reader.page.locator('.account-secret').first().innerText()
    await reader.shows('.account-secret', `Authorization: Bearer ${token}`)
    const ask = async () => {
      const response = await fetch(inject('origin'), {
        headers: { authorization: `Bearer ${token}` },
      })
      return [response.status, await response.text()] as const
    }
    expect(await ask()).toEqual([200, expect.stringContaining('ana@example.test')])

    await reader.page.goto('/users/settings')
    await reader.shows('#api-tokens code', token.split('.')[1]!.slice(0, 8))
    await reader.page.getByRole('button', { name: /^Revoke/ }).click()
    await reader.shows('.flash', 'That token opens nothing any more.')
    expect(await ask()).toEqual([401, 'No access for you'])
  })

  long('ask for a log-in once the clock has gone on, and lead back', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/sandbox/clock')
    await reader.press('15 minutes')
    await reader.shows('.flash', 'The clock of your sandbox went on by 15 minutes.')

    await reader.page.goto('/users/settings')
    await reader.shows('.flash', 'You must re-authenticate to access this page.')
    expect(await reader.page.locator('#login-magic-email').getAttribute('readonly')).not.toBeNull()
    await reader.press('Log in with email')
    await reader.openNewestLink()
    await reader.press('Log in')

    await reader.shows('h1', 'Account Settings')
    await reader.shows('.flash', 'Welcome back!')
  })

  long('log out everywhere', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')

    await reader.press('Log out everywhere')

    await reader.shows('.flash', 'You are logged out everywhere.')
    await reader.shows('.menu', 'Register')
  })

  long('of the sandbox put a password into the registration', async ({ reader }) => {
    await reader.page.goto('/users/register')
    await reader.page.fill('#registration_form [name="user[email]"]', 'bo@example.test')
    await reader.press('Create an account')
    await reader.page.goto('/sandbox')
    await reader.press('Switch it on')
    await reader.shows('.flash', 'The registration takes a password now, too.')

    await reader.page.goto('/users/register')
    await reader.page.fill('#registration_form [name="user[email]"]', 'ana@example.test')
    await reader.page.fill('#registration-password', PASSWORD)
    await reader.page.fill('#registration-password-confirmation', PASSWORD)
    await reader.press('Create an account')

    await reader.shows('.flash', 'An email was sent to ana@example.test')
  })
})

describe('the settings inside a stage', () => {
  long('answer in their window, with the trace below, and the lesson stays', async ({ reader }) => {
    await reader.openLesson(LESSON)
    const stage = reader.page.locator('glass-stage').first()

    await reader.followInBar('People')
    await reader.press('Start here : Ana is logged in')
    await reader.page.getByRole('link', { name: 'Act as Ana', exact: true }).click()
    await stage.locator('.menu').getByRole('link', { name: 'Settings' }).click()
    await reader.shows('glass-stage .page-title', 'Account Settings')
    await reader.page.fill('#settings-password', 'short')
    await reader.press('Save Password')
    await reader.shows('glass-stage .field-errors', 'should be at least 12 character(s)')
    await reader.shows('glass-stage .stage-list', 'PUT /users/settings')
    await reader.press('Create a token')
    await reader.shows('glass-stage h2', 'Your new token')
    await stage.getByRole('link', { name: 'All settings' }).click()
    await reader.press('Log out everywhere')
    await reader.shows('glass-stage .flash', 'You are logged out everywhere.')

    expect(reader.path).toBe(LESSON)
    await reader.shows('glass-stage .menu', 'Register')
  })
})

long('without JavaScript every form of the settings is a form', async ({ sitDown }) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  await reader.goRegisterAndLogIn('ana@example.test')
  await reader.page.goto('/users/settings')
  await reader.page.fill('#settings-email', 'no address')
  await reader.press('Change Email')
  await reader.shows('#update_email .field-errors', 'must have the @ sign and no spaces')
  await reader.page.fill('#settings-email', 'new@example.test')
  await reader.press('Change Email')
  await reader.shows('.flash', 'A link to confirm your email change has been sent')
  await reader.openNewestLink()
  await reader.press('Change my email')
  await reader.shows('.menu', 'new@example.test')

  await reader.page.goto('/users/settings')
  await reader.press('Create a token')
  await reader.shows('h2', 'Your new token')
  await reader.page.goto('/users/settings')
  await reader.page.getByRole('button', { name: /^Revoke/ }).click()
  await reader.shows('.flash', 'That token opens nothing any more.')
  await reader.page.fill('#settings-password', PASSWORD)
  await reader.page.fill('#settings-password-confirmation', PASSWORD)
  await reader.press('Save Password')
  await reader.shows('.flash', 'Password updated successfully.')
  await reader.press('Log out everywhere')
  await reader.shows('.flash', 'You are logged out everywhere.')

  await reader.page.goto('/users/log-in')
  await unfoldPassword(reader)
  await reader.page.fill('#login-password-email', 'new@example.test')
  await reader.page.fill('#login-password', PASSWORD)
  await reader.press('Log in only this time')
  await reader.shows('.menu', 'new@example.test')
})

long('every account page keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  const found: unknown[] = []
  const look = async (what: string) => found.push(...(await reader.faults(what)))

  await reader.page.goto('/users/register')
  await look('registration')
  await reader.register('ana@@gmail.com')
  await reader.shows('.field-errors', 'must have the @ sign')
  await look('registration with an error')
  await reader.goRegisterAndLogIn(`${'a'.repeat(60)}@gmail.com`)
  for (const path of ['/users/settings', '/users/settings/sessions', '/sandbox']) {
    await reader.page.goto(path)
    await look(path)
  }
  await reader.page.goto('/users/settings')
  await reader.press('Save Password')
  await reader.shows('#update_password .field-errors', "can't be blank")
  await look('settings with an error')
  await reader.press('Create a token')
  await reader.shows('h2', 'Your new token')
  await look('a new token')
  await reader.page.goto('/users/log-in')
  await look('log-in again')
  await reader.page.goto('/users/settings')
  await reader.page.fill('#settings-email', 'new@example.test')
  await reader.press('Change Email')
  await reader.shows('.flash', 'A link to confirm')
  await reader.openNewestLink()
  await reader.shows('h1', 'Change your email')
  await look('the link to a new email')
  await reader.page.goto('/users/settings')
  await reader.press('Log out everywhere')
  await reader.shows('.flash', 'You are logged out everywhere.')
  await reader.page.goto('/users/log-in')
  await unfoldPassword(reader)
  await look('log-in')

  expect(found).toEqual([])
})
