import { describe, expect, inject, test } from 'vitest'
import { parseParams } from '#http/params.ts'
import { HttpBrowser, SESSION, type Answer } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { Inside } from './inside.ts'
import { ANA, loggedIn, magicLink, PASSWORD, userOf } from './people.ts'

const register = (browser: HttpBrowser, email: string): Promise<Answer> =>
  browser.postForJson('/users/register', { 'user[email]': email })
const addresses = (browser: HttpBrowser) =>
  new Inside(browser).query('select email from users order by id').map(({ email }) => email)

describe('an address', () => {
  // Every address there is a word on: `emailChangeset` in test/accounts/user.test.ts.
  test.for(["o'brien+tag@Example.TEST", 'ünïcödé@exämple.test', `${'a'.repeat(147)}@example.test`])(
    'I1 may be %j, and is kept as it was typed',
    async (email) => {
      const browser = new HttpBrowser()

      expect((await register(browser, email)).status).toBe(200)
      expect(addresses(browser)).toEqual([email])
    },
  )

  test.for([
    ['a@b@c', 'must have the @ sign and no spaces'],
    ['a@b\n', 'must have the @ sign and no spaces'],
    ['a\u200b@b', 'must have the @ sign and no spaces'],
    ['a\u3164@b', 'must have the @ sign and no spaces'],
    ['a\u2800@b', 'must have the @ sign and no spaces'],
    ['a\u{e0100}@b', 'must have the @ sign and no spaces'],
    [`a${'\u0301'.repeat(2_600)}@example.test`, 'should be at most 160 character(s)'],
    ['   ', "can't be blank"],
    [`${'a'.repeat(148)}@example.test`, 'should be at most 160 character(s)'],
  ] as const)('I1 is not %j', async ([email, message]) => {
    const browser = new HttpBrowser()

    const { status, json } = await register(browser, email)

    expect(status).toBe(422)
    expect(json.changeset?.errors.map((error) => error.message)).toContain(message)
    expect(addresses(browser)).toEqual([])
  })

  test('I2 is one account whatever its case, as far as ASCII goes', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'ana@example.test')

    const answers = [
      await register(browser, 'ANA@example.test'),
      await register(browser, 'aNa@EXAMPLE.test'),
    ]

    for (const { status, json } of answers) {
      expect(status).toBe(422)
      expect(json.changeset?.errors).toMatchObject([{ message: 'has already been taken' }])
    }
    await magicLink(browser, 'ANA@EXAMPLE.TEST')
    expect((await browser.readMails())[0]?.to).toBe('ana@example.test')
  })

  test.for([
    ['k@example.test', '\u212a@example.test', 'the sign of the kelvin, which lower case makes a k'],
    ['s@example.test', '\u017f@example.test', 'the long s, which upper case makes an S'],
    ['i@example.test', '\u0130@example.test', 'the I with a dot'],
    ['fi@example.test', '\ufb01@example.test', 'the ligature of f and i'],
    ['ana@example.test', '\uff41na@example.test', 'the a of full width'],
    ['é@example.test', 'e\u0301@example.test', 'the é of two characters'],
  ] as const)('I2 %j is never reached by %j: %s', async ([owner, lookalike]) => {
    const browser = await loggedIn(owner)
    const mails = await browser.readMails()
    await browser.sibling().post('/users/log-in', { 'user[email]': lookalike })
    expect(await browser.readMails()).toEqual(mails)

    await register(browser.sibling(), lookalike)

    const link = await magicLink(browser, lookalike)
    const other = browser.sibling()
    await other.post('/users/log-in', { 'user[token]': link })
    expect(await userOf(other)).toMatchObject({ email: lookalike })
    expect((await browser.readMails())[0]?.to).toBe(lookalike)
    expect(await userOf(browser)).toMatchObject({ email: owner })
  })
})

