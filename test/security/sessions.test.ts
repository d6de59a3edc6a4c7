import { describe, expect, test, vi } from 'vitest'
import { generateToken } from '#app/accounts/credentials.ts'
import { HttpBrowser, SESSION, type Answer } from '../support/http-browser.ts'
import { siteAttributes, siteCookie } from '../support/site-cookies.ts'
import { Inside, sha256, spellingsOf } from './inside.ts'
import {
  ANA,
  changeEmail,
  changePassword,
  cookieIn,
  loggedIn,
  logInByPassword,
  magicLink,
  PASSWORD,
  tabOf,
  userOf,
  withPassword,
} from './people.ts'

const GONE = `${siteCookie(SESSION)}=; Max-Age=0; ${siteAttributes()}`

describe('the token of a session', () => {
  test('S1 is another one each time, different in every place', async () => {
    const browser = await loggedIn()
    const tokens: string[] = []
    for (let times = 0; times < 64; times += 1) {
      await browser.logIn(ANA)
      tokens.push(browser.cookies.get(SESSION) ?? '')
    }

    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
    expect(new Set(tokens).size).toBe(64)
    // Of 64 characters drawn from 64 about 40 differ; the last holds four bits only.
    for (let place = 0; place < 42; place += 1)
      expect(new Set(tokens.map((token) => token[place])).size, `place ${place}`).toBeGreaterThan(
        20,
      )
  })

  test('S1 is 32 bytes from the machine’s random source, and nothing else', () => {
    const source = vi.spyOn(crypto, 'getRandomValues')

    const token = generateToken()

    expect(source).toHaveBeenCalledTimes(1)
    const drawn = source.mock.results[0]?.value as Uint8Array
    expect(drawn.byteLength).toBe(32)
    expect(token).toBe(Buffer.from(drawn).toString('base64url'))
    source.mockRestore()
  })

  test('S2 ends when its browser logs in again', async () => {
    const browser = await loggedIn()
    const before = tabOf(browser)

    await browser.logIn(ANA)

    expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION))
    const { status, headers } = await before.get('/users/settings')
    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect(
      new Inside(browser).count("select count(*) from users_tokens where context = 'session'"),
    ).toBe(1)
  })

  test.for([
    ['made up', () => Promise.resolve(generateToken())],
    [
      'somebody else’s of this sandbox',
      async (browser: HttpBrowser) => {
        const attacker = browser.sibling()
        await attacker.post('/users/register', { 'user[email]': 'eve@example.test' })
        await attacker.logIn('eve@example.test')
        return attacker.cookies.get(SESSION) ?? ''
      },
    ],
  ] as const)('S3 is never one that was planted: %s', async ([, plant]) => {
    const browser = await loggedIn()
    const planted = await plant(browser)
    const link = await magicLink(browser)
    browser.cookies.set(SESSION, planted)

    await browser.post('/users/log-in', { 'user[token]': link })

    expect(browser.cookies.get(SESSION)).not.toBe(planted)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    const attacker = browser.sibling()
    attacker.cookies.set(SESSION, planted)
    expect(await userOf(attacker)).toBeNull()
  })

  test('S4 is worth nothing after the log-out, wherever it was kept', async () => {
    const browser = await loggedIn()
    const copy = tabOf(browser)

    const answer = await browser.send('delete', '/users/log-out')

    expect(answer.status).toBe(303)
    expect(cookieIn(answer, SESSION)).toBe(GONE)
    expect(await userOf(copy)).toBeNull()
    expect(new Inside(browser).count('select count(*) from users_tokens')).toBe(0)
  })

  test('S4 need not be there for a log-out', async () => {
    const browser = await loggedIn()
    await browser.send('delete', '/users/log-out')

    const { status, headers } = await browser.send('delete', '/users/log-out')

    expect([status, headers.get('location')]).toEqual([303, '/'])
  })

  test('S7 is in no file of the server, only its hash is', async () => {
    const browser = await loggedIn()
    const token = browser.cookies.get(SESSION) ?? ''
    const inside = new Inside(browser)

    expect(inside.databaseHolds(sha256(token))).toBe(true)
    for (const spelling of spellingsOf(token)) expect(inside.holds(spelling)).toBe(false)
  })
})

