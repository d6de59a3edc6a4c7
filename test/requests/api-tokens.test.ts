import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, type Answer } from '../support/http-browser.ts'

const PATH = '/users/settings/api-tokens'
const ANA = 'ana@example.test'

/** Asks as a program does: with a token, and without a cookie. */
async function ask(authorization: string, path = '/', init: RequestInit = {}) {
  const response = await fetch(inject('origin') + path, {
    redirect: 'manual',
    ...init,
    headers: { ...(init.headers as Record<string, string>), authorization },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text }
}

const tokenIn = ({ json }: Answer) => json.api_token!.token

async function withToken(email = ANA): Promise<{ browser: HttpBrowser; token: string }> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn(email)
  return { browser, token: tokenIn(await browser.postForJson(PATH)) }
}

describe('an API token', () => {
  test('is shown once, with a command to try it with', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)

    const { status, text, headers } = await browser.post(PATH)

    const token = /[\da-f]{32}\.[\w-]{43}/.exec(text)![0]
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).toContain(`curl ${inject('origin')}/ \\`)
    expect(text).toContain(`Authorization: Bearer ${token}`)
    for (const path of [PATH, '/users/settings']) {
      const page = await browser.get(path)
      expect(page.text).not.toContain(token.slice(-43))
      expect(page.text).toContain(token.split('.')[1]!.slice(0, 8))
    }
  })

  test('is listed by how it begins, newest first', async () => {
    const { browser, token } = await withToken()
    const second = tokenIn(await browser.postForJson(PATH))

    const { json } = await browser.getJson('/users/settings')

    expect(json.api_tokens!.map(({ prefix }) => prefix)).toEqual(
      [second, token].map((text) => text.split('.')[1]!.slice(0, 8)),
    )
    expect((await browser.getJson(PATH)).json.api_tokens).toEqual(json.api_tokens)
  })

  test('says that there is none, where there is none', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn(ANA)

    expect((await browser.get('/users/settings')).text).toContain('No tokens yet')
  })

  test('lets a program ask as its owner, in JSON and without a cookie', async () => {
    const { token } = await withToken()

    const { status, headers, text } = await ask(`Bearer ${token}`)

    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('application/json')
    expect(headers.getSetCookie()).toEqual([])
    expect(JSON.parse(text)).toMatchObject({ ok: true, scope: { user: { email: ANA } } })
  })

  test.for(['bearer', 'BEARER', 'bEaReR'])('is taken with %s as well', async (scheme) => {
    const { token } = await withToken()

    expect((await ask(`${scheme} ${token}`)).status).toBe(200)
  })

  test('needs no origin where no cookie is sent, and needs it with one', async () => {
    const { token } = await withToken()
    const post = (headers: Record<string, string> = {}) =>
      ask(`Bearer ${token}`, '/', { method: 'POST', headers })

    // The home page has nothing to post to: it is the page that answers, not the front.
    expect((await post()).status).toBe(405)
    expect((await post({ cookie: 'a=b' })).status).toBe(403)
    expect((await post({ origin: 'https://evil.test' })).status).toBe(403)
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  test.for<[what: string, change: (token: string) => string]>([
    ['nothing', () => 'Bearer'],
    ['nothing but a space', () => 'Bearer '],
    ['the key alone', (token) => `Bearer ${token.split('.')[0]}`],
    ['the token alone', (token) => `Bearer ${token.split('.')[1]}`],
    ['another token', (token) => `Bearer ${token.slice(0, 33)}${'a'.repeat(43)}`],
    ['another key', (token) => `Bearer ${'0'.repeat(32)}${token.slice(32)}`],
    [
      'a key in upper case',
      (token) => `Bearer ${token.slice(0, 32).toUpperCase()}${token.slice(32)}`,
    ],
    ['two spaces', (token) => `Bearer  ${token}`],
    ['something behind it', (token) => `Bearer ${token}, Bearer x`],
    ['a piece missing', (token) => `Bearer ${token.slice(0, -1)}`],
    ['a path', () => 'Bearer ../../etc/passwd.x'],
    ['very much', () => `Bearer ${'a'.repeat(4_000)}`],
  ])('with %s is answered 401, and no more', async ([, change]) => {
    const { token } = await withToken()

    const { status, text, headers } = await ask(change(token))

    expect(status).toBe(401)
    expect(text).toBe('No access for you')
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('www-authenticate')).toBe('Bearer')
    expect(headers.getSetCookie()).toEqual([])
  })

  test('does not fit the sandbox of another visitor', async () => {
    const [ana, bo] = [await withToken(), await withToken()]

    expect((await ask(`Bearer ${ana.token.slice(0, 32)}.${bo.token.slice(33)}`)).status).toBe(401)
    expect((await ask(`Bearer ${bo.token}`)).status).toBe(200)
  })

  test('is no password: the header of another scheme changes nothing', async () => {
    expect((await ask('Basic YW5hOnBhc3N3b3Jk')).status).toBe(200)
  })

  test.for([
    '/users/settings',
    '/users/settings/sessions',
    '/users/settings/api-tokens',
    '/users/register',
    '/users/log-in',
    '/sandbox',
    '/sandbox/mailbox',
    '/sandbox/traces',
  ])('does not open %s', async (path) => {
    const { token } = await withToken()

    const { status, text } = await ask(`Bearer ${token}`, path)

    expect(status).toBe(403)
    expect(text).not.toContain(ANA)
  })

  test.for(['/sandbox/reset', '/sandbox/clock', '/users/settings/api-tokens', '/users/log-in'])(
    'does nothing at POST %s',
    async (path) => {
      const { browser, token } = await withToken()

      const { status, headers } = await ask(`Bearer ${token}`, path, {
        method: 'POST',
        body: new URLSearchParams({ advance: '15m', 'user[email]': ANA }),
      })

      expect(status).toBe(403)
      expect(headers.getSetCookie()).toEqual([])
      expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({
        number: 1,
        clock: { offset_milliseconds: 0 },
      })
    },
  )

  test('is no session, and a session is no token', async () => {
    const { browser, token } = await withToken()
    const [key, secret] = token.split('.') as [string, string]
    const visitor = browser.sibling()
    visitor.cookies.set('session', secret)

    expect((await visitor.getJson('/')).json.scope.user).toBeNull()
    const session = browser.cookies.get(SESSION)!
    expect((await ask(`Bearer ${key}.${session}`)).status).toBe(401)
  })

  test('opens nothing once it is revoked, and the others still do', async () => {
    const { browser, token } = await withToken()
    const second = tokenIn(await browser.postForJson(PATH))
    const [newest] = (await browser.getJson(PATH)).json.api_tokens!

    const { status, headers } = await browser.send('delete', `${PATH}/${newest!.id}`)

    expect([status, headers.get('location')]).toEqual([303, '/users/settings'])
    expect((await ask(`Bearer ${second}`)).status).toBe(401)
    expect((await ask(`Bearer ${token}`)).status).toBe(200)
    expect((await browser.sendForJson('delete', `${PATH}/${newest!.id}`)).status).toBe(404)
  })

  test('of somebody else cannot be revoked', async () => {
    const { browser, token } = await withToken()
    const [theirs] = (await browser.getJson(PATH)).json.api_tokens!
    const other = browser.sibling()
    await other.registerAndLogIn('bo@example.test')

    expect((await other.sendForJson('delete', `${PATH}/${theirs!.id}`)).status).toBe(404)
    expect((await ask(`Bearer ${token}`)).status).toBe(200)
  })

  test.for(['0', '-1', 'x', '1.5', '9'.repeat(30)])('called %s is answered 404', async (id) => {
    const { browser } = await withToken()

    expect((await browser.sendForJson('delete', `${PATH}/${id}`)).status).toBe(404)
  })

  test('ends with another password', async () => {
    const { browser, token } = await withToken()

    await browser.send('put', '/users/settings', {
      action: 'update_password',
      'user[password]': 'correct horse battery',
    })

    expect((await ask(`Bearer ${token}`)).status).toBe(401)
  })

  test('ends with another email', async () => {
    const { browser, token } = await withToken()
    await browser.send('put', '/users/settings', {
      action: 'update_email',
      'user[email]': 'new@example.test',
    })

    await browser.post(`/users/settings/confirm-email/${await browser.readToken()}`)

    expect((await ask(`Bearer ${token}`)).status).toBe(401)
  })

  test('ends after 365 days, and not before', async () => {
    const { browser, token } = await withToken()
    await browser.advance('364d23h')
    expect((await ask(`Bearer ${token}`)).status).toBe(200)

    await browser.advance('1h1s')

    expect((await ask(`Bearer ${token}`)).status).toBe(401)
  })

  test('ends with its sandbox', async () => {
    const { browser, token } = await withToken()

    await browser.post('/sandbox/reset')

    expect((await ask(`Bearer ${token}`)).status).toBe(401)
  })

  test('leaves its trace in the sandbox that it opened, and itself nowhere', async () => {
    const { browser, token } = await withToken()
    await ask(`Bearer ${token}`)

    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const [newest] = await Promise.all(
      traces.map(({ id }) => browser.getJson(`/sandbox/traces/${id}`)),
    )

    expect(newest!.json.trace!.title).toBe('GET /')
    expect(newest!.json.trace!.steps.map(({ tag }) => tag)).toContain(
      'plug.fetchCurrentScopeForApiUser',
    )
    for (const { id } of traces) {
      const { text } = await browser.getJson(`/sandbox/traces/${id}`)
      expect(text).not.toContain(token.slice(-43))
    }
  })

  test('is in no file of the server', async () => {
    const server = await startBuiltServer()
    try {
      const browser = new HttpBrowser(server.origin)
      await browser.registerAndLogIn(ANA)
      const secret = tokenIn(await browser.postForJson(PATH)).split('.')[1]!
      const bytes = Buffer.from(secret, 'base64url')

      const files = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true })
      const contents = await Promise.all(
        files
          .filter((file) => file.isFile())
          .map(({ parentPath, name }) => readFile(join(parentPath, name))),
      )

      expect(contents.length).toBeGreaterThan(2)
      for (const content of contents) {
        expect(content.includes(bytes)).toBe(false)
        expect(content.includes(secret)).toBe(false)
        expect(content.includes(bytes.toString('hex'))).toBe(false)
      }
    } finally {
      await server.stop()
    }
  })

  test('is not made without a recent log-in', async () => {
    const { browser } = await withToken()
    await browser.advance('20m1s')

    expect((await browser.postForJson(PATH)).status).toBe(401)
    expect((await browser.sibling().postForJson(PATH)).status).toBe(401)
  })
})
