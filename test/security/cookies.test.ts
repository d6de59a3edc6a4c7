import { expect, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR, type Answer } from '../support/http-browser.ts'
import { ANA } from './people.ts'

const DAY_SECONDS = 24 * 60 * 60

/** A browser that remembers every line that set a cookie. */
class WatchedBrowser extends HttpBrowser {
  readonly lines: string[] = []

  override async request(path: string, init: RequestInit): Promise<Answer> {
    const answer = await super.request(path, init)
    this.lines.push(...answer.headers.getSetCookie())
    return answer
  }
}

/** Everything that gives, renews or takes a cookie, once. */
async function fullRun(): Promise<readonly string[]> {
  const browser = new WatchedBrowser()
  const [lesson] = /(?<=href="\/lessons\/)[\w-]+\/[\w-]+/.exec(
    (await browser.get('/lessons')).text,
  )!
  await browser.post('/users/register', { 'user[email]': ANA, _lesson: lesson })
  await browser.get('/users/log-in')
  await browser.logIn(ANA, { 'user[remember_me]': 'true' })
  await browser.get('/')
  await browser.advance('10m1s')
  await browser.get('/users/settings')
  await browser.logIn(ANA)
  await browser.advance('7d1s')
  await browser.get('/')
  await browser.post('/as/alice/users/log-in', { 'user[email]': ANA })
  await browser.post('/as/alice/users/log-in', {
    'user[token]': await browser.readToken(),
    'user[remember_me]': 'true',
  })
  await browser.get('/as/alice/users/settings')
  await browser.send('delete', '/as/alice/users/log-out')
  await browser.send('delete', '/users/log-out')
  await browser.logIn(ANA)
  await browser.advance('14d')
  await browser.get('/')
  browser.cookies.set(SESSION, 'no-token')
  await browser.get('/')
  browser.cookies.set(VISITOR, 'a'.repeat(43))
  await browser.post('/users/register')
  return browser.lines
}

test('S6 every cookie is the host’s own, for this path, over TLS, out of reach of scripts', async () => {
  const lines = await fullRun()
  const names = new Set(lines.map((line) => line.slice(0, line.indexOf('='))))
  expect([...names].sort()).toEqual(
    [
      ...['visitor', 'session', 'remember_me', 'flash', 'return_to', 'lesson'],
      ...['session_alice', 'remember_me_alice', 'flash_alice'],
    ]
      .map((name) => `__Host-glasshouse_${name}`)
      .sort(),
  )

  for (const line of lines) {
    expect(line).toMatch(
      /^__Host-\w+=[^;]*(?:; Max-Age=\d+)?; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const seconds = Number(/Max-Age=(?<seconds>\d+)/.exec(line)?.groups?.seconds ?? 0)
    expect(seconds).toBeLessThanOrEqual(400 * DAY_SECONDS)
  }
  for (const name of ['session', 'remember_me', 'session_alice', 'remember_me_alice', 'visitor'])
    expect(lines).toContain(
      `__Host-glasshouse_${name}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
})

test('S6 the cookie of a session lives as long as the session, or as the browser', async () => {
  const session = (await fullRun()).filter((line) => /^__Host-glasshouse_session=[^;]/.test(line))

  const lifetimes = session.map((line) => /Max-Age=(?<seconds>\d+)/.exec(line)?.groups?.seconds)
  expect(new Set(lifetimes)).toEqual(new Set([undefined, String(14 * DAY_SECONDS)]))
})
