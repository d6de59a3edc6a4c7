import { describe, expect, inject, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR, type Answer } from '../support/http-browser.ts'
import { FLASH, LESSON, RETURN_TO } from '../support/site-cookies.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { Inside } from './inside.ts'
import { ANA, loggedIn, userOf } from './people.ts'

const host = () => new URL(inject('origin')).host
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('markup that somebody sends', () => {
  // No spaces, so that it can be an address; quotes, so that it can leave an attribute.
  const MARKUP = `"'><svg/onload=alert(1)></script><script>alert(1)</script>`
  const EMAIL = `${MARKUP}@example.test`

  /** Inside the quotes of an attribute it is text; what comes out of them would run. */
  function expectText({ text, headers }: Answer, path: string): void {
    if (!/html/.test(headers.get('content-type') ?? '')) return
    const outside = text.replaceAll(/="[^"]*"/g, '=""')
    expect([path, outside.match(/<svg\/onload|<script>alert|\sonload=|<img\b/i)]).toEqual([
      path,
      null,
    ])
  }

  test('I7 is text on every page that shows an address', async () => {
    const browser = new HttpBrowser()
    const registered = await browser.post('/users/register', { 'user[email]': EMAIL })
    expect(registered.status).toBe(303)
    const flash = await browser.get('/users/log-in')
    expect(flash.text).toContain('&lt;svg/onload=alert(1)&gt;')
    const token = await browser.readToken()
    const pages = [
      ['flash', flash],
      ['welcome', await browser.get(`/users/log-in/${token}`)],
      ['taken', await browser.post('/users/register', { 'user[email]': EMAIL })],
      ['refused', await browser.post('/users/register', { 'user[email]': `${MARKUP} ` })],
      [
        'wrong',
        await browser.post('/users/log-in', { 'user[email]': EMAIL, 'user[password]': MARKUP }),
      ],
      ['bad token', await browser.post('/users/log-in', { 'user[token]': MARKUP })],
      ['log in', await browser.post('/users/log-in', { 'user[token]': token })],
      ['home', await browser.get('/')],
      ['settings', await browser.get('/users/settings')],
      [
        'same',
        await browser.send('put', '/users/settings', {
          action: 'update_email',
          'user[email]': EMAIL,
        }),
      ],
      ['action', await browser.send('put', '/users/settings', { action: MARKUP })],
      ['again', await browser.get('/users/log-in')],
      ['menu', await browser.get('/fragments/progress')],
      ['sandbox', await browser.get('/sandbox')],
      ['mailbox', await browser.get('/sandbox/mailbox')],
      ['traces', await browser.get('/sandbox/traces')],
      ['clock', await browser.post('/sandbox/clock', { advance: MARKUP })],
    ] as const
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json

    for (const [path, page] of pages) expectText(page, path)
    for (const path of [
      ...mails.map(({ id }) => `/sandbox/mailbox/${id}`),
      ...traces.map(({ id }) => `/sandbox/traces/${id}`),
    ])
      expectText(await browser.get(path), path)
    expect(traces.length).toBeGreaterThan(10)
  })

  test('I7 is text on every page that an address or a header reaches', async () => {
    const browser = await loggedIn()
    const escaped = encodeURIComponent(MARKUP).replaceAll("'", '%27')
    const headers = { referer: `${browser.origin}/${escaped}`, 'user-agent': MARKUP }

    for (const path of [
      ...[
        `/${escaped}`,
        `/?lesson=${escaped}`,
        `/?q=${escaped}`,
        `/users/log-in?lesson=${escaped}`,
      ],
      ...[`/users/log-in/${escaped}`, `/sandbox/mailbox/${escaped}`, `/sandbox/traces/${escaped}`],
      ...[`/as/${escaped}/users/log-in`, `/lessons/${escaped}`, `/users/settings?${escaped}=1`],
      ...[`/users/log-in?_action=${escaped}`, `/_astro/${escaped}.js`],
    ])
      expectText(await browser.get(path, headers), path)
    for (const cookie of [SESSION, FLASH, LESSON]) {
      const visitor = browser.sibling()
      visitor.cookies.set(cookie, escaped)
      expectText(await visitor.get('/users/log-in'), cookie)
    }
    expectText(
      await browser.request('/users/register', {
        method: 'POST',
        body: MARKUP,
        headers: { ...FORM, origin: browser.origin },
      }),
      'body',
    )
  })

  test('I7 is text in what the front itself answers', async () => {
    for (const lines of [
      [`GET /${MARKUP} HTTP/1.1`, `Host: ${host()}`],
      [`GET / HTTP/1.1`, `Host: ${MARKUP}`],
      [`POST / HTTP/1.1`, `Host: ${host()}`, `Origin: ${MARKUP}`],
      [`GET /<svg/onload=alert(1)> HTTP/1.1`, `Host: ${host()}`],
    ]) {
      const answer = await rawRequest(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
      expect(statusOf(answer)).toBeGreaterThanOrEqual(400)
      expect(answer).not.toMatch(/<svg\/onload|<script>alert/)
    }
  })

  test('I7 is never what a planted flash says', async () => {
    const plant = async (value: unknown) => {
      const visitor = new HttpBrowser()
      const text = Buffer.from(JSON.stringify(value)).toString('base64url')
      visitor.cookies.set(FLASH, text)
      return visitor.get('/users/log-in')
    }

    for (const value of [
      ['registered', `${MARKUP} call this number`],
      ['registered', MARKUP],
      [MARKUP, ''],
      ['__proto__', ''],
      ['constructor', ANA],
      { info: MARKUP },
      MARKUP,
    ]) {
      const page = await plant(value)
      expect(page.status).toBe(200)
      expectText(page, JSON.stringify(value))
      expect(page.text).not.toContain('call this number')
    }
  })
})

describe('text that is no UTF-8', () => {
  const BROKEN = ['%E0%A4%A', '%E0%A4', '%ff', '%C0%AF', '%ED%A0%80', '%F5%80%80%80', '%', '%zz']

  test('I8 is refused in an address and in its query', async () => {
    for (const text of BROKEN)
      for (const target of [`/${text}`, `/users/log-in/${text}`, `/?q=${text}`, `/?${text}=1`]) {
        const answer = await rawRequest(
          `GET ${target} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`,
        )
        expect([target, statusOf(answer)]).toEqual([target, 400])
      }
  })

  test('I8 is refused in a form', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()
    const send = (body: string | Uint8Array<ArrayBuffer>) =>
      browser.sibling().request('/users/register', {
        method: 'POST',
        body,
        headers: { ...FORM, origin: browser.origin },
      })

    for (const text of BROKEN) {
      const statuses = [
        (await send(`user[email]=${text}@example.test`)).status,
        (await send(`user[${text}]=1&user[email]=bo@example.test`)).status,
      ]
      expect([text, ...statuses]).toEqual([text, 400, 400])
    }
    expect((await send(new Uint8Array([0x61, 0x3d, 0xff, 0xfe]))).status).toBe(400)
    expect(inside.state()).toBe(before)
  })

  test('I8 is no error in a cookie', async () => {
    const browser = await loggedIn()
    for (const text of [...BROKEN, 'ä', '"', '{}', 'a'.repeat(4_000)])
      for (const name of [
        ...[SESSION, VISITOR, FLASH, RETURN_TO].map((one) => browser.named(one)),
        'x',
      ]) {
        const cookie = Buffer.from(`${name}=${text}; y=${text}`).toString('latin1')
        const answer = await fetch(`${browser.origin}/users/log-in`, { headers: { cookie } })
        expect([name, text.slice(0, 20), answer.status]).toEqual([name, text.slice(0, 20), 200])
      }
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test.for([
    ['the right one first', (right: string) => [right, 'a'.repeat(43)]],
    ['the right one last', (right: string) => ['a'.repeat(43), right]],
    ['both the same', (right: string) => [right, right]],
  ] as const)('I8 two session cookies are none: %s', async ([, values]) => {
    const browser = await loggedIn()
    const sessions = values(browser.cookies.get(SESSION) ?? '').map(
      (value) => `${browser.named(SESSION)}=${value}`,
    )
    const cookie = [`${browser.named(VISITOR)}=${browser.cookies.get(VISITOR)}`, ...sessions].join(
      '; ',
    )

    const answer = await fetch(`${browser.origin}/`, {
      headers: { cookie, accept: 'application/json' },
    })

    const { scope } = (await answer.json()) as Answer['json']
    expect(scope.user).toBeNull()
  })
})
