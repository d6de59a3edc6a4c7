/** The prompt, as somebody has it who brings a body of their own instead of a page. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, VISITOR } from '../support/http-browser.ts'
import { call, emailsOf, map, userRow, type Called } from '../support/prompt-call.ts'
import { Inside } from './inside.ts'
import { ANA, BO, loggedIn, magicLink, opens, PASSWORD, withPassword } from './people.ts'

const CALLS = '/console/calls'
const EVE = { 'user[email]': 'eve@example.test' }

const register = (browser: HttpBrowser, email: string) =>
  call(browser, 'Accounts.registerUser', [map({ email })])

/** A changeset that no library made. */
const forged = (changes: object, more: object = {}) => ({
  ...{ $: 'changeset', base: { $: 'row', schema: 'User', state: 'built', of: {} } },
  ...{ action: null, valid: true, errors: [], constraints: [], isPart: false },
  ...{ changes, ...more },
})

describe('code', () => {
  test.for([
    ...['Accounts.drop', 'Accounts.constructor', 'Accounts.toString', 'Accounts.__proto__'],
    ...['Accounts.hasOwnProperty', 'Repo.constructor', 'Repo.query', 'Repo.transact', 'Repo.close'],
    ...['Scope.constructor', 'Object.assign', 'Changeset.cast', 'Function.constructor'],
    ...[
      'Process.exit',
      'Sandbox.reset',
      'Mailbox.list',
      'UserToken.all',
      'Constructor.constructor',
    ],
  ])('CS1 has no way in by the name %s', async (name) => {
    const { status, answer } = await call(new HttpBrowser(), name, [])

    expect([status, answer.ok, answer.name]).toEqual([200, false, 'UndefinedFunctionError'])
  })

  test.for([
    ...['constructor.constructor', 'Accounts.registerUser.constructor', 'Accounts["registerUser"]'],
    ...[
      'process.exit()',
      'Accounts.registerUser;',
      'Accounts.registerUser(1)',
      'eval',
      '__proto__.a',
    ],
    ...['import("node:fs")', 'Accounts.\u0000', '../Accounts.registerUser'],
  ])('CS1 %j is the name of nothing', async (name) => {
    const { status, error } = await call(new HttpBrowser(), name, [])

    expect([status, error]).toEqual([422, expect.stringMatching(/^A call is/)])
  })

  test('CS1 is text where a text may stand, and nothing where a function may', async () => {
    const browser = new HttpBrowser()
    const code = '(() => { throw new Error("ran") })()'
    await register(browser, ANA)

    const named = await call(browser, 'Accounts.getUserByEmail', [code])
    const mailed: Called[] = []
    for (const what of [code, 'function'])
      mailed.push(
        await call(browser, 'Accounts.deliverLoginInstructions', [
          userRow({ id: 1 }),
          { $: 'none', what },
        ]),
      )

    expect(named.answer).toMatchObject({ ok: true, value: null })
    expect(mailed.map(({ answer }) => answer.ok)).toEqual([false, true])
    const mails = await browser.readMails()
    expect(mails.length).toBeGreaterThan(0)
    // The links are the house's own, whatever stands in the place of what makes them.
    for (const { text } of mails) {
      expect(text).toMatch(new RegExp(`^${browser.origin}/users/log-in/[\\w-]{43}$`, 'm'))
    }
  })

  test('CS1 leaves no names behind for whoever calls next', async () => {
    const browser = new HttpBrowser()
    const body = `{"name":"Accounts.registerUser","args":[{"$":"map","of":{"__proto__":{"$":"map","of":{"email":"${BO}"}},"constructor":"x"}}],"spelling":"elixir","line":1}`
    const { status } = await browser.request(CALLS, {
      ...{ method: 'POST', body },
      headers: { origin: browser.origin, 'content-type': 'application/json' },
    })

    expect([200, 422]).toContain(status)
    expect(await emailsOf(browser)).toEqual([])
    expect((await register(new HttpBrowser(), ANA)).answer.ok).toBe(true)
  })
})

