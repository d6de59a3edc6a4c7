import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'

const PASSWORD = 'correct horse battery'
const ANOTHER = 'staple of the other day'

const fieldsOf = (password: string, { confirmation = password, current = '' } = {}) => ({
  action: 'update_password',
  'user[password]': password,
  'user[password_confirmation]': confirmation,
  ...(current !== '' && { 'user[current_password]': current }),
})
const save = (browser: HttpBrowser, ...args: Parameters<typeof fieldsOf>) =>
  browser.send('put', '/users/settings', fieldsOf(...args))
const saveForJson = (browser: HttpBrowser, ...args: Parameters<typeof fieldsOf>) =>
  browser.sendForJson('put', '/users/settings', fieldsOf(...args))
const logInWith = (browser: HttpBrowser, password: string) =>
  browser.post('/users/log-in', {
    'user[email]': 'ana@example.test',
    'user[password]': password,
  })
const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user

async function loggedIn(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn('ana@example.test')
  return browser
}

async function withPassword(): Promise<HttpBrowser> {
  const browser = await loggedIn()
  await save(browser, PASSWORD)
  return browser
}

describe('the first password', () => {
  test('is set without another, and logs in from then on', async () => {
    const browser = await loggedIn()

    const { status, headers } = await save(browser, PASSWORD)

    expect([status, headers.get('location')]).toEqual([303, '/users/settings'])
    expect((await browser.getJson('/users/settings')).json).toMatchObject({
      flash: { info: 'Password updated successfully.' },
      has_password: true,
    })
    const visitor = browser.sibling()
    expect((await logInWith(visitor, PASSWORD)).headers.get('location')).toBe('/')
    expect((await visitor.getJson('/')).json.flash.info).toBe('Welcome back!')
  })

  test('is asked for in a form without a field for the current one', async () => {
    const browser = await loggedIn()

    expect((await browser.get('/users/settings')).text).not.toContain('Current password')
    await save(browser, PASSWORD)
    expect((await browser.get('/users/settings')).text).toContain('Current password')
  })

  test.for([
    ['', '', 'password', "can't be blank"],
    ['eleven chars'.slice(0, 11), undefined, 'password', 'should be at least 12 character(s)'],
    ['a'.repeat(73), undefined, 'password', 'should be at most 72 character(s)'],
    ['😀'.repeat(6), undefined, 'password', 'should be at least 12 character(s)'],
    [PASSWORD, 'something else', 'password_confirmation', 'does not match password'],
    [PASSWORD, '', 'password_confirmation', 'does not match password'],
  ] as const)(
    'that is %j is refused at its field',
    async ([password, confirmation, field, message]) => {
      const browser = await loggedIn()
      const options = confirmation === undefined ? {} : { confirmation }

      const { status, json } = await saveForJson(browser, password, options)
      const page = await save(browser, password, options)

      expect(status).toBe(422)
      expect(json.changeset!.errors).toContainEqual(expect.objectContaining({ field, message }))
      expect(page.text).toContain(message.replace("'", '&#39;'))
      expect(page.text).toContain('caught by:')
      expect((await browser.getJson('/users/settings')).json.has_password).toBe(false)
    },
  )

  test('is asked for beside the user name, for password managers, which is not sent', async () => {
    const browser = await loggedIn()

    const refused = { action: 'update_email', 'user[email]': 'refused' }
    const { text } = await browser.send('put', '/users/settings', refused)

    const form = /<form[^>]*id="update_password".*?<\/form>/s.exec(text)?.[0] ?? ''
    const [field = ''] = form.match(/<input[^>]*autocomplete="username"[^>]*>/) ?? []
    expect(field).toContain('value="ana@example.test"')
    expect(field).toMatch(/ readonly.* hidden|hidden.* readonly/)
    expect(field).not.toContain('name=')
  })

  test('that many people use is refused', async () => {
    const { json } = await saveForJson(await loggedIn(), 'passwordpassword')

    expect(json.changeset!.errors).toContainEqual(
      expect.objectContaining({
        field: 'password',
        message: 'is a password that many people use',
      }),
    )
  })
})

