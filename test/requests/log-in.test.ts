import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo, SESSION } from '../support/http-browser.ts'

const ANA = 'ana@example.test'
const PASSWORD = 'correct horse battery'
const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user
const logInWith = (browser: HttpBrowser, email: string, password: string) =>
  browser.post('/users/log-in', { 'user[email]': email, 'user[password]': password })

/** Somebody with a password, and another browser in which nobody is logged in. */
async function withPassword(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn(ANA)
  await browser.send('put', '/users/settings', {
    action: 'update_password',
    'user[password]': PASSWORD,
  })
  return browser.sibling()
}

describe('the log-in page', () => {
  test('has a form for a link and a form for a password', async () => {
    const { text } = await new HttpBrowser().get('/users/log-in')

    expect(text).toContain('id="login_form_magic"')
    expect(text).toContain('Log in with email')
    expect(text).toContain('id="login_form_password"')
    expect(text).toMatch(/name="user\[remember_me\]" value="true">\s*Log in and stay logged in/)
    expect(text).toContain('Log in only this time')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `Don't have an account? <a href="/users/register">Sign up</a>`,
    )
  })

  test('says what is kept, and for how long', async () => {
    for (const path of ['/users/log-in', '/users/register']) {
      const { text } = await new HttpBrowser().get(path)
      expect(text.replaceAll(/\s+/g, ' ')).toContain(
        'It ends a day after you last used it. Nothing that you type here leaves it',
      )
      expect(text).toContain('ana@example.test')
    }
  })

  test('keeps what was typed, except the password', async () => {
    const browser = await withPassword()

    const { status, text } = await logInWith(browser, ANA, 'not the right one')

    expect(status).toBe(422)
    expect(text).toContain('Invalid email or password')
    expect(text.match(/value="ana@example\.test"/g)).toHaveLength(2)
    expect(text).not.toContain('not the right one')
  })

  test('warns of an address that looks real, and works all the same', async () => {
    const browser = new HttpBrowser()

    const refused = await logInWith(browser, 'ana@gmail.com', 'x')
    expect(refused.text).toContain('ana@gmail.com looks like a real address.')
    const asked = await browser.postForJson('/users/log-in', { 'user[email]': 'ana@gmail.com' })
    expect(asked.json.flash.info).toContain('If your email is in our system')
    expect(asked.json.flash.warning).toContain('looks like a real address')

    await browser.post('/users/register', { 'user[email]': 'ana@gmail.com' })
    const { text } = await browser.get('/users/log-in')
    expect(text).toContain('An email was sent to ana@gmail.com')
    expect(text).toContain('looks like a real address')
    expect((await browser.get('/users/log-in')).text).not.toContain('looks like a real address')
  })
})

describe('a password', () => {
  test('logs in, whatever the case of the address', async () => {
    const browser = await withPassword()

    const { status, headers } = await logInWith(browser, 'ANA@example.TEST', PASSWORD)

    expect([status, headers.get('location')]).toEqual([303, '/'])
    expect((await browser.getJson('/')).json).toMatchObject({
      flash: { info: 'Welcome back!' },
      scope: { user: { email: ANA } },
    })
  })

  test('logs nobody in with the same words for every reason', async () => {
    const browser = await withPassword()
    await browser.postForJson('/users/register', { 'user[email]': 'bo@example.test' })

    const answers = await Promise.all(
      [
        [ANA, 'not the right one'],
        [ANA, PASSWORD.toUpperCase()],
        [ANA, `${PASSWORD} `],
        [ANA, ''],
        [ANA, 'a'.repeat(73)],
        ['bo@example.test', PASSWORD],
        ['nobody@example.test', PASSWORD],
        ['', ''],
      ].map(([email, password]) =>
        browser.postForJson('/users/log-in', {
          'user[email]': email!,
          'user[password]': password!,
        }),
      ),
    )

    for (const { status, json, headers } of answers) {
      expect(status).toBe(422)
      expect(json.flash).toEqual({ error: 'Invalid email or password' })
      expect(json.changeset).toBeNull()
      expect(headers.getSetCookie()).toEqual([])
    }
  })

  test.for([
    { email: ANA, password: 5 },
    { email: ANA, password: [PASSWORD] },
    { email: ANA, password: { a: PASSWORD } },
    { email: ANA, password: null },
    { email: [ANA], password: PASSWORD },
    { email: { a: ANA }, password: PASSWORD },
    { email: null, password: PASSWORD },
    { token: 5 },
    { token: ['a'] },
    { token: null, email: ANA },
  ])('that is %j is wrong, and mails nothing', async (user) => {
    const browser = await withPassword()
    const mails = async () => (await browser.getJson('/sandbox/mailbox')).json.mails!.length
    const before = await mails()

    const { status } = await browser.postJson('/users/log-in', { user })

    expect(status).toBe(422)
    expect(await userOf(browser)).toBeNull()
    expect(await mails()).toBe(before)
  })

  test.for([{}, { user: {} }, { user: 'ana' }, { user: { email: 5 } }, { user: { email: [ANA] } }])(
    'and an email that are both missing, as in %j, are asked for',
    async (body) => {
      const { status, json } = await new HttpBrowser().postJson('/users/log-in', body)

      expect(status).toBe(422)
      expect(json.error).toBe('Send an email, and a password if you have one.')
    },
  )
})

