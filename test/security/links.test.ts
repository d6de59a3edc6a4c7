import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { Inside } from './inside.ts'
import { ANA, changeEmail, loggedIn, magicLink, userOf } from './people.ts'

const BODY = `user[email]=${ANA}`

/** A request for a link, with these lines among its headers. */
const ask = (browser: HttpBrowser, lines: readonly string[], target = '/users/log-in') =>
  rawRequest(
    [
      `POST ${target} HTTP/1.1`,
      ...lines,
      `Origin: ${browser.origin}`,
      `Cookie: ${browser.named(VISITOR)}=${browser.cookies.get(VISITOR)}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${BODY.length}`,
      'Connection: close',
      '',
      BODY,
    ].join('\r\n'),
  )

describe('the address of a link', () => {
  test.for([
    ['another host', ['Host: evil.test'], 421],
    ['two hosts', ['Host: evil.test', 'Host: HERE'], 400],
    ['this host and a port', ['Host: HERE:81'], 421],
  ] as const)('T9 is not made for %s', async ([, lines, status]) => {
    const browser = await loggedIn()
    const before = await browser.readMails()
    const here = new URL(browser.origin).host

    const answer = await ask(
      browser,
      lines.map((line) => line.replace('HERE', here)),
    )

    expect(statusOf(answer)).toBe(status)
    expect(await browser.readMails()).toEqual(before)
  })

  test('T9 is not made for a target that names another host', async () => {
    const browser = await loggedIn()
    const host = `Host: ${new URL(browser.origin).host}`

    expect(statusOf(await ask(browser, [host], 'http://evil.test/users/log-in'))).toBe(400)
  })

  test('T9 is this site’s own, whatever a proxy is said to have seen', async () => {
    const browser = await loggedIn()

    const answer = await ask(browser, [
      `Host: ${new URL(browser.origin).host}`,
      'X-Forwarded-Host: evil.test',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Port: 81',
      'X-Original-URL: http://evil.test/users/log-in',
      'X-Rewrite-URL: /evil',
      'Forwarded: host=evil.test;proto=https',
    ])

    expect(statusOf(answer)).toBe(303)
    const [mail] = await browser.readMails()
    expect(mail!.text).not.toMatch(/evil|:81|https:/)
    expect(mail!.text).toMatch(new RegExp(`^${browser.origin}/users/log-in/[\\w-]{43}$`, 'm'))
  })
})