describe('the frame', () => {
  const POLICY = [
    ...['sandbox allow-scripts', "default-src 'none'"],
    "script-src 'sha256-‹hash›' blob: 'wasm-unsafe-eval'",
    ...['worker-src blob:', "connect-src 'none'", "frame-ancestors 'self'"],
    ...["base-uri 'none'", "form-action 'none'"],
  ].join('; ')

  test.for(['GET', 'HEAD'])(
    'CS2 is closed by its own policy, and tells nobody apart, by %s',
    async (method) => {
      for (const browser of [new HttpBrowser(), await loggedIn()]) {
        const { status, headers } = await browser.request('/console/frame', { method })
        const policy = headers.get('content-security-policy') ?? ''

        expect([status, headers.getSetCookie()]).toEqual([200, []])
        expect(policy.replace(/'sha256-[\w+/]{43}='/, "'sha256-‹hash›'")).toBe(POLICY)
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
        expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        expect(headers.get('cache-control')).toBe('public, max-age=3600')
      }
    },
  )

  test('CS2 says the same of nobody’s sandbox, and has no other address', async () => {
    const [stranger, ana] = [new HttpBrowser(), await loggedIn()]
    const { text } = await stranger.get('/console/frame')

    expect((await ana.get('/console/frame')).text).toBe(text)
    for (const path of [
      '/console/frame/',
      '/console/frame?text=alert(1)',
      '/as/alice/console/frame',
    ])
      expect([path, (await stranger.get(path)).text.includes(text)]).toEqual([path, false])
    const posted = await ana.post('/console/frame', { text: 'x' })
    expect([posted.status, posted.text.includes(text)]).toEqual([404, false])
  })
})

describe('a changeset made by hand', () => {
  const one = { type: 'unique', constraint: 'x', match: 'exact', field: 'email' }
  const whole = { ...one, errorMessage: 'no', errorType: 'unique' }

  test.for([
    ['a hash', { hashed_password: 'x' }, {}, /is redacted/],
    ['a password', { password: 'x' }, {}, /is redacted/],
    ['a field that there is not', { is_admin: true }, {}, /has no field is_admin/],
    ['the name of a prototype', { constructor: 'x' }, {}, /has no field constructor/],
    ['another type', { email: map({}) }, {}, /is invalid/],
    ['a number of bytes', { confirmed_at: 'soon' }, {}, /is invalid/],
    ['a long text', { email: 'a'.repeat(1_001) }, {}, /at most 1000 characters/],
    ['work for the repo', { email: ANA }, { isPart: true }, /is not given/],
    ['many constraints', { email: ANA }, { constraints: Array(21).fill(whole) }, /at most 20/],
    ['half a constraint', { email: ANA }, { constraints: [one] }, /names of at most 100/],
    [
      'a pattern for a constraint',
      { email: ANA },
      { constraints: [{ ...whole, constraint: { source: '.*' } }] },
      /names of at most 100/,
    ],
    [
      'a constraint of another kind',
      { email: ANA },
      { constraints: [{ ...whole, type: 'any' }] },
      /names of at most 100/,
    ],
  ] as const)('CS5 plants nothing by %s', async ([, changes, more, sentence]) => {
    const browser = new HttpBrowser()
    const { answer } = await call(browser, 'Repo.insert', [forged(changes, more)])

    expect([answer.ok, answer.message]).toEqual([false, expect.stringMatching(sentence)])
    expect(await emailsOf(browser)).toEqual([])
  })

  test('CS5 that calls itself valid is refused by the table', async () => {
    const browser = new HttpBrowser()
    await register(browser, ANA)

    const nobody = await call(browser, 'Repo.insert', [forged({})])
    const twice = await call(browser, 'Repo.insert', [forged({ email: ANA.toUpperCase() })])

    expect([nobody.answer.ok, twice.answer.ok]).toEqual([false, false])
    expect(await emailsOf(browser)).toEqual([ANA])
  })

  test.for(['UserToken', 'users_tokens', 'Sandbox', 'Visitor', '__proto__', 'constructor'])(
    'CS5 of %s is none that may be written or read',
    async (schema) => {
      const browser = await loggedIn()
      const row = { $: 'row', schema, state: 'built', of: {} }
      const inside = new Inside(browser)
      const before = inside.state()

      for (const [name, args] of [
        ['Repo.insert', [forged({}, { base: row })]],
        ['Repo.delete', [{ ...row, state: 'loaded', of: { id: 1 } }]],
        ['Repo.all', [{ $: 'schema', of: schema }]],
        ['Repo.get', [{ $: 'schema', of: schema }, 1]],
      ] as const)
        expect([name, (await call(browser, name, args)).answer.ok]).toEqual([name, false])

      expect(inside.state()).toBe(before)
    },
  )

  test('CS5 about a row is about the row as it is: what was sent of it is not believed', async () => {
    const [ana, bo] = [await withPassword(), new HttpBrowser()]
    await register(bo, BO)
    const liar = userRow({ id: 1, email: ANA, hashed_password: 'x', confirmed_at: 1 })

    const update = forged({ email: 'new@example.test' }, { base: liar })
    await call(ana, 'Repo.update', [update])
    const gone = await call(bo, 'Repo.update', [
      forged({ email: 'x@example.test' }, { base: userRow({ id: 99, email: BO }) }),
    ])

    expect(await opens(ana, PASSWORD, 'new@example.test')).toBe(true)
    expect(gone.answer.ok).toBe(false)
    expect(await emailsOf(bo)).toEqual([BO])
  })
})

