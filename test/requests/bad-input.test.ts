import { afterEach, describe, expect, inject, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR } from '../support/http-browser.ts'
import { siteCookie } from '../support/site-cookies.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'

const origin = () => inject('origin')
const host = () => new URL(origin()).host
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

afterEach(async () => {
  const { status } = await fetch(`${origin()}/healthz`)
  expect(status, 'the server is alive').toBe(200)
})

describe('the front refuses before a page is asked', () => {
  test.for([
    ['another host', () => ['GET / HTTP/1.1', 'Host: evil.test'], 421],
    ['a host with a user', () => ['GET / HTTP/1.1', 'Host: a@b'], 421],
    ['a host that is a path', () => ['GET /x HTTP/1.1', `Host: ${host()}/ssr?y=`], 421],
    ['two hosts', () => ['GET / HTTP/1.1', `Host: ${host()}`, `Host: ${host()}`], 400],
    ['no host', () => ['GET / HTTP/1.1', 'X: y'], 400],
    ['TRACE', () => ['TRACE / HTTP/1.1', `Host: ${host()}`], 405],
    ['PROPFIND', () => ['PROPFIND / HTTP/1.1', `Host: ${host()}`], 405],
    ['OPTIONS', () => ['OPTIONS / HTTP/1.1', `Host: ${host()}`], 405],
    ['an absolute target', () => ['GET http://evil.test/ HTTP/1.1', `Host: ${host()}`], 400],
    ['two slashes', () => ['GET //evil.test HTTP/1.1', `Host: ${host()}`], 400],
    ['a backslash', () => ['GET /\\evil.test HTTP/1.1', `Host: ${host()}`], 400],
    ['dots', () => ['GET /users/../etc/passwd HTTP/1.1', `Host: ${host()}`], 400],
    ['encoded dots', () => ['GET /%2e%2e/package.json HTTP/1.1', `Host: ${host()}`], 400],
    ['an encoded slash', () => ['GET /users%2fsettings HTTP/1.1', `Host: ${host()}`], 400],
    ['a NUL', () => ['GET /users/%00 HTTP/1.1', `Host: ${host()}`], 400],
    ['half an escape', () => ['GET /%E0%A4%A HTTP/1.1', `Host: ${host()}`], 400],
    ['a query that is no UTF-8', () => ['GET /?a=%ff HTTP/1.1', `Host: ${host()}`], 400],
    [
      'two lengths',
      () => ['POST / HTTP/1.1', `Host: ${host()}`, 'Content-Length: 1', 'Content-Length: 2'],
      400,
    ],
    [
      'a length and chunks',
      () => [
        'POST / HTTP/1.1',
        `Host: ${host()}`,
        'Content-Length: 1',
        'Transfer-Encoding: chunked',
      ],
      400,
    ],
  ] as const)('%s', async ([, lines, status]) => {
    const answer = await rawRequest(`${lines().join('\r\n')}\r\nConnection: close\r\n\r\n`)
    expect(statusOf(answer)).toBe(status)
  })

  test('an address that is too long', async () => {
    expect((await new HttpBrowser().get(`/${'a'.repeat(3_000)}`)).status).toBe(400)
  })

  test('headers that are too large', async () => {
    const answer = await rawRequest(
      `GET / HTTP/1.1\r\nHost: ${host()}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(431)
  })
})

describe('a form that no page of this site sent', () => {
  const routes = [
    '/users/register',
    '/users/log-in',
    '/users/log-out',
    '/sandbox/reset',
    '/users/settings',
  ]
  const origins = [
    undefined,
    'null',
    'https://evil.test',
    'http://localhost:81',
    'https://localhost',
    'http://evil.localhost',
  ]

  test.for(routes.flatMap((route) => origins.map((from) => [route, from] as const)))(
    'POST %s from %s is answered 403, and makes nothing',
    async ([route, from]) => {
      const browser = new HttpBrowser()
      const { status, headers } = await browser.request(route, {
        method: 'POST',
        body: 'user[email]=ana@example.test',
        headers: from === undefined ? FORM : { ...FORM, origin: from },
      })

      expect(status).toBe(403)
      expect(headers.getSetCookie()).toEqual([])
    },
  )

  test.for(['cross-site', 'same-site', 'none', 'garbage'])(
    'says Sec-Fetch-Site: %s',
    async (site) => {
      const { status } = await new HttpBrowser().post(
        '/users/register',
        {},
        { 'sec-fetch-site': site },
      )
      expect(status).toBe(403)
    },
  )

  test.for([
    'text/plain',
    'application/csp-report',
    'multipart/form-data; boundary=x',
    'application/xml',
  ])('comes as %s', async (type) => {
    const { status } = await new HttpBrowser().post(
      '/users/register',
      { a: 'b' },
      { 'content-type': type },
    )
    expect(status).toBe(415)
  })

  test('is JSON from elsewhere', async () => {
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: '{"user":{"email":"ana@example.test"}}',
      headers: { 'content-type': 'application/json', origin: 'https://evil.test' },
    })
    expect(status).toBe(403)
  })
})

describe('a body', () => {
  test('of 64 KB is answered 413', async () => {
    const { status } = await new HttpBrowser().post('/users/register', {
      'user[email]': 'a'.repeat(65_536),
    })
    expect(status).toBe(413)
  })

  test('of endless chunks is cut off', async () => {
    const head = `POST /users/register HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${origin()}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n`
    const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`
    expect(statusOf(await rawRequest(head + chunk.repeat(4)))).toBe(413)
  })

  test.for(['user[email]=%E0%A4%A', 'user[email]=%ff', 'user[email]=%zz'])(
    '%s is answered 400',
    async (body) => {
      const { status } = await new HttpBrowser().request('/users/register', {
        method: 'POST',
        body,
        headers: { ...FORM, origin: origin() },
      })
      expect(status).toBe(400)
    },
  )

  test('of bytes that are no UTF-8 is answered 400', async () => {
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: new Uint8Array([0x61, 0x3d, 0xff]),
      headers: { ...FORM, origin: origin() },
    })
    expect(status).toBe(400)
  })

  test.for([
    [{ user: { email: 5 } }, 422],
    [{ user: { email: ['a@b.test'] } }, 422],
    [{ user: { email: { a: 1 } } }, 422],
    [{ user: { email: null } }, 422],
    [{ user: { email: true } }, 422],
    [{ user: 'ana' }, 422],
    [{ user: [] }, 422],
    [{}, 422],
    [[], 400],
    ['text', 400],
    [5, 400],
    [null, 400],
    [{ user: { email: '\ud800@example.test' } }, 400],
  ] as const)('of JSON %j is answered %i', async ([body, status]) => {
    expect((await new HttpBrowser().postJson('/users/register', body)).status).toBe(status)
  })

  test('of JSON that is nested ten thousand deep is answered 4xx', async () => {
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: '['.repeat(8_000),
      headers: { 'content-type': 'application/json', origin: origin() },
    })
    expect(status).toBe(400)
  })

  test('cannot set what the form does not ask for', async () => {
    const { json } = await new HttpBrowser().postJson('/users/register', {
      __proto__: { id: 9 },
      user: {
        email: 'ana@example.test',
        id: 99,
        confirmed_at: 1,
        hashed_password: 'x',
        user_id: 4,
      },
    })
    expect(json.trace!.steps.find(({ tag }) => tag === 'sql.insert.users')!.data.sql).not.toMatch(
      /"id"\)|"confirmed_at"|"hashed_password"/,
    )
    expect(json.ok).toBe(true)
  })

  test.for(["'", '"', ';--', '\\', '$1', '?', ':a', "' or 1=1 --", '<img src=x onerror=alert(1)>'])(
    'with %s in every field changes nothing',
    async (text) => {
      const browser = new HttpBrowser()
      const answers = [
        await browser.post('/users/register', { 'user[email]': text }),
        await browser.post('/users/log-in', { 'user[email]': text, 'user[password]': text }),
        await browser.post('/users/log-in', { 'user[token]': text }),
      ]
      for (const { status, text: page } of answers) {
        expect(status).toBe(422)
        // Quoted in an attribute it is text; as an element it would run.
        expect(page.replaceAll(/="[^"]*"/g, '')).not.toContain('<img src=x')
      }
    },
  )
})

