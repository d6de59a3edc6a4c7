import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { rawRequest } from '../support/raw-request.ts'
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
