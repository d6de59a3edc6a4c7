import { expect, test } from 'vitest'
import { HttpBrowser, SESSION, VISITOR, type Answer } from '../support/http-browser.ts'
import { siteAttributes, siteCookie } from '../support/site-cookies.ts'
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
  await browser.post('/users/register', { _fresh: 'true' })
  return browser.lines
}

test('S6 every cookie is for this path and out of reach of scripts, and over https the host’s own', async () => {
  const lines = await fullRun()
  const names = new Set(lines.map((line) => line.slice(0, line.indexOf('='))))
  expect([...names].sort()).toEqual(
    [
      ...['visitor', 'session', 'remember_me', 'flash', 'return_to', 'lesson'],
      ...['session_alice', 'remember_me_alice'],
    ]
      .map((name) => siteCookie(name))
      .sort(),
  )

  for (const line of lines) {
    const [, ...attributes] = line.split('; ')
    const others = attributes.filter((attribute) => !/^Max-Age=\d+$/.test(attribute))
    expect(others.join('; ')).toBe(siteAttributes())
    const seconds = Number(/Max-Age=(?<seconds>\d+)/.exec(line)?.groups?.seconds ?? 0)
    expect(seconds).toBeLessThanOrEqual(400 * DAY_SECONDS)
  }
  for (const name of ['session', 'remember_me', 'session_alice', 'remember_me_alice'])
    expect(lines).toContain(`${siteCookie(name)}=; Max-Age=0; ${siteAttributes()}`)
})

test('S6 the cookie of a session lives as long as the session, or as the browser', async () => {
  const session = (await fullRun()).filter(
    (line) =>
      line.startsWith(`${siteCookie(SESSION)}=`) && !line.startsWith(`${siteCookie(SESSION)}=;`),
  )

  const lifetimes = session.map((line) => /Max-Age=(?<seconds>\d+)/.exec(line)?.groups?.seconds)
  expect(new Set(lifetimes)).toEqual(new Set([undefined, String(14 * DAY_SECONDS)]))
})

test('S6 many names in addresses leave no more cookies than one', async () => {
  const browser = new HttpBrowser()
  for (let n = 0; n < 40; n += 1) await browser.get(`/as/p${n}/users/settings?x=${'x'.repeat(150)}`)

  const names = [...browser.cookies.keys()].sort()
  const length = [...browser.cookies].map((pair) => pair.join('=')).join('; ').length

  expect(names).toEqual(['flash', 'return_to'].map((name) => siteCookie(name)))
  expect(length).toBeLessThan(1_000)
  expect((await browser.get('/users/log-in')).status).toBe(200)
})
