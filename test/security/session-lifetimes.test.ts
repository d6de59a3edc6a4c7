import { describe, expect, test } from 'vitest'
import { siteAttributes, SESSION, siteCookie } from '../support/site-cookies.ts'
import { Inside, sha256 } from './inside.ts'
import {
  ANA,
  changePassword,
  cookieIn,
  loggedIn,
  opens,
  PASSWORD,
  tabOf,
  twentyTimes,
  userOf,
} from './people.ts'

const SESSIONS = "select count(*) from users_tokens where context = 'session'"

describe('a session', () => {
  test('S8 ends after fourteen days, with its row and its cookie', async () => {
    const browser = await loggedIn()
    const clock = browser.sibling()
    const row = sha256(browser.cookies.get(SESSION) ?? '')
    const inside = new Inside(browser)
    const rows = () => inside.count('select count(*) from users_tokens where token = ?', row)
    await clock.advance('13d23h59m50s')
    expect(await userOf(tabOf(browser))).toMatchObject({ email: ANA })
    expect(rows()).toBe(1)

    await clock.advance('10s')

    const answer = await browser.getJson('/')
    expect(answer.json.scope.user).toBeNull()
    expect(cookieIn(answer, SESSION)).toBe(
      `${siteCookie(SESSION)}=; Max-Age=0; ${siteAttributes()}`,
    )
    expect(rows()).toBe(0)
  })

  test('S9 is left alone for seven days, then gets one new token, however many ask', async () => {
    const browser = await loggedIn()
    const clock = browser.sibling()
    const inside = new Inside(browser)
    await clock.advance('6d23h59m50s')
    expect(cookieIn(await browser.getJson('/'), SESSION)).toBeUndefined()
    await clock.advance('11s')

    const answers = await twentyTimes(() => tabOf(browser).getJson('/'))

    for (const { status, json } of answers) {
      expect(status).toBe(200)
      expect(json.scope.user).toMatchObject({ email: ANA })
    }
    expect(answers.filter((answer) => cookieIn(answer, SESSION))).toHaveLength(1)
    expect(inside.count(SESSIONS)).toBe(2)
    await clock.advance('6d23h59m30s')
    expect(await userOf(tabOf(browser))).toMatchObject({ email: ANA })
    await clock.advance('30s')
    expect(await userOf(tabOf(browser))).toBeNull()
  })

  test('S10 ends ninety days after its log-in, however active it was', async () => {
    const browser = await loggedIn()
    const clock = browser.sibling()
    for (let days = 12; days < 90; days += 12) {
      await clock.advance('12d')
      expect(await userOf(browser), `after ${days} days`).toMatchObject({ email: ANA })
    }
    await clock.advance('5d23h59m30s')
    expect(await userOf(browser)).toMatchObject({ email: ANA })

    await clock.advance('30s')

    const answer = await browser.getJson('/')
    expect(answer.json.scope.user).toBeNull()
    expect(cookieIn(answer, SESSION)).toMatch(/=; Max-Age=0;/)
    const { headers } = await browser.get('/users/settings')
    expect(headers.get('location')).toBe('/users/log-in')
  })
})

describe('the settings', () => {
  test('S13 open for ten minutes after a log-in, and lead back there', async () => {
    const browser = await loggedIn()
    await browser.advance('9m50s')
    expect((await browser.get('/users/settings')).status).toBe(200)
    await browser.advance('11s')

    const { status, headers } = await browser.get('/users/settings')

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect((await browser.logIn(ANA)).headers.get('location')).toBe('/users/settings')
    expect((await browser.get('/users/settings')).status).toBe(200)
  })

  test('S13 take a form for twenty', async () => {
    const browser = await loggedIn()
    await browser.advance('19m50s')

    const { headers } = await changePassword(browser, { 'user[password]': PASSWORD })

    // The settings themselves no longer open: who sent the form is told elsewhere.
    expect(headers.get('location')).toBe('/')
    expect((await browser.getJson('/')).json.flash.info).toBe('Password updated successfully.')
    expect(await opens(browser, PASSWORD)).toBe(true)
  })

  test.for([
    ['twenty minutes', '20m1s'],
    ['seven days, when a new token has been given out', '7d1s'],
  ] as const)('S13 change nothing after %s', async ([, span]) => {
    const browser = await loggedIn()
    await browser.advance(span)
    await browser.getJson('/')
    const inside = new Inside(browser)
    const before = inside.state()

    const { status, headers } = await changePassword(browser, { 'user[password]': PASSWORD })

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect((await browser.get('/users/settings')).headers.get('location')).toBe('/users/log-in')
    expect(inside.state()).toBe(before)
  })
})