describe('what opens something', () => {
  test('CS6 is in no answer and in no trace', async () => {
    const browser = await withPassword()
    const token = await magicLink(browser)
    const { json } = await browser.postForJson('/users/settings/api-tokens')
    const inside = new Inside(browser)
    const ana = userRow({ id: 1 })
    const password = 'a boat in the garden'
    const answers = [
      await call(browser, 'Accounts.listUserSessions', []),
      await call(browser, 'Accounts.listUserApiTokens', []),
      await call(browser, 'Accounts.updateUserPassword', [ana, map({ password })]),
      await call(browser, 'Accounts.getUserByEmailAndPassword', [ANA, password]),
      await call(browser, 'Accounts.getUserByEmailAndPassword', [ANA, PASSWORD]),
      await call(browser, 'Accounts.changeUserPassword', [ana, map({ password })]),
      await call(browser, 'User.passwordChangeset', [
        { $: 'row', schema: 'User', state: 'built', of: {} },
        map({ password }),
      ]),
      await call(browser, 'User.passwordChangeset', [
        ana,
        map({ password }),
        map({ hash_password: false }),
      ]),
      await call(browser, 'Accounts.getUserByMagicLinkToken', [token]),
      await call(browser, 'Accounts.deliverLoginInstructions', [
        ana,
        { $: 'none', what: 'function' },
      ]),
      await call(browser, 'Repo.all', [{ $: 'schema', of: 'User' }]),
      await call(browser, 'Repo.get', [{ $: 'schema', of: 'User' }, 1]),
    ]
    const traces = await Promise.all(
      answers
        .filter(({ trace }) => trace)
        .map(async ({ trace }) => (await browser.getJson(`/sandbox/traces/${trace.id}`)).text),
    )
    const rows = inside.query('select hashed_password from users')
    const secrets = [
      ...[password, PASSWORD, token, json.api_token?.token, browser.cookies.get(VISITOR)],
      browser.cookies.get(SESSION),
      ...(await browser.readMails()).flatMap(({ text }) => /[\w-]{43}/.exec(text) ?? []),
      ...rows.map(({ hashed_password: hash }) => hash),
    ].map(String)

    expect(answers.filter(({ answer }) => answer.ok).length).toBeGreaterThan(6)
    expect(secrets.length).toBeGreaterThan(7)
    for (const [index, told] of [...answers.map(({ text }) => text), ...traces].entries()) {
      for (const secret of secrets)
        expect([index, secret, told.includes(secret)]).toEqual([index, secret, false])
      expect([index, /argon2/.test(told)]).toEqual([index, false])
      expect([index, /(?<![\w-])[\w-]{43}(?![\w-])/.exec(told)?.[0]]).toEqual([index, undefined])
    }
  })

  test('CS6 cannot be asked for by the name of its field', async () => {
    const browser = await withPassword()

    for (const args of [
      [{ $: 'schema', of: 'User' }, map({ hashed_password: 'x' })],
      [
        { $: 'schema', of: 'User' },
        { $: 'atom', of: 'hashed_password' },
      ],
    ])
      for (const name of ['Repo.getBy', 'Repo.exists', 'Repo.aggregate', 'Repo.one']) {
        const { answer, text } = await call(browser, name, args)
        expect([name, answer.ok]).toEqual([name, false])
        expect(text).not.toContain('argon2')
      }
  })
})

describe('a visitor who never tires', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer({ LIMIT_CONSOLE_CALLS: '15' })
  })
  afterAll(() => server.stop())
  const another = () => new HttpBrowser(server.origin)
  const statuses = async (asked: Promise<Called>[]) =>
    (await Promise.all(asked)).map(({ status }) => status)
  const of = (wanted: number, all: readonly number[]) =>
    all.filter((status) => status === wanted).length

  test('CS7 may call so often, at once or one after the other, while others are answered', async () => {
    const [ana, bo] = [another(), another()]
    await register(ana, ANA)
    const burst = await statuses(
      Array.from({ length: 30 }, () => call(ana, 'Accounts.getUserByEmail', ['a@b'])),
    )
    const { status, error } = await call(ana, 'Accounts.getUserByEmail', ['a@b'])

    expect([of(200, burst), of(429, burst)]).toEqual([14, 16])
    expect(status).toBe(429)
    expect(error).toMatch(
      /^You have called many functions\. Try again in (?:a moment|\d+ seconds?)\.$/,
    )
    // Another persona is the same visitor, and the form of the page makes the same calls.
    expect((await ana.postJson(`/as/bo${CALLS}`, BODY)).status).toBe(429)
    const fields = { call: 'Accounts.registerUser', arg_params: `email = ${BO}` }
    expect((await ana.postForJson('/console', fields)).status).toBe(429)
    expect((await call(bo, 'Accounts.getUserByEmail', ['a@b'])).status).toBe(200)
  })

  test('CS7 has few passwords hashed, and others are logged in meanwhile', async () => {
    const [ana, bo] = [another(), another()]
    await register(ana, ANA)
    await bo.registerAndLogIn(BO)
    const nobody = { $: 'row', schema: 'User', state: 'built', of: {} }
    const guesses = statuses(
      Array.from({ length: 13 }, (_, index) => {
        const password = `plums in crate number ${index}`
        return index % 2 === 0
          ? call(ana, 'Accounts.getUserByEmailAndPassword', [ANA, password])
          : call(ana, 'User.passwordChangeset', [nobody, map({ password })])
      }),
    )
    const { status } = await bo.get('/users/settings')

    expect([of(200, await guesses), of(429, await guesses)]).toEqual([10, 3])
    expect(status).toBe(200)
  })
})