describe('another password', () => {
  test.for(['wrong but long enough', '', undefined])(
    'is not set with %j as the current one',
    async (current) => {
      const browser = await withPassword()

      const { status, json } = await saveForJson(
        browser,
        ANOTHER,
        current === undefined ? {} : { current },
      )

      expect(status).toBe(422)
      expect(json.changeset!.errors).toContainEqual(
        expect.objectContaining({ field: 'current_password', message: 'is not valid' }),
      )
      expect((await logInWith(browser.sibling(), PASSWORD)).status).toBe(303)
      expect((await logInWith(browser.sibling(), ANOTHER)).status).toBe(422)
    },
  )

  test('is set with the right one, and the one before logs in no more', async () => {
    const browser = await withPassword()

    expect((await save(browser, ANOTHER, { current: PASSWORD })).status).toBe(303)

    expect((await logInWith(browser.sibling(), ANOTHER)).status).toBe(303)
    expect((await logInWith(browser.sibling(), PASSWORD)).status).toBe(422)
  })

  test('ends every other session and every open link, and gives this browser a new session', async () => {
    const browser = await withPassword()
    const [second, third] = [browser.sibling(), browser.sibling()]
    await logInWith(second, PASSWORD)
    await third.logIn('ana@example.test')
    await browser.post('/users/log-in', { 'user[email]': 'ana@example.test' })
    const link = await browser.readToken()
    const before = browser.cookies.get(SESSION)

    await save(browser, ANOTHER, { current: PASSWORD })

    expect(await userOf(second)).toBeNull()
    expect(await userOf(third)).toBeNull()
    expect((await browser.sibling().post('/users/log-in', { 'user[token]': link })).status).toBe(
      422,
    )
    expect(await userOf(browser)).toMatchObject({ email: 'ana@example.test' })
    expect(browser.cookies.get(SESSION)).not.toBe(before)
    const replayed = browser.sibling()
    replayed.cookies.set(SESSION, before!)
    expect(await userOf(replayed)).toBeNull()
  })

  test('is no new proof of who is there', async () => {
    const browser = await loggedIn()
    await browser.advance('8m')

    await save(browser, PASSWORD)

    expect((await browser.get('/users/settings')).status).toBe(200)
    await browser.advance('3m')
    expect((await browser.get('/users/settings')).headers.get('location')).toBe('/users/log-in')
  })

  test('is told to the address, without a token and without the password', async () => {
    const browser = await withPassword()

    const [notice] = await browser.readMails()

    expect(notice!.to).toBe('ana@example.test')
    expect(notice!.text.toLowerCase()).toContain('password')
    expect(notice!.text).not.toContain(PASSWORD)
    expect(notice!.text).not.toMatch(/[\w-]{43}/)
  })

  test('keeps a browser that was to stay logged in so', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndReadToken('ana@example.test')
    await browser.logIn('ana@example.test', { 'user[remember_me]': 'true' })

    const { headers } = await save(browser, PASSWORD)

    const cookie = headers
      .getSetCookie()
      .find((line) => line.startsWith(`${browser.named(SESSION)}=`))
    expect(cookie).toContain('Max-Age=1209600')
  })
})

describe('a password', () => {
  const CANARY = 'canary of the coal mine'

  test('is in no answer, no trace and no mail', async () => {
    const browser = await loggedIn()
    const answers = [
      await browser.post('/users/register', {
        'user[email]': 'bo@example.test',
        'user[password]': CANARY,
      }),
      await save(browser, CANARY, { confirmation: `${CANARY}!` }),
      await saveForJson(browser, `${CANARY}${'!'.repeat(72)}`),
      await save(browser, CANARY),
      await saveForJson(browser, ANOTHER, { current: `${CANARY}?` }),
      await logInWith(browser.sibling(), CANARY),
      await logInWith(browser.sibling(), `${CANARY}?`),
      await browser.postForJson('/users/log-in', {
        'user[email]': 'ana@example.test',
        'user[password]': `${CANARY}?`,
      }),
      await browser.getJson('/users/settings'),
    ]
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const shown = await Promise.all(
      traces.map(({ id }) => browser.getJson(`/sandbox/traces/${id}`)),
    )
    const mails = await browser.readMails()

    expect(traces.length).toBeGreaterThan(8)
    for (const { text } of [...answers, ...shown, ...mails]) expect(text).not.toContain('canary')
    for (const { headers } of answers) expect(JSON.stringify([...headers])).not.toMatch(/canary/i)
  })

  test('may be pasted, and says so to password managers', async () => {
    const browser = await withPassword()

    const { text } = await browser.get('/users/settings')

    const inputs = [...text.matchAll(/<input[^>]*type="password"[^>]*>/g)].map(([tag]) => tag)
    expect(inputs.map((tag) => /autocomplete="([^"]*)"/.exec(tag)?.[1])).toEqual([
      'current-password',
      'new-password',
      'new-password',
    ])
    for (const tag of inputs) expect(tag).not.toMatch(/value=|onpaste|maxlength|pattern/)
  })
})

test('the settings take no other action', async () => {
  const browser = await loggedIn()

  for (const action of ['', 'delete_account', 'update_email,update_password'])
    expect((await browser.sendForJson('put', '/users/settings', { action })).status).toBe(422)
})
