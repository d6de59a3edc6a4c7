import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import { siteCookie } from '../support/site-cookies.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { Inside } from './inside.ts'
import { ANA, BO, loggedIn, userOf } from './people.ts'
import { routes } from './routes.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const METHODS = ['POST', 'PUT', 'DELETE'] as const
/** What would be an action on most of the routes. */
const BODY = [
  `user[email]=${BO}&user[password]=plums in a blue crate&user[token]=${'a'.repeat(43)}`,
  'action=update_email&all=true&advance=15m&registration_with_password=true',
].join('&')

const here = () => new URL(inject('origin'))
/** Who else might send a form, and how each would call itself. */
const elsewhere = (): readonly (string | undefined)[] => [
  ...['https://evil.test', `http://sub.${here().host}`, `https://${here().host}`],
  ...[`http://${here().hostname}:81`, `http://${here().hostname}`, `ftp://${here().host}`],
  ...[`${here().origin}.evil.test`, `${here().origin}/`, `http://127.0.0.1:${here().port}`],
  ...['null', '', undefined],
]

describe('a form that no page of this site sent', () => {
  test.for(routes)('C1 changes nothing at %s', async (route) => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()
    const clock = await browser.getJson('/sandbox')

    for (const origin of elsewhere())
      for (const method of METHODS) {
        const headers = origin === undefined ? FORM : { ...FORM, origin }
        const answer = await browser.request(route, { method, body: BODY, headers })
        expect([origin, method, answer.status]).toEqual([origin, method, 403])
        expect(answer.headers.getSetCookie()).toEqual([])
      }

    expect(inside.state()).toBe(before)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({
      clock: { offset_milliseconds: clock.json.sandbox?.clock.offset_milliseconds },
      settings: { registration_with_password: false },
    })
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test.for(['cross-site', 'same-site', 'none', 'garbage', 'Same-Origin', ''])(
    'C2 changes nothing when its browser says %j, even with the right Origin',
    async (site) => {
      const browser = await loggedIn()
      const inside = new Inside(browser)
      const before = inside.state()

      for (const route of [
        '/users/register',
        '/users/log-in',
        '/users/settings',
        '/sandbox/reset',
      ]) {
        const headers = { 'sec-fetch-site': site }
        const { status } = await browser.post(route, { 'user[email]': BO }, headers)
        expect([route, status]).toEqual([route, 403])
      }

      expect(inside.state()).toBe(before)
    },
  )

  test('C2 may come from a browser that says nothing else', async () => {
    const browser = new HttpBrowser()
    const fields = { 'user[email]': ANA }

    const said = await browser.post('/users/register', fields, { 'sec-fetch-site': 'same-origin' })
    const silent = await browser.post('/users/register', { 'user[email]': BO })

    expect([said.status, silent.status]).toEqual([303, 303])
  })

  test.for([
    ['application/json', `{"user":{"email":"${BO}"}}`],
    ['', `{"user":{"email":"${BO}"}}`],
    ['application/csp-report', `{"user":{"email":"${BO}"}}`],
    ['text/plain', `{"user":{"email":"${BO}"}}`],
    ['multipart/form-data; boundary=x', `--x\r\nContent-Disposition: form-data\r\n\r\n--x--`],
    ['application/x-www-form-urlencoded', BODY],
  ] as const)('C3 changes nothing as %j', async ([type, body]) => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()
    const send = (from: string) =>
      rawRequest(
        [
          'POST /users/register HTTP/1.1',
          `Host: ${here().host}`,
          `Origin: ${from}`,
          `Cookie: ${browser.named(VISITOR)}=${browser.cookies.get(VISITOR)}`,
          ...(type === '' ? [] : [`Content-Type: ${type}`]),
          `Content-Length: ${body.length}`,
          'Connection: close',
          '',
          body,
        ].join('\r\n'),
      )

    expect(statusOf(await send('https://evil.test'))).toBe(403)
    expect(inside.state()).toBe(before)
    // From here, what is neither a form nor JSON is refused for what it is.
    const fromHere = statusOf(await send(here().origin))
    expect(fromHere).toBe(/^application\/(?:json|x-www)/.test(type) ? 303 : 415)
  })

  test.for(['/users/register', '/users/log-in', '/sandbox/clock', '/sandbox/reset'])(
    'C4 is refused at %s without any cookie, and makes no visitor',
    async (route) => {
      for (const origin of elsewhere()) {
        const headers = origin === undefined ? FORM : { ...FORM, origin }
        const answer = await new HttpBrowser().request(route, {
          method: 'POST',
          body: BODY,
          headers,
        })
        expect([origin, answer.status]).toEqual([origin, 403])
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    },
  )

  test.for([
    ['a cookie beside it', { cookie: `glasshouse_visitor=${'a'.repeat(43)}` }],
    ['another origin', { origin: 'https://evil.test' }],
    ['a browser’s word that it came from elsewhere', { 'sec-fetch-site': 'cross-site' }],
  ] as const)('C1 is no program’s because of a token, with %s', async ([, headers]) => {
    const browser = await loggedIn()
    const { json } = await browser.postForJson('/users/settings/api-tokens')
    const send = (more: Record<string, string>) =>
      fetch(`${here().origin}/`, {
        method: 'POST',
        body: BODY,
        headers: { ...FORM, ...more, authorization: `Bearer ${json.api_token?.token}` },
      })

    // A program alone is asked for nothing: its token opens this page, but not for writing.
    expect((await send({})).status).toBe(405)
    expect((await send(headers)).status).toBe(403)
  })

  test('C5 is refused although its Host and its Origin agree', async () => {
    for (const host of ['evil.test', `evil.test:${here().port}`, `127.0.0.1:${here().port}`]) {
      const answer = await rawRequest(
        [
          'POST /users/register HTTP/1.1',
          `Host: ${host}`,
          `Origin: http://${host}`,
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${BODY.length}`,
          'Connection: close',
          '',
          BODY,
        ].join('\r\n'),
      )
      expect([host, statusOf(answer)]).toEqual([host, 421])
      expect(answer).not.toMatch(/set-cookie/i)
    }
  })
})

describe('another site', () => {
  test('C7 is let read nothing, wherever it asks', async () => {
    const asks = { origin: 'https://evil.test', 'access-control-request-method': 'POST' }
    for (const route of routes)
      for (const method of ['OPTIONS', 'GET']) {
        const { status, headers } = await fetch(here().origin + route, {
          method,
          redirect: 'manual',
          headers: asks,
        })
        const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
        expect([route, method, names]).toEqual([route, method, []])
        if (method === 'OPTIONS') expect(status).toBe(405)
      }
  })
})

describe('behind a proxy that ends TLS', () => {
  const ORIGIN = 'https://course.example'
  let server: BuiltServer
  let proxy: { readonly port: number; readonly close: () => void }

  beforeAll(async () => {
    server = await startBuiltServer({ PUBLIC_ORIGIN: ORIGIN, TRUSTED_PROXIES: '1' })
    proxy = await startProxy(server.port)
  })
  afterAll(async () => {
    proxy.close()
    await server.stop()
  })

  const register = (port: number, headers: Record<string, string>) =>
    new Promise<{ status: number; cookie: string }>((resolve, reject) => {
      const body = `user[email]=${ANA}`
      const sent = request(
        { port, host: '127.0.0.1', path: '/users/register', method: 'POST' },
        (answer) => {
          answer.resume()
          const cookie = String(answer.headers['set-cookie'] ?? '')
          resolve({ status: answer.statusCode ?? 0, cookie })
        },
      )
      for (const [name, value] of Object.entries({ ...FORM, ...headers }))
        sent.setHeader(name, value)
      sent.once('error', reject).end(body)
    })

  test('C8 a form of the site is taken', async () => {
    const { status, cookie } = await register(proxy.port, {
      host: 'course.example',
      origin: ORIGIN,
    })

    expect(status).toBe(303)
    expect(cookie).toContain(`${siteCookie(VISITOR, ORIGIN)}=`)
  })

  test('C8 a form of its plain-http twin is not', async () => {
    const headers = { host: 'course.example', origin: 'http://course.example' }

    expect((await register(proxy.port, headers)).status).toBe(403)
  })

  test('C8 nobody changes the scheme or the host by saying so', async () => {
    const { port, host } = here()
    const forwarded = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'course.example',
      forwarded: 'proto=https;host=course.example',
    }

    const scheme = await register(Number(port), { host, origin: `https://${host}`, ...forwarded })
    const other = await register(Number(port), { host, origin: ORIGIN, ...forwarded })

    expect([scheme.status, other.status]).toEqual([403, 403])
  })
})

/** What a reverse proxy adds to a request once it has ended TLS; everything else it passes on. */
function startProxy(to: number): Promise<{ port: number; close: () => void }> {
  const proxy = createServer((client) => {
    const upstream = connect(to, '127.0.0.1')
    client.once('data', (head: Buffer) => {
      const added = '\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n'
      upstream.write(head.toString('latin1').replace('\r\n', added), 'latin1')
      client.pipe(upstream)
    })
    upstream.pipe(client)
    for (const socket of [client, upstream]) socket.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  return new Promise((resolve) => {
    proxy.listen(0, '127.0.0.1', () =>
      resolve({ port: (proxy.address() as AddressInfo).port, close: () => proxy.close() }),
    )
  })
}
