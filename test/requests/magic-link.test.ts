import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR } from '../support/http-browser.ts'
import { siteAttributes, siteCookie } from '../support/site-cookies.ts'

const confirm = (browser: HttpBrowser, token: string) =>
  browser.post('/users/log-in?_action=confirmed', { 'user[token]': token })

describe('a magic link', () => {
  test('shows a button, and is not used up by looking', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')

    for (let look = 0; look < 5; look += 1) {
      const { status, text } = await browser.get(`/users/log-in/${token}`)
      expect(status).toBe(200)
      expect(text).toContain('Confirm and stay logged in')
    }
    await browser.request(`/users/log-in/${token}`, { method: 'HEAD' })

    expect((await confirm(browser, token)).status).toBe(303)
  })

  test('logs in, and the layout shows who is here', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')

    const { headers } = await confirm(browser, token)

    expect(headers.get('location')).toBe('/')
    // The home of the app, as the stage on the home of the site shows it.
    const { text } = await browser.get('/', { 'glasshouse-fragment': 'stage' })
    expect(text).toContain('User confirmed successfully.')
    expect(text).toContain('ana@example.test')
    expect(text).toContain('Settings')
    expect(text).toContain('Log out')
    expect(text).not.toContain('>Register<')
  })

  test('works once, however many press at the same moment', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')
    const visitor = browser.cookies.get(VISITOR) ?? ''

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const tab = new HttpBrowser()
        tab.cookies.set('visitor', visitor)
        return confirm(tab, token).then(({ status }) => ({
          status,
          session: tab.cookies.has(SESSION),
        }))
      }),
    )

    expect(answers.filter(({ session }) => session)).toEqual([{ status: 303, session: true }])
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19)
  })

  test.for(['', 'x', 'a'.repeat(43), '%00', '..%5C', 'ü', 'a'.repeat(1_900)])(
    'that is %j gets the same answer as one that expired',
    async (token) => {
      const browser = new HttpBrowser()
      const { status, text } = await confirm(browser, token)

      expect(status).toBe(422)
      expect(text).toContain('The link is invalid or it has expired.')
      expect(browser.cookies.has(SESSION)).toBe(false)
    },
  )

  test('leads to the log-in page when it is opened too late', async () => {
    const { status, headers } = await new HttpBrowser().get(`/users/log-in/${'a'.repeat(43)}`)

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
  })

  test('is asked for with the same answer, whether the address is known or not', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndReadToken('ana@example.test')

    const ask = (email: string) => browser.postForJson('/users/log-in', { 'user[email]': email })
    const [known, unknown] = [await ask('ana@example.test'), await ask('bo@example.test')]

    expect(known.json.flash).toEqual(unknown.json.flash)
    expect(known.json.location).toEqual(unknown.json.location)
    expect(known.json.flash.info).toBe(
      'If your email is in our system, you will receive instructions for logging in shortly.',
    )
  })
})

describe('logging out', () => {
  test('ends the session on the server, not only in the browser', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    const session = browser.cookies.get(SESSION) ?? ''

    const { status, headers } = await browser.post('/users/log-out', { _method: 'delete' })

    expect([status, headers.get('location')]).toEqual([303, '/'])
    expect(browser.cookies.has(SESSION)).toBe(false)
    browser.cookies.set(SESSION, session)
    expect((await browser.getJson('/')).json.scope.user).toBeNull()
  })

  test('works for somebody who is logged out', async () => {
    const { status } = await new HttpBrowser().post('/users/log-out', { _method: 'delete' })
    expect(status).toBe(303)
  })

  test('is nothing that a link can do', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')

    expect((await browser.get('/users/log-out')).status).toBe(405)
    expect((await browser.getJson('/')).json.scope.user).toMatchObject({
      email: 'ana@example.test',
    })
  })
})

describe('a session', () => {
  test('is a new one at every log-in, and the one before is over', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    const first = browser.cookies.get(SESSION) ?? ''

    await browser.post('/users/log-in', { 'user[email]': 'ana@example.test' })
    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })

    expect(browser.cookies.get(SESSION)).not.toBe(first)
    browser.cookies.set(SESSION, first)
    expect((await browser.getJson('/')).json.scope.user).toBeNull()
  })

  test('is never the one that a client chose', async () => {
    const browser = new HttpBrowser()
    const planted = 'a'.repeat(43)
    const token = await browser.registerAndReadToken('ana@example.test')
    browser.cookies.set(SESSION, planted)

    await confirm(browser, token)

    expect(browser.cookies.get(SESSION)).toMatch(/^[\w-]{43}$/)
    expect(browser.cookies.get(SESSION)).not.toBe(planted)
  })

  test('ends with the browser, unless it was asked to stay', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')
    const short = await confirm(browser, token)
    await browser.post('/users/log-in', { 'user[email]': 'ana@example.test' })
    const long = await browser.post('/users/log-in', {
      'user[token]': await browser.readToken(),
      'user[remember_me]': 'true',
    })

    const cookie = ({ headers }: { headers: Headers }) =>
      headers.getSetCookie().find((line) => line.startsWith(`${siteCookie(SESSION)}=`))
    const [value, ...attributes] = cookie(short)?.split('; ') ?? []
    expect(value).toMatch(/=[\w-]{43}$/)
    expect(attributes.join('; ')).toBe(siteAttributes())
    expect(cookie(long)).toContain('Max-Age=1209600')
  })

  test('is wanted by the settings, which send a visitor to log in and back', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')

    const { status, headers } = await browser.get('/users/settings')
    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect((await browser.get('/users/log-in')).text).toContain(
      'You must log in to access this page.',
    )

    expect((await confirm(browser, token)).headers.get('location')).toBe('/users/settings')
  })

  test('is asked for with 401 when JSON is wanted', async () => {
    const { status, json } = await new HttpBrowser().getJson('/users/settings')
    expect(status).toBe(401)
    expect(json.flash.error).toBe('You must log in to access this page.')
  })
})