describe('a field', () => {
  const FORMS: readonly [
    path: string,
    fields: Record<string, unknown>,
    names: readonly string[],
  ][] = [
    ['/users/register', {}, ['email', 'password']],
    ['/users/log-in', { email: ANA }, ['email', 'password']],
    ['/users/log-in', {}, ['token', 'email']],
    ['/users/log-in', { token: 'x' }, ['remember_me', 'email', 'password']],
    ['/users/settings', { _method: 'put', action: 'update_email' }, ['email']],
    [
      '/users/settings',
      { _method: 'put', action: 'update_password', password: 'short' },
      ['password', 'password_confirmation', 'current_password'],
    ],
  ]
  const TOP: readonly [path: string, names: readonly string[]][] = [
    ['/users/settings', ['action', '_method', 'user', '_lesson', '_action']],
    ['/users/settings/sessions', ['id', 'all', 'others']],
    ['/sandbox/clock', ['advance']],
    ['/sandbox/settings', ['registration_with_password']],
    ['/users/register', ['user', '_method', '_lesson']],
    ['/users/log-in', ['user', '_action']],
  ]
  const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
  const VALUES: readonly unknown[] = [
    ...[null, 0, 5, -1, 1.5, 1e308, true, false, '', [], [[]], ['x'], {}, { a: 1 }, { length: 5 }],
    ...[{ toString: 'x' }, { toJSON: 1 }, deep(1_000), deep(4_000)],
  ]
  const TOP_NAMES = ['_method', 'action']

  test.for(FORMS)(
    'I3 of %s may be of any type in JSON: %j with %j',
    async ([path, fixed, names]) => {
      const browser = await loggedIn()
      const inside = new Inside(browser)
      const before = inside.state()
      const [top, user] = [
        Object.fromEntries(Object.entries(fixed).filter(([name]) => TOP_NAMES.includes(name))),
        Object.fromEntries(Object.entries(fixed).filter(([name]) => !TOP_NAMES.includes(name))),
      ]

      for (const name of names)
        for (const value of VALUES) {
          const answer = await asVisitor(browser, path).postJson(path, {
            ...top,
            user: { ...user, [name]: value },
          })
          const sent = `${name}: ${JSON.stringify(value).slice(0, 40)}`
          const isRefused = answer.status >= 400 && answer.status < 500
          expect([sent, isRefused || mayBe(path, name, value)]).toEqual([sent, true])
        }
      expect(inside.state()).toBe(before)
    },
  )

  test.for(TOP)('I3 at the top of a form to %s may be of any type: %j', async ([path, names]) => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()

    for (const name of names)
      for (const value of VALUES.filter((one) => one !== true && one !== false)) {
        const { status } = await asVisitor(browser, path).postJson(path, { [name]: value })
        const sent = `${name}: ${JSON.stringify(value).slice(0, 40)}`
        expect([sent, status >= 400 && status < 500]).toEqual([sent, true])
      }
    expect(inside.state()).toBe(before)
  })

  test.for([
    'user=x',
    'user[]=x',
    'user[email]=',
    'user[email][]=a@example.test',
    'user[email][a]=a@example.test',
    'user[email][a][b][c]=1',
    'user[email][a][b][c][d][e]=1',
    'user[email',
    'user]email[=a@example.test',
    '[user][email]=a@example.test',
    '=',
    '&&&',
    '[]',
    '',
  ])('I3 of a form may be of any shape: %s', async (body) => {
    const browser = await loggedIn()
    const before = addresses(browser)
    for (const path of ['/users/register', '/users/log-in', '/users/settings']) {
      const { status } = await browser.sibling().request(path, {
        method: path === '/users/settings' ? 'PUT' : 'POST',
        body,
        headers: { origin: browser.origin, 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect([path, status < 500]).toEqual([path, true])
      if (path === '/users/register') expect([400, 422]).toContain(status)
    }
    expect(addresses(browser)).toEqual(before)
  })

  test('I3 nested ten thousand deep is refused', async () => {
    const { status } = await new HttpBrowser().request('/users/register', {
      method: 'POST',
      body: `${'['.repeat(8_000)}${']'.repeat(8_000)}`,
      headers: { origin: inject('origin'), 'content-type': 'application/json' },
    })
    expect(status).toBe(400)
  })

  const MORE = {
    ...{ id: 99, confirmed_at: 1, hashed_password: 'x', authenticated_at: 1, user_id: 99 },
    ...{ inserted_at: 1, updated_at: 1, role: 'admin', is_admin: true },
  }
  test('I4 that a form does not have is not taken by the registration', async () => {
    const browser = new HttpBrowser()
    const asForm: Record<string, string> = {}
    for (const [name, value] of Object.entries(MORE)) asForm[`user[${name}]`] = String(value)

    await browser.postJson('/users/register', { ...MORE, user: { email: ANA, ...MORE } })
    await browser.post('/users/register', {
      'user[email]': 'bo@example.test',
      ...asForm,
    })

    const rows = new Inside(browser).query('select * from users order by id')
    expect(rows).toMatchObject([
      { id: 1, email: ANA, confirmed_at: null, hashed_password: null },
      { id: 2, email: 'bo@example.test', confirmed_at: null, hashed_password: null },
    ])
    for (const { inserted_at, updated_at } of rows) {
      expect(inserted_at).toBeGreaterThan(1)
      expect(updated_at).toBeGreaterThan(1)
    }
  })

  test('I4 that a form does not have is not taken by the settings', async () => {
    const browser = await loggedIn()
    const users = () => new Inside(browser).query('select * from users')[0]!
    const before = users()

    const password = await browser.postJson('/users/settings', {
      ...{ _method: 'put', action: 'update_password' },
      user: { ...MORE, password: PASSWORD, email: 'eve@example.test' },
    })
    const email = await browser.postJson('/users/settings', {
      ...{ _method: 'put', action: 'update_email' },
      user: { ...MORE, email: 'new@example.test', password: 'pears in a red crate' },
    })

    expect([password.status, email.status]).toEqual([200, 200])
    const { hashed_password, updated_at, ...rest } = users()
    expect({ ...rest, hashed_password: null, updated_at: null }).toEqual({
      ...before,
      ...{ hashed_password: null, updated_at: null },
    })
    expect(hashed_password).toMatch(/^\$argon2id/)
    expect(updated_at).not.toBe(1)
  })
})

describe('a name', () => {
  const PROTOTYPES = [
    '__proto__[polluted]=1',
    'constructor[prototype][polluted]=1',
    'user[__proto__][polluted]=1',
    'user[constructor][prototype][polluted]=1',
  ]

  test.for(PROTOTYPES)('I5 is a name like any other: %s', async (body) => {
    const params = parseParams({ kind: 'form', text: `${body}&user[email]=${ANA}` })

    expect(Object.getPrototypeOf(params)).toBeNull()
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const browser = new HttpBrowser()
    const { status } = await browser.request('/users/register', {
      method: 'POST',
      body: `${body}&user[email]=${ANA}`,
      headers: { origin: browser.origin, 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(status).toBe(303)
  })

  test('I5 is a name like any other in JSON, at every depth', async () => {
    const text = `{"__proto__":{"polluted":1},"user":{"__proto__":{"polluted":1,"email":"${ANA}"},"constructor":{"prototype":{"polluted":1}}}}`

    parseParams({ kind: 'json', text })

    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const browser = new HttpBrowser()
    const answer = await browser.request('/users/register', {
      method: 'POST',
      body: text,
      headers: { origin: browser.origin, 'content-type': 'application/json' },
    })
    // What a prototype would have brought is not there.
    expect(answer.status).toBe(422)
    expect(addresses(browser)).toEqual([])
  })

  test('I5 that comes twice counts once, the last time', async () => {
    const browser = new HttpBrowser()
    const answer = await browser.request('/users/register', {
      method: 'POST',
      body: `user[email]=bo@example.test&user[email]=${ANA}`,
      headers: { origin: browser.origin, 'content-type': 'application/x-www-form-urlencoded' },
    })

    expect(answer.status).toBe(303)
    expect(addresses(browser)).toEqual([ANA])
  })

  test('I5 of a header is no danger', async () => {
    const { host } = new URL(inject('origin'))
    const answer = await rawRequest(
      `GET / HTTP/1.1\r\nHost: ${host}\r\n__proto__: x\r\nconstructor: y\r\ntoString: z\r\nConnection: close\r\n\r\n`,
    )
    expect(statusOf(answer)).toBe(200)
  })
})

describe('text that means something to a database', () => {
  const SQL = [
    ...["'", '"', '`', ';--', '\\', "\\'", '\0', '$1', '?', '?1', ':a', '@a', '%', '_', '*'],
    ...["' or 1=1 --", '" or ""="', "'; drop table users; --", '1); delete from users_tokens; --'],
    ...["' union select * from users --", "a' || (select email from users) || '@example.test"],
  ]

  test('I6 means nothing in a field', async () => {
    const browser = await loggedIn()
    await browser.postForJson('/users/settings/api-tokens')
    const inside = new Inside(browser)
    const before = inside.state()

    for (const text of SQL) {
      const visitor = browser.sibling()
      const answers = [
        await visitor.post('/users/register', { 'user[email]': `${text} @example.test` }),
        await visitor.post('/users/log-in', { 'user[email]': text, 'user[password]': text }),
        await visitor.post('/users/log-in', { 'user[email]': ANA, 'user[password]': text }),
        await visitor.post('/users/log-in', { 'user[token]': text }),
        await browser.send('put', '/users/settings', { action: text }),
        await browser.send('put', '/users/settings', {
          action: 'update_email',
          'user[email]': `${text} @x`,
        }),
        await browser.send('delete', '/users/settings/sessions', { id: text }),
        await browser.post('/sandbox/clock', { advance: text }),
      ]
      for (const { status } of answers)
        expect([text, status >= 400 && status < 500]).toEqual([text, true])
      expect((await visitor.post('/users/log-in', { 'user[email]': text })).status).toBe(303)
    }
    expect(inside.state()).toBe(before)
  })

  test('I6 is an address like any other where it is one', async () => {
    const browser = new HttpBrowser()
    const email = "x'||(select/**/1)||'--@example.test"

    await browser.registerAndLogIn(email)

    expect(addresses(browser)).toEqual([email])
    expect(await userOf(browser)).toMatchObject({ email })
  })

  test('I6 means nothing in an address of a page, nor in a cookie', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()

    for (const text of SQL.filter((one) => !/[\\\0]/.test(one))) {
      const escaped = encodeURIComponent(text)
      for (const path of ['/users/log-in/', '/sandbox/mailbox/', '/sandbox/traces/', '/lessons/']) {
        const { status } = await browser.get(path + escaped)
        expect([path, text, status < 500]).toEqual([path, text, true])
      }
      expect((await browser.get(`/users/log-in?lesson=${escaped}`)).status).toBe(200)
      const { status } = await browser.send('delete', `/users/settings/api-tokens/${escaped}`)
      expect([text, status]).toEqual([text, text === '%' ? 400 : 404])
      const visitor = browser.sibling()
      visitor.cookies.set(SESSION, encodeURIComponent(text))
      expect(await userOf(visitor)).toBeNull()
    }
    expect(inside.state()).toBe(before)
  })
})

/** An address that nobody has is asked for a link like any other. */
const mayBe = (path: string, name: string, value: unknown) =>
  path === '/users/log-in' && name === 'email' && typeof value === 'string'

/** Somebody who has not logged in, where those who have are sent away. */
const asVisitor = (browser: HttpBrowser, path: string) =>
  path === '/users/register' ? browser.sibling() : browser