describe('logging in', () => {
  test('as another person leaves nothing of the first one', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)
    const first = browser.cookies.get(SESSION)!
    await browser.sibling().post('/users/register', { 'user[email]': 'bo@example.test' })

    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })

    expect(await userOf(browser)).toMatchObject({ email: 'bo@example.test' })
    const replayed = browser.sibling()
    replayed.cookies.set(SESSION, first)
    expect(await userOf(replayed)).toBeNull()
  })

  test('leads to the page that asked for it, once', async () => {
    const browser = await withPassword()
    await browser.get('/users/settings')

    const first = await logInWith(browser, ANA, PASSWORD)
    const second = await logInWith(browser, ANA, PASSWORD)

    expect(first.headers.get('location')).toBe('/users/settings')
    expect(second.headers.get('location')).toBe('/')
  })

  test('leads to no address that a form was sent to', async () => {
    const browser = await withPassword()
    await browser.send('put', '/users/settings', { action: 'update_email' })

    expect((await logInWith(browser, ANA, PASSWORD)).headers.get('location')).toBe('/')
  })

  test('leads to no address that the link or the form names', async () => {
    const browser = await withPassword()
    const ways = ['//evil.test', '/\\evil.test', 'https://evil.test', '/x']
    for (const way of ways) {
      const query = `?return_to=${encodeURIComponent(way)}&user_return_to=${encodeURIComponent(way)}`
      await browser.get(`/users/settings${query}`)
      const { headers } = await browser.post(`/users/log-in`, {
        'user[email]': ANA,
        'user[password]': PASSWORD,
        return_to: way,
        user_return_to: way,
      })
      expect(headers.get('location')).toMatch(/^\/users\/settings/)
      await browser.send('delete', '/users/log-out')
    }
  })

  test('is nothing that a stage asks for by opening', async () => {
    const browser = await withPassword()

    const { headers } = await browser.get('/users/settings', { 'glasshouse-fragment': 'frame' })

    expect(headers.get('location')).toBe('/users/log-in')
    expect(headers.getSetCookie()).toEqual([])
  })

  test('is not asked of those who are, on the registration', async () => {
    const browser = await withPassword()
    await logInWith(browser, ANA, PASSWORD)

    const shown = await browser.get('/users/register')
    const sent = await browser.post('/users/register', { 'user[email]': 'bo@example.test' })

    for (const { status, headers } of [shown, sent])
      expect([status, headers.get('location')]).toEqual([303, '/'])
    expect((await browser.getJson('/sandbox/mailbox')).json.mails).not.toContainEqual(
      expect.objectContaining({ to: 'bo@example.test' }),
    )
  })

  test('by a link says so, the first time in other words', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)
    expect((await browser.getJson('/')).json.flash.info).toBe('User confirmed successfully.')

    await browser.logIn(ANA)

    expect((await browser.getJson('/')).json.flash.info).toBe('Welcome back!')
  })

  test('by a link shows the right buttons', async () => {
    const browser = new HttpBrowser()
    const first = await browser.get(`/users/log-in/${await browser.registerAndReadToken(ANA)}`)
    expect(first.text).toContain('Welcome ana@example.test')
    expect(first.text).toContain('Confirm and stay logged in')
    expect(first.text).toContain('Confirm and log in only this time')
    expect(first.text).toContain('If you prefer passwords, you can enable them')

    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
    await browser.post('/users/log-in', { 'user[email]': ANA })
    const link = `/users/log-in/${await browser.readToken()}`
    const visitor = await browser.sibling().get(link)
    expect(visitor.text).toContain('Keep me logged in on this device')
    expect(visitor.text).toContain('Log me in only this time')
    const again = await browser.get(link)
    expect(again.text).not.toContain('Keep me logged in on this device')
    expect(again.text).toMatch(/>\s*Log in\s*<\/button>/)
  })

  test('that is a first one asks whether to stay logged in, whoever is logged in', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)

    // Registering is for who is logged out: another browser of the same person does it.
    const other = browser.sibling()
    await other.post('/users/register', { 'user[email]': 'bo@example.test' })
    const { text } = await browser.get(`/users/log-in/${await other.readToken()}`)

    expect(text).toContain('Welcome bo@example.test')
    expect(text).toContain('Confirm and stay logged in')
    expect(text).toContain('Confirm and log in only this time')
    expect(text).not.toMatch(/>\s*Log in\s*<\/button>/)
  })
})

