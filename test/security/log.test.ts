import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { rawRequest } from '../support/raw-request.ts'
import { until } from '../support/until.ts'
import { Inside } from './inside.ts'
import { ANA } from './people.ts'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ LOG_LEVEL: 'debug' })
})
afterAll(() => server.stop())

const lines = () =>
  server
    .output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Glasshouse is ready'))
const entries = () => lines().map((line) => JSON.parse(line) as Record<string, unknown>)

/** Somebody whose database has lost a table. */
async function broken(): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server.origin)
  await browser.registerAndLogIn(ANA)
  new Inside(browser, server.dataDirectory).query('alter table users_tokens rename to elsewhere')
  return browser
}

describe('what goes wrong on the server', () => {
  test('L1 is one number to the person, and one line with that number in the log', async () => {
    const browser = await broken()
    const fields = { 'user[email]': ANA }
    const answers = [
      await browser.get('/'),
      await browser.get('/users/settings'),
      await browser.get('/users/log-in'),
      await browser.getJson('/sandbox'),
      await browser.sibling().post('/users/log-in', fields),
      await browser.sibling().postForJson('/users/log-in', fields),
      await browser.sibling().postForJson('/users/log-in', { 'user[token]': 'a'.repeat(43) }),
    ]

    for (const { status, text } of answers) {
      expect(status).toBe(500)
      expect(text).toContain('Something went wrong on our side.')
      const [id] = /(?<=Request (?:<[^>]*>)?|"request":")[\w-]{12}/.exec(text) ?? []
      expect(
        entries().filter(({ requestId, level }) => requestId === id && level === 'error'),
      ).toHaveLength(1)
      // Nothing of how it is made, nor of where it went wrong.
      expect(text.replaceAll(/<script[\s\S]*?<\/script>|<(?:link|meta)[^>]*>/g, '')).not.toMatch(
        /SQLITE|select |users_tokens|no such table|\bat \w+ \(|\.m?[jt]s\b|node_modules|\/src\/|\/tmp/i,
      )
    }
  })
})

describe('a line of the log', () => {
  test('L3 is one event, whatever was sent', async () => {
    const host = `Host: ${new URL(server.origin).host}`
    const planted = '\r\n{"level":"error","event":"planted"}\u001b[31m\u0085\u2028<script>'
    const escaped = encodeURIComponent(planted)
    const browser = new HttpBrowser(server.origin)
    await browser.post('/users/register', {
      'user[email]': `${planted}@example.test`,
      [planted]: 'x',
    })
    await browser.get(`/as/alice/users/log-in?x=${encodeURIComponent('<script>planted')}`, {
      'user-agent': 'planted \u001b[31m<script>'.replace('\u001b', ''),
      'x-forwarded-for': 'planted',
    })
    for (const head of [
      [`GET /${escaped} HTTP/1.1`, host],
      ['GET /planted\x1b[31m HTTP/1.1', host],
      ['GET / HTTP/1.1', host, 'User-Agent: planted \x1b[31m\x9b', 'X-Forwarded-For: planted\x1b'],
      ['GET / HTTP/1.1', 'Host: planted\x1b[31m'],
    ])
      await rawRequest(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`, server.origin)
    const sick = await broken()
    await sick
      .sibling()
      .post(
        '/users/log-in',
        { 'user[email]': ANA, [planted]: planted },
        { 'user-agent': 'planted' },
      )

    const all = lines()
    expect(all.length).toBeGreaterThan(5)
    for (const line of all) {
      expect(line).toMatch(/^\{"time":"[^"]+","level":"(?:error|info|debug)","event":"(?!planted)/)
      expect(() => JSON.parse(line) as unknown).not.toThrow()
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
    }
    expect(entries().filter(({ event }) => event === 'planted')).toEqual([])
  })
})

describe('what somebody may ask for later', () => {
  type Line = Readonly<Record<string, unknown>>

  /** The lines since now, of what this does: a line is written once an answer is out, which its reader may know first. */
  async function linesOf(act: () => Promise<unknown>, isLast: (line: Line) => boolean) {
    const before = entries().length
    await act()
    await until(() => entries().slice(before).some(isLast))
    return entries().slice(before)
  }
  const eventsIn = (all: readonly Line[]) => all.filter(({ network }) => network !== undefined)

  test('L4 has a line each, with a sandbox, a network and a time, and nothing else of anybody', async () => {
    const browser = new HttpBrowser(server.origin)
    const password = 'a boat in the garden'
    const lines = await linesOf(
      async () => {
        await browser.registerAndLogIn(ANA)
        await browser.send('put', '/users/settings', {
          action: 'update_password',
          'user[password]': password,
          'user[password_confirmation]': password,
        })
        await browser.send('delete', '/users/log-out')
        await browser.post('/users/log-in', { 'user[email]': ANA, 'user[password]': 'not the one' })
        await browser.post('/users/log-in', { 'user[email]': ANA, 'user[password]': password })
        await browser.post('/users/log-in', { 'user[email]': ANA })
        await browser.post('/sandbox/reset')
        await browser.request('/sandbox/reset', {
          method: 'POST',
          headers: { origin: 'https://evil.example' },
        })
      },
      ({ event }) => event === 'request refused',
    )

    const events = eventsIn(lines)
    expect(events.map(({ event }) => event)).toEqual([
      ...['registered', 'log-in ok', 'settings changed', 'log-out', 'log-in refused', 'log-in ok'],
      ...['log-in link asked', 'sandbox reset', 'request refused'],
    ])
    for (const { time, level, network } of events) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect([level, network]).toEqual(['info', '127.0.0.0/24'])
    }
    // One reader is one name, until the sandbox is another.
    const named = events.slice(0, 7).map(({ sandbox }) => sandbox)
    expect(new Set(named).size).toBe(1)
    expect(named[0]).toMatch(/^[\da-f]{12}$/)
    const { folder } = new Inside(browser, server.dataDirectory)
    const written = JSON.stringify(lines)
    for (const secret of [ANA, password, 'not the one', '127.0.0.1', folder.split('/').at(-1)!])
      expect(written).not.toContain(secret)
    expect(written).not.toMatch(/[\w-]{43}/)
  })

  test('L4 has a line for each answer, with the route as the router has it', async () => {
    const browser = new HttpBrowser(server.origin)
    const token = await browser.registerAndReadToken(ANA)

    const lines = await linesOf(
      async () => {
        await browser.get(`/users/log-in/${token}`)
        await browser.get('/lessons')
        await browser.get('/nowhere/at/all')
      },
      ({ status }) => status === 404,
    )

    const requests = lines.filter(({ event }) => event === 'request').slice(-3)
    expect(requests).toMatchObject([
      { method: 'GET', route: '/users/log-in/[token]', status: 200, level: 'info' },
      { method: 'GET', route: 'static', status: 200 },
      { method: 'GET', status: 404 },
    ])
    for (const { requestId, milliseconds } of requests) {
      expect(requestId).toMatch(/^[\w-]{12}$/)
      expect(milliseconds).toBeGreaterThanOrEqual(0)
    }
  })
})
