import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const VICTIM = 'victim@example.test'
const PASSWORD = 'chosen by the attacker'

const switchTo = (browser: HttpBrowser, value: string) =>
  browser.postForJson('/sandbox/settings', { registration_with_password: value })
const register = (browser: HttpBrowser, password = PASSWORD, confirmation = password) =>
  browser.postForJson('/users/register', {
    'user[email]': VICTIM,
    'user[password]': password,
    'user[password_confirmation]': confirmation,
  })
const logIn = (browser: HttpBrowser, password = PASSWORD) =>
  browser.post('/users/log-in', { 'user[email]': VICTIM, 'user[password]': password })
const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user

async function switchedOn(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await switchTo(browser, 'true')
  return browser
}

describe('a registration', () => {
  test('takes no password, unless its sandbox says so', async () => {
    const browser = new HttpBrowser()

    const { status } = await register(browser)

    expect(status).toBe(200)
    expect((await browser.get('/users/register')).text).not.toContain('type="password"')
    expect((await logIn(browser)).status).toBe(422)
  })

  test('takes one once the switch is on, and lets it log in at once', async () => {
    const browser = await switchedOn()

    expect((await browser.get('/users/register')).text).toContain('type="password"')
    expect((await register(browser)).status).toBe(200)

    expect((await logIn(browser)).status).toBe(303)
    expect(await userOf(browser)).toMatchObject({ email: VICTIM, confirmed_at: null })
  })

  test.for([
    ['short', undefined, 'password', 'should be at least 12 character(s)'],
    ['', undefined, 'password', "can't be blank"],
    [PASSWORD, 'something else', 'password_confirmation', 'does not match password'],
  ] as const)(
    'refuses %j in words at the field',
    async ([password, confirmation, field, message]) => {
      const browser = await switchedOn()

      const { status, json } = await register(browser, password, confirmation)

      expect(status).toBe(422)
      expect(json.changeset!.errors).toContainEqual(expect.objectContaining({ field, message }))
      expect((await browser.getJson('/sandbox/mailbox')).json.mails).toEqual([])
    },
  )

  test('takes none again once the switch is off', async () => {
    const browser = await switchedOn()

    expect((await switchTo(browser, 'false')).json).toMatchObject({
      location: '/sandbox',
      settings: { registration_with_password: false },
    })

    await register(browser)
    expect((await logIn(browser)).status).toBe(422)
  })
})

// The account is there before its owner is: an attacker registers the address,
// chooses a password, and waits until the owner confirms it.
describe('an account that somebody else registered first', () => {
  test('is its owner’s after the first link: the password and the session are gone', async () => {
    const attacker = await switchedOn()
    await register(attacker)
    const link = await attacker.readToken()
    await logIn(attacker)
    expect(await userOf(attacker)).toMatchObject({ email: VICTIM })

    const owner = attacker.sibling()
    const { status } = await owner.post('/users/log-in?_action=confirmed', { 'user[token]': link })

    expect(status).toBe(303)
    expect(await userOf(owner)).toMatchObject({ email: VICTIM })
    expect(await userOf(attacker)).toBeNull()
    expect((await logIn(attacker.sibling())).status).toBe(422)
    expect((await owner.getJson('/users/settings')).json.has_password).toBe(false)
  })

  test('is its owner’s after a link that they asked for themselves, too', async () => {
    const attacker = await switchedOn()
    await register(attacker)
    await logIn(attacker)

    const owner = attacker.sibling()
    await owner.logIn(VICTIM)

    expect(await userOf(owner)).toMatchObject({ email: VICTIM })
    expect(await userOf(attacker)).toBeNull()
    expect((await logIn(attacker.sibling())).status).toBe(422)
  })
})

describe('the switch', () => {
  test.for(['', 'yes', '1', 'TRUE', 'on', 'true '])('is not moved by %j', async (value) => {
    const browser = new HttpBrowser()

    const { status, json } = await switchTo(browser, value)

    expect(status).toBe(422)
    expect(json.error).toContain('registration_with_password=true')
    expect((await browser.get('/users/register')).text).not.toContain('type="password"')
  })

  test('takes true and false of JSON, and nothing else', async () => {
    const browser = new HttpBrowser()
    const send = (value: unknown) =>
      browser.postJson('/sandbox/settings', { registration_with_password: value })

    expect((await send(true)).status).toBe(200)
    for (const value of [null, 1, ['true'], { a: 1 }]) expect((await send(value)).status).toBe(422)
    expect((await browser.getJson('/sandbox')).json.sandbox!.settings).toEqual({
      registration_with_password: true,
    })
  })

  test('is one sandbox’s own, is shown there, and is off again after a reset', async () => {
    const browser = await switchedOn()
    expect((await browser.get('/sandbox')).text).toContain('Switch it off')
    expect((await new HttpBrowser().get('/users/register')).text).not.toContain('type="password"')

    await browser.post('/sandbox/reset')

    expect((await browser.get('/users/register')).text).not.toContain('type="password"')
  })

  test('is not moved by a link', async () => {
    const browser = new HttpBrowser()

    const { status } = await browser.get('/sandbox/settings?registration_with_password=true')

    expect(status).toBe(405)
  })
})