test('CS7 a sandbox holds as many rows by the prompt as by its pages, and an answer fifty', async () => {
  const browser = new HttpBrowser()
  const made: Called[] = []
  for (let index = 0; index < 52; index += 1)
    made.push(await register(browser, `p${index}@example.test`))
  const { answer, text } = await call(browser, 'Repo.all', [{ $: 'schema', of: 'User' }])

  expect(made.filter(({ answer: { ok } }) => ok)).toHaveLength(50)
  expect(made.at(-1)?.answer.message).toMatch(/^A sandbox holds 50 users\./)
  expect(answer.value).toHaveLength(50)
  expect(text.length).toBeLessThan(65_536)
})

const BODY = {
  ...{ name: 'Accounts.registerUser', args: [map({ email: BO })], spelling: 'elixir', line: 1 },
}

describe('a call that no page of this site made', () => {
  const here = () => new URL(inject('origin'))
  const elsewhere = (): readonly (string | undefined)[] => [
    ...['https://evil.test', `http://sub.${here().host}`, `https://${here().host}`],
    ...[`${here().origin}.evil.test`, `http://127.0.0.1:${here().port}`, 'null', '', undefined],
  ]

  test.for(['application/json', 'text/plain', 'application/x-www-form-urlencoded', ''])(
    'CS8 changes nothing as %j',
    async (type) => {
      const browser = await loggedIn()
      const inside = new Inside(browser)
      const before = inside.state()

      for (const path of [CALLS, `/as/bo${CALLS}`])
        for (const origin of elsewhere()) {
          const { status, headers } = await browser.request(path, {
            ...{ method: 'POST', body: JSON.stringify(BODY) },
            headers: {
              ...(type !== '' && { 'content-type': type }),
              ...(origin !== undefined && { origin }),
            },
          })
          expect([path, origin, status]).toEqual([path, origin, 403])
          expect(headers.getSetCookie()).toEqual([])
        }

      expect(inside.state()).toBe(before)
      expect(await emailsOf(browser)).toEqual([ANA])
    },
  )

  test('CS8 is refused where its browser says that it came from elsewhere', async () => {
    const headers = { origin: here().origin, 'content-type': 'application/json' }
    for (const site of ['cross-site', 'same-site', 'none']) {
      const { status } = await new HttpBrowser().request(CALLS, {
        ...{ method: 'POST', body: JSON.stringify(BODY) },
        headers: { ...headers, 'sec-fetch-site': site },
      })
      expect([site, status]).toEqual([site, 403])
    }
  })

  test('CS8 changes nothing by a question, and is made by no link', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const before = inside.state()
    const query = `?name=Accounts.registerUser&args=${encodeURIComponent(JSON.stringify(BODY.args))}`

    expect((await browser.get(CALLS + query)).status).toBe(405)
    expect((await browser.get(`/console?call=Accounts.registerUser&arg_params=x`)).status).toBe(200)
    expect(inside.state()).toBe(before)
  })

  test('CS8 ends at 16 KiB, and so does what is in it', async () => {
    const browser = new HttpBrowser()
    const text = (size: number) => call(browser, 'Accounts.getUserByEmail', ['a'.repeat(size)])
    const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1)

    expect((await text(17_000)).status).toBe(413)
    expect((await text(15_000)).status).toBe(200)
    expect((await call(browser, 'Accounts.getUserByEmail', [deep])).status).toBe(422)
    expect((await call(browser, 'Repo.all', [Array(2_001).fill(1)])).status).toBe(422)
    const { status } = await browser.request(CALLS, {
      ...{ method: 'POST', body: '{"name":"Accounts.registerUser","args":[' },
      headers: { origin: browser.origin, 'content-type': 'application/json' },
    })
    expect(status).toBe(400)
  })

  test('CS8 as a form is no call', async () => {
    const browser = await loggedIn()
    await browser.post(CALLS, { name: 'Accounts.registerUser', ...EVE })
    expect(await emailsOf(browser)).toEqual([ANA])
  })
})