describe('looking', () => {
  const METHODS = ['GET', 'HEAD', 'OPTIONS'] as const
  const cases: readonly [what: string, (link: string, change: string) => string, number][] = [
    ['logs out', () => '/users/log-out', 405],
    ['logs out, asked to as by a form', () => '/users/log-out?_method=delete', 405],
    ['uses a magic link up', (link) => `/users/log-in/${link}`, 200],
    ['logs in', (link) => `/users/log-in?user[token]=${link}`, 200],
    ['changes an address', (_, change) => `/users/settings/confirm-email/${change}`, 200],
    ['ends sessions', () => '/users/settings/sessions?_method=delete&all=true', 200],
    ['makes an API token', () => '/users/settings/api-tokens?_method=post', 200],
    ['revokes an API token', () => '/users/settings/api-tokens/1?_method=delete', 405],
    ['sets a password', () => '/users/settings?_method=put&action=update_password', 200],
    ['resets the sandbox', () => '/sandbox/reset', 405],
    ['deletes it', () => '/sandbox/delete', 405],
    ['moves its clock', () => '/sandbox/clock?advance=15m', 200],
    ['switches passwords on', () => '/sandbox/settings?registration_with_password=true', 405],
  ]

  test.for(cases)('S5 never %s', async ([, pathWith, status]) => {
    const browser = await loggedIn()
    const link = await magicLink(browser)
    await changeEmail(browser, 'new@example.test')
    const path = pathWith(link, await browser.readToken())
    const inside = new Inside(browser)
    const before = inside.state()

    for (const method of METHODS) {
      const answer = await browser.request(path, { method })
      expect(answer.status, method).toBe(method === 'OPTIONS' ? 405 : status)
    }

    expect(inside.state()).toBe(before)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    expect((await browser.post('/users/log-in', { 'user[token]': link })).status).toBe(303)
  })
})

describe('every other session, and whatever else is open, ends', () => {
  async function makeApiToken(browser: HttpBrowser): Promise<string> {
    const { json } = await browser.postForJson('/users/settings/api-tokens')
    return json.api_token?.token ?? ''
  }
  const asProgram = (browser: HttpBrowser, token: string): Promise<Answer> =>
    new HttpBrowser(browser.origin).get('/', { authorization: `Bearer ${token}` })

  test.for([
    ['a first password', false],
    ['a new password', true],
  ] as const)('S11 with %s, and this browser gets a new one', async ([, hasOne]) => {
    const browser = await (hasOne ? withPassword() : loggedIn())
    const others = [browser.sibling(), browser.sibling()]
    for (const other of others) await other.logIn(ANA)
    const program = await makeApiToken(browser)
    const link = await magicLink(browser)
    await changeEmail(browser, 'new@example.test')
    const change = await browser.readToken()
    const before = tabOf(browser)
    expect((await asProgram(browser, program)).status).toBe(200)

    const answer = await changePassword(browser, {
      'user[current_password]': PASSWORD,
      'user[password]': 'pears in a red crate',
    })

    expect(answer.status).toBe(303)
    expect(cookieIn(answer, SESSION)).toMatch(/=[\w-]{43}; Path=/)
    for (const other of [...others, before]) expect(await userOf(other)).toBeNull()
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    expect((await asProgram(browser, program)).status).toBe(401)
    expect((await browser.sibling().post('/users/log-in', { 'user[token]': link })).status).toBe(
      422,
    )
    await browser.send('put', `/users/settings/confirm-email/${change}`)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    expect(new Inside(browser).count('select count(*) from users_tokens')).toBe(1)
  })

  test('S12 with the first confirmation of an address', async () => {
    const owner = new HttpBrowser()
    await owner.post('/sandbox/settings', { registration_with_password: 'true' })
    const early = [owner.sibling(), owner.sibling()]
    await early[0]!.post('/users/register', { 'user[email]': ANA, 'user[password]': PASSWORD })
    for (const browser of early) {
      expect((await logInByPassword(browser, PASSWORD)).status).toBe(303)
      expect(await userOf(browser)).toMatchObject({ email: ANA, confirmed_at: null })
    }
    const unused = await magicLink(owner)

    await owner.logIn(ANA)

    expect(await userOf(owner)).toMatchObject({ email: ANA })
    for (const browser of early) expect(await userOf(browser)).toBeNull()
    expect((await owner.sibling().post('/users/log-in', { 'user[token]': unused })).status).toBe(
      422,
    )
    expect(new Inside(owner).count('select count(*) from users_tokens')).toBe(1)
  })
})

describe('a database that cannot be asked', () => {
  test('S14 logs nobody out: what needs to write is answered 503', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    await browser.sibling().advance('7d1m')

    // The session is due for a new token, so even looking wants to write.
    const [looking, acting] = await inside.whileLocked(() =>
      Promise.all([browser.get('/'), browser.send('delete', '/users/log-out')]),
    )

    for (const answer of [looking, acting]) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(cookieIn(answer, SESSION)).toBeUndefined()
    }
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test('S14 makes nobody anonymous: what cannot be looked up is an error', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    inside.query('alter table users_tokens rename to elsewhere')

    const answers = [await browser.get('/users/settings'), await browser.getJson('/')]

    inside.query('alter table elsewhere rename to users_tokens')
    for (const answer of answers) {
      expect(answer.status).toBe(500)
      expect(cookieIn(answer, SESSION)).toBeUndefined()
    }
    expect((await browser.get('/users/settings')).status).toBe(200)
  })
})