describe('a cookie', () => {
  test.for(['x', '../../etc/passwd', '%', 'a b', 'ä', ':memory:', 'a'.repeat(300)])(
    'for a visitor that is %j is no visitor when looking, and 4xx when acting',
    async (value) => {
      const headers = { cookie: `${siteCookie(VISITOR)}=${encodeURIComponent(value)}` }
      const looking = await fetch(`${origin()}/sandbox`, { headers })
      const acting = await fetch(`${origin()}/users/register`, {
        method: 'POST',
        body: 'user[email]=ana@example.test',
        redirect: 'manual',
        headers: { ...headers, ...FORM, origin: origin() },
      })

      expect(looking.status).toBe(200)
      expect(looking.headers.getSetCookie()).toEqual([])
      expect(acting.status).toBe(400)
    },
  )

  test('of an unknown visitor is answered 410 when acting, and replaced when its reader agrees', async () => {
    const browser = new HttpBrowser()
    browser.cookies.set(VISITOR, 'a'.repeat(43))

    const first = await browser.postForJson('/users/register', {
      'user[email]': 'ana@example.test',
    })
    expect(first.status).toBe(410)
    expect(first.json.error).toContain('your sandbox is gone. Nothing was done yet.')

    expect(first.headers.getSetCookie()).toEqual([])

    const again = await browser.postForJson('/users/register', {
      'user[email]': 'ana@example.test',
    })
    expect([again.status, browser.cookies.get(VISITOR)]).toEqual([410, 'a'.repeat(43)])

    const agreed = await browser.postForJson('/users/register', {
      'user[email]': 'ana@example.test',
      _fresh: 'true',
    })
    expect(agreed.status).toBe(200)
    expect(browser.cookies.get(VISITOR)).not.toBe('a'.repeat(43))
  })

  test.for(['x', 'a'.repeat(43), 'ä', '%ff', '{"a":1}'])(
    'for a session that is %j is a visitor',
    async (value) => {
      const browser = new HttpBrowser()
      await browser.registerAndReadToken('ana@example.test')
      browser.cookies.set(SESSION, encodeURIComponent(value))

      const { status, json } = await browser.getJson('/')

      expect([status, json.scope.user]).toEqual([200, null])
    },
  )

  test('of every broken kind at once is no error', async () => {
    const cookie = `=; ;;; a=b=c; __proto__=1; ${'x=1; '.repeat(200)}bad=%E0%A4; ${siteCookie(VISITOR)}=1; ${siteCookie(VISITOR)}=2`
    expect((await fetch(`${origin()}/`, { headers: { cookie } })).status).toBe(200)
  })
})