describe('the methods of a page', () => {
  test.for([
    ['PUT', '/users/log-in'],
    ['DELETE', '/users/register'],
    ['POST', '/users/log-out'],
    ['GET', '/users/log-out'],
    ['POST', '/users/log-in/x'],
    ['GET', '/sandbox/reset'],
    ['GET', '/sandbox/delete'],
    ['POST', '/sandbox/download'],
    ['GET', '/sandbox/settings'],
    ['DELETE', '/sandbox'],
  ] as const)('are not %s at %s', async ([method, path]) => {
    const browser = new HttpBrowser()
    const { status, headers } = await browser.request(path, {
      method,
      headers: { origin: browser.origin },
    })

    expect(status).toBe(405)
    expect(headers.get('allow')).not.toContain(method)
  })

  test.for([
    ['POST', '/users/settings'],
    ['DELETE', '/users/settings'],
    ['POST', '/users/settings/sessions'],
    ['PUT', '/users/settings/api-tokens'],
    ['GET', '/users/settings/api-tokens/1'],
    ['DELETE', '/users/settings/confirm-email/x'],
  ] as const)('of the settings are not %s at %s', async ([method, path]) => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)

    const { status } = await browser.request(path, { method, headers: { origin: browser.origin } })

    expect(status).toBe(405)
  })

  test('may be said by a program as they are', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)
    const json = {
      origin: browser.origin,
      'content-type': 'application/json',
      accept: 'application/json',
    }

    const refused = await browser.request('/users/settings', {
      method: 'PUT',
      headers: json,
      body: JSON.stringify({ action: 'update_email', user: { email: 'ana' } }),
    })
    const gone = await browser.request('/users/log-out', { method: 'DELETE', headers: json })

    expect(refused.status).toBe(422)
    expect(gone.json).toMatchObject({ ok: true, location: '/' })
    expect(await userOf(browser)).toBeNull()
  })
})

describe('whoever is logged out', () => {
  test.for([
    ['GET', '/users/settings'],
    ['PUT', '/users/settings'],
    ['GET', '/users/settings/sessions'],
    ['DELETE', '/users/settings/sessions'],
    ['GET', '/users/settings/api-tokens'],
    ['POST', '/users/settings/api-tokens'],
    ['DELETE', '/users/settings/api-tokens/1'],
    ['GET', '/users/settings/confirm-email/x'],
    ['POST', '/users/settings/confirm-email/x'],
  ] as const)('is asked to log in by %s %s', async ([method, path]) => {
    const browser = new HttpBrowser()
    const headers = { origin: browser.origin }
    const page = await browser.request(path, { method, headers })
    const json = await browser.request(path, {
      method,
      headers: { ...headers, accept: 'application/json' },
    })

    expect([page.status, ledTo(page)]).toEqual([303, '/users/log-in'])
    expect(json.status).toBe(401)
    expect(json.json.flash.error).toBe('You must log in to access this page.')
  })
})
