/**
 * What a browser sees of the life of a session. The times themselves are rows
 * S8 to S10 and S13 in test/security/session-lifetimes.test.ts, and to the
 * millisecond in test/accounts/session-renewal.test.ts.
 */
import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'
import { REMEMBER_ME, siteAttributes, siteCookie } from '../support/site-cookies.ts'

const ANA = 'ana@example.test'
const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user
const sessionsOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/users/settings')).json.sessions!
const cookieIn = ({ headers }: { headers: Headers }, name = SESSION) =>
  headers.getSetCookie().find((line) => line.startsWith(`${siteCookie(name)}=`))

async function loggedIn(fields: Record<string, string> = {}): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndReadToken(ANA)
  await browser.logIn(ANA, fields)
  return browser
}

/** Another tab: the same cookies, as they are now. */
function tabOf(browser: HttpBrowser): HttpBrowser {
  const tab = new HttpBrowser(browser.origin)
  for (const [name, value] of browser.cookies) tab.cookies.set(name, value)
  return tab
}

describe('a session', () => {
  test('gets a new token from the seventh day on', async () => {
    const browser = await loggedIn()
    const before = browser.cookies.get(SESSION)
    await browser.advance('7d1s')

    const answer = await browser.getJson('/')

    expect(cookieIn(answer)).toMatch(/=[\w-]{43}; Path=\/; HttpOnly/)
    expect(browser.cookies.get(SESSION)).not.toBe(before)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test('lives on with its new token when the old one ends on the fourteenth day', async () => {
    const browser = await loggedIn()
    const oldTab = tabOf(browser)
    await browser.advance('7d1s')
    await browser.getJson('/')

    await browser.advance('6d23h59m')
    expect(await userOf(oldTab)).toMatchObject({ email: ANA })
    await browser.advance('2m')

    expect(await userOf(oldTab)).toBeNull()
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test('ends on both of its tokens with one log-out', async () => {
    const browser = await loggedIn()
    const oldTab = tabOf(browser)
    await browser.advance('7d1s')
    await browser.getJson('/')

    await browser.send('delete', '/users/log-out')

    expect(await userOf(oldTab)).toBeNull()
  })

  test('is one entry of the list, whichever of its tokens is in use', async () => {
    const browser = await loggedIn()
    await browser.advance('7d1s')
    await browser.getJson('/')
    await browser.logIn(ANA)

    expect((await sessionsOf(browser)).filter(({ current }) => current)).toHaveLength(1)
  })
})

describe('the wish to stay logged in', () => {
  test('outlasts a new token', async () => {
    const browser = await loggedIn({ 'user[remember_me]': 'true' })
    await browser.advance('7d1s')

    const answer = await browser.getJson('/')

    expect(cookieIn(answer)).toContain('Max-Age=1209600')
    expect(cookieIn(answer, REMEMBER_ME)).toContain('Max-Age=1209600')
  })

  test('is not made up by a new token', async () => {
    const browser = await loggedIn()
    await browser.advance('7d1s')

    const answer = await browser.getJson('/')

    expect(cookieIn(answer)).not.toContain('Max-Age')
    expect(cookieIn(answer, REMEMBER_ME)).toBeUndefined()
  })

  test('outlasts a log-in of the same person', async () => {
    const browser = await loggedIn({ 'user[remember_me]': 'true' })

    expect(cookieIn(await browser.logIn(ANA))).toContain('Max-Age=1209600')
  })

  test('does not pass to another person', async () => {
    const browser = await loggedIn({ 'user[remember_me]': 'true' })
    await browser.sibling().post('/users/register', { 'user[email]': 'bo@example.test' })

    const answer = await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })

    expect(await userOf(browser)).toMatchObject({ email: 'bo@example.test' })
    expect(cookieIn(answer)).not.toContain('Max-Age')
    expect(cookieIn(answer, REMEMBER_ME)).toContain('Max-Age=0')
  })

  test('is over with the session', async () => {
    const browser = await loggedIn({ 'user[remember_me]': 'true' })

    const answer = await browser.send('delete', '/users/log-out')

    for (const name of [SESSION, REMEMBER_ME])
      expect(cookieIn(answer, name)).toBe(`${siteCookie(name)}=; Max-Age=0; ${siteAttributes()}`)
  })
})

describe('proving who one is', () => {
  test('again leads back to the settings, in the same browser, as the same person', async () => {
    const browser = await loggedIn()
    await browser.advance('10m1s')
    await browser.get('/users/settings')

    const page = await browser.get('/users/log-in')
    expect(page.text).toContain('You must re-authenticate to access this page.')
    expect(page.text).toContain(
      'You need to reauthenticate to perform sensitive actions on your account.',
    )
    expect(page.text).toMatch(/value="ana@example\.test"[^>]*readonly/)
    const { headers } = await browser.logIn(ANA)

    expect(headers.get('location')).toBe('/users/settings')
    expect((await browser.get('/users/settings')).status).toBe(200)
  })

  test('is asked of JSON with 401', async () => {
    const browser = await loggedIn()
    await browser.advance('10m1s')

    const { status, json } = await browser.getJson('/users/settings')

    expect(status).toBe(401)
    expect(json).toMatchObject({
      ok: false,
      flash: { error: 'You must re-authenticate to access this page.' },
      location: '/users/log-in',
    })
  })
})
