import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { expireSandboxes } from '../support/expire-sandboxes.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'

let server: BuiltServer

beforeAll(async () => {
  server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000' })
})
afterAll(() => server.stop())

/** Somebody who has acted and logged in, whose sandbox then runs out. */
async function whoLostTheirs(): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server.origin)
  await browser.registerAndLogIn('ana@example.test')
  await expireSandboxes(server)
  return browser
}

const register = (browser: HttpBrowser, fields: Record<string, string> = {}) =>
  browser.post('/users/register', { 'user[email]': 'new@example.test', ...fields })

describe('a sandbox that expired while a page was open', () => {
  test('is told of by the next action, which does nothing and keeps what was typed', async () => {
    const browser = await whoLostTheirs()

    const { status, text } = await register(browser, { _lesson: 'persons/who-comes-in' })

    expect(status).toBe(410)
    expect(text).toContain('Your sandbox has expired')
    expect(text).toContain(
      'Nobody used your sandbox for 24 hours, so it was thrown away. Nothing was done yet. What you sent is kept.',
    )
    expect(text).toContain('<dd>new@example.test</dd>')
    expect(text).toContain('<input type="hidden" name="user[email]" value="new@example.test">')
    expect(text).toContain('name="_lesson" value="persons/who-comes-in"')
    expect(text).toMatch(/action="\/users\/register"/)
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })

  test('goes on in a fresh one with one press', async () => {
    const browser = await whoLostTheirs()
    await register(browser)

    const { status, headers } = await register(browser, { _fresh: 'true' })

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({
      number: 2,
      users: { count: 1 },
    })
    // From then on it is a sandbox like any other.
    expect((await register(browser)).status).toBe(422)
  })

  test('is told of by a page, too, and then the next action goes on by itself', async () => {
    const browser = await whoLostTheirs()

    const { text } = await browser.get('/users/register')

    expect(text).toContain('so it was thrown away. Your next action makes a fresh one.')
    const house = (await browser.get('/sandbox')).text
    expect(house).toContain('You have no sandbox now')
    expect(house).toContain('Your next action makes one:')
    expect((await register(browser)).status).toBe(303)
    expect((await browser.get('/users/register')).text).not.toContain('thrown away. Your next')
  })

  test('is not told of by what is fetched beside a page', async () => {
    const browser = await whoLostTheirs()
    await browser.get('/fragments/progress')
    await browser.getJson('/sandbox')

    expect((await register(browser)).status).toBe(410)
  })

  test('never sends a password back', async () => {
    const browser = await whoLostTheirs()
    const secret = 'correct horse battery'

    const fields = { 'user[email]': 'ana@example.test', 'user[password]': secret }
    const { status, text } = await browser.post('/users/log-in', fields)

    expect(status).toBe(410)
    expect(text).not.toContain(secret)
    expect(text).toContain('A password or a token is not: it never travels back.')
    expect(text).toContain('value="ana@example.test"')
  })

  test('keeps what was typed as text, whatever it is', async () => {
    const browser = await whoLostTheirs()

    const { text } = await browser.post('/users/register', {
      'user[email]': '"><script>alert(1)</script>@b',
    })

    expect(text).toContain('<dd>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;@b</dd>')
    expect(text).toContain('value="&quot;><script>alert(1)</script>@b">')
    expect(text.replaceAll(/="[^"]*"/g, '')).not.toContain('<script>alert')
  })

  test('leads an acting persona on as that persona', async () => {
    const browser = await whoLostTheirs()

    const { text } = await browser.post('/as/alice/users/register', { 'user[email]': 'a@b' })

    expect(text).toContain('action="/as/alice/users/register"')
  })

  test('is told of in JSON, with what to send', async () => {
    const browser = await whoLostTheirs()

    const { status, json } = await browser.postForJson('/sandbox/clock', { advance: '15m' })

    expect(status).toBe(410)
    expect(json).toMatchObject({
      ok: false,
      remedy: { action: '/sandbox/clock', fields: { advance: '15m', _fresh: 'true' } },
    })
  })

  test.for([
    ['/sandbox/reset', 303],
    ['/sandbox/delete', 303],
    ['/progress/delete', 303],
  ] as const)('is no hindrance to %s', async ([path, status]) => {
    const browser = await whoLostTheirs()

    expect((await browser.post(path)).status).toBe(status)
  })

  test('of a browser that the server does not know is the same, and the cookie stays until the reader goes on', async () => {
    const browser = new HttpBrowser(server.origin)
    browser.cookies.set(VISITOR, 'a'.repeat(43))

    const { status, text } = await register(browser)

    expect(status).toBe(410)
    expect(text).toContain('does not know your browser any more')
    expect(text).toContain('value="new@example.test"')
    expect(browser.cookies.get(VISITOR)).toBe('a'.repeat(43))
    expect((await register(browser)).status).toBe(410)
    expect((await register(browser, { _fresh: 'true' })).status).toBe(303)
    expect(browser.cookies.get(VISITOR)).not.toBe('a'.repeat(43))
  })
})