describe('a page with a token in its address', () => {
  test('T10 tells nobody where it is, is kept nowhere, and asks nobody else for anything', async () => {
    const browser = await loggedIn()
    const link = await magicLink(browser)
    await changeEmail(browser, 'new@example.test')
    const change = await browser.readToken()

    for (const path of [`/users/log-in/${link}`, `/users/settings/confirm-email/${change}`]) {
      const { status, headers, text } = await browser.get(path)

      expect(status).toBe(200)
      expect(headers.get('referrer-policy')).toBe('strict-origin')
      expect(headers.get('cache-control')).toBe('no-store')
      const fetched = [...text.matchAll(/<(?:script|link|img|iframe|form|source|object)\b[^>]*>/g)]
      for (const [tag] of fetched) expect(tag).not.toMatch(/(?:src|href|action)="(?!\/(?!\/))/)
      expect(fetched.length).toBeGreaterThan(3)
    }
  })
})

describe('a token that is none', () => {
  const READABLE = ['x', 'a'.repeat(43), 'a'.repeat(42), 'a'.repeat(44), 'a'.repeat(1_500)].concat(
    [
      '١٢٣',
      'ａ'.repeat(43),
      "'",
      '"',
      ';--',
      '$1',
      ':a',
      '<img>',
      'a b',
      'null',
      '[object Object]',
    ],
    ['a'.repeat(42) + '=', 'a'.repeat(42) + '+', '__proto__', 'constructor'],
  )
  const UNREADABLE = [
    '%00',
    'a%00',
    '../x',
    '..%2fx',
    '%2e%2e',
    'a//b',
    '%',
    '%E0%A4%A',
    '%ff',
    'a\\b',
  ]

  test('T11 is answered the same, whatever it is, and changes nothing', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()

    for (const token of READABLE) {
      const escaped = encodeURIComponent(token)
      const opened = await browser.getJson(`/users/log-in/${escaped}`)
      expect([token, opened.status]).toEqual([token, 404])
      expect(opened.json.flash.error).toBe('Magic link is invalid or it has expired.')

      const used = await browser.postForJson('/users/log-in', { 'user[token]': token })
      expect([token, used.status]).toEqual([token, 422])
      expect(used.json.flash.error).toBe('The link is invalid or it has expired.')

      const confirmed = await browser.postForJson(`/users/settings/confirm-email/${escaped}`)
      expect([token, confirmed.status]).toEqual([token, 422])
      expect(confirmed.json.flash.error).toBe('Email change link is invalid or it has expired.')
    }
    expect(inside.state()).toBe(before)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test('T11 is no address at all when it cannot be read', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()
    const head = [
      `Host: ${new URL(browser.origin).host}`,
      `Origin: ${browser.origin}`,
      `Cookie: ${[...browser.cookies].map((pair) => pair.join('=')).join('; ')}`,
      'Content-Length: 0',
      'Connection: close',
      '',
      '',
    ].join('\r\n')

    for (const token of [...UNREADABLE, 'a'.repeat(10_000)])
      for (const method of ['GET', 'POST'])
        for (const path of ['/users/log-in/', '/users/settings/confirm-email/']) {
          const answer = await rawRequest(`${method} ${path}${token} HTTP/1.1\r\n${head}`)
          expect([token.slice(0, 20), statusOf(answer)]).toEqual([token.slice(0, 20), 400])
        }
    expect(inside.state()).toBe(before)
  })

  test.for(['', '%00', '\u0000', '\ufffe', '😀', 'a\nb'])(
    'T11 is none in a form either: %j',
    async (token) => {
      const browser = await loggedIn()
      const inside = new Inside(browser)
      const before = inside.state()

      const { status, text } = await browser.post('/users/log-in', { 'user[token]': token })

      expect(status).toBe(422)
      expect(text).toContain('The link is invalid or it has expired.')
      expect(inside.state()).toBe(before)
    },
  )
})

describe('the mailbox', () => {
  const MARKUP = '<img/src=x/onerror=alert(1)>"\'&@example.test'

  test('T13 shows the mails of its own sandbox, and no other', async () => {
    const [ana, bo] = [await loggedIn(), await loggedIn('bo@example.test')]
    const { mails = [] } = (await ana.getJson('/sandbox/mailbox')).json
    const path = `/sandbox/mailbox/${mails[0]?.id}`
    expect((await ana.get(path)).status).toBe(200)

    for (const stranger of [bo, new HttpBrowser()]) {
      expect((await stranger.get(path)).status).toBe(404)
      expect((await stranger.get('/sandbox/mailbox')).text).not.toContain(ANA)
    }
  })

  test('T13 shows what stands in a mail as text', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': MARKUP })
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
    expect(mails).toMatchObject([{ to: MARKUP }])

    for (const path of ['/sandbox/mailbox', `/sandbox/mailbox/${mails[0]!.id}`]) {
      const { text } = await browser.get(path)
      expect(text).not.toContain('<img/')
      expect(text).toContain('&lt;img/src=x/onerror=alert(1)&gt;')
    }
  })

  test('T13 makes a link of nothing that somebody else wrote', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'http://evil.test/@example.test' })
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json

    const { text } = await browser.get(`/sandbox/mailbox/${mails[0]!.id}`)

    expect(text).toContain('http://evil.test/@example.test')
    expect(text).not.toMatch(/href="http:\/\/evil/)
  })

  test.for(['\r\nBcc: eve@example.test', '\nBcc:eve@example.test', '\r', '\u2028', '\0', '\u0085'])(
    'T13 takes no line into a header: %j',
    async (line) => {
      const browser = await loggedIn()
      const before = await browser.readMails()

      const { status } = await browser
        .sibling()
        .post('/users/register', { 'user[email]': `a@example.test${line}` })
      const changed = await changeEmail(browser, `a@example.test${line}`)

      expect([status, changed.status]).toEqual([422, 422])
      expect(await browser.readMails()).toEqual(before)
    },
  )
})

describe('a page with a token, behind TLS', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer({ PUBLIC_ORIGIN: 'https://course.example' })
  })
  afterAll(() => server.stop())

  test('T9 is mailed with the public address, not with the one the request came to', async () => {
    const lines = (method: string, path: string, cookie: string, body = '') =>
      rawRequest(
        [
          `${method} ${path} HTTP/1.1`,
          'Host: course.example',
          'Origin: https://course.example',
          'Accept: application/json',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${body.length}`,
          ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
          'Connection: close',
          '',
          body,
        ].join('\r\n'),
        server.origin,
      )
    const registered = await lines('POST', '/users/register', '', BODY)
    const cookie = /__Host-glasshouse_visitor=[\w-]{43}/.exec(registered)?.[0] ?? ''
    const id = /"mails":\[\{"id":"(?<id>[\w-]+)"/.exec(
      await lines('GET', '/sandbox/mailbox', cookie),
    )

    const mail = await lines('GET', `/sandbox/mailbox/${id?.groups?.id}`, cookie)

    expect(mail).toMatch(/\\n\\nhttps:\/\/course\.example\/users\/log-in\/[\w-]{43}\\n\\n/)
    expect(mail).not.toContain(String(server.port))
  })
})
