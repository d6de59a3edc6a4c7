/** What a prompt asks of the server: a name and plain data, counted, in the sandbox of whoever asks. */
import { describe, expect, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

interface Answered {
  readonly answer: {
    readonly ok: boolean
    readonly name?: string
    readonly message?: string
    readonly value?: unknown
  }
  readonly trace: {
    readonly id: string
    readonly title: string
    readonly kind: string
    readonly status: number
    readonly steps: readonly { readonly name: string; readonly layer: string }[]
  }
  readonly error?: string
}

async function call(
  browser: HttpBrowser,
  name: string,
  args: readonly unknown[],
  more: object = {},
) {
  const body = { name, args, spelling: 'elixir', line: 4, ...more }
  const { status, text, json } = await browser.postJson('/console/calls', body)
  return { status, text, ...(json as unknown as Answered) }
}

const map = (of: object) => ({ $: 'map', of })
const register = (browser: HttpBrowser, email: string, more: object = {}) =>
  call(browser, 'Accounts.registerUser', [map({ email })], more)
const titles = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/traces')).json.traces ?? []).map(({ title }) => title)
const emails = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/people')).json.users ?? []).map(({ email }) => email)

describe('POST /console/calls', () => {
  test('has a trace of its own, with the line that called, and nothing of the request around it', async () => {
    const browser = new HttpBrowser()

    const { status, answer, trace } = await register(browser, 'ana@example.com')

    expect([status, answer.ok, trace.status, trace.kind]).toEqual([200, true, 200, 'console'])
    expect(trace.title).toBe('iex(4) Accounts.register_user/1')
    expect(trace.steps[0]).toMatchObject({
      ...{ layer: 'request', name: 'Accounts.register_user/1', detail: 'line 4' },
    })
    expect(trace.steps.filter(({ layer }) => layer === 'plug')).toEqual([])
    expect(await titles(browser)).toEqual(['iex(4) Accounts.register_user/1'])
  })

  test('answers what a function refuses, and what it throws, as values', async () => {
    const browser = new HttpBrowser()

    expect((await call(browser, 'Accounts.registerUser', [map({})])).trace.status).toBe(422)
    const { status, answer, trace } = await call(browser, 'Accounts.fetchUserOrThrow', [99])
    expect([status, trace.status, answer.name]).toEqual([200, 500, 'NoResultsError'])
  })

  test('takes one place for all calls of a line', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'ana@example.com')
    for (const next of [false, true, true])
      await call(browser, 'Accounts.getUserByEmail', ['a@b'], { line: 5, next })

    expect(await titles(browser)).toEqual([
      'iex(5) Accounts.get_user_by_email/1',
      'iex(4) Accounts.register_user/1',
    ])
  })

  test('acts in the sandbox of whoever asks, and moves nobody else’s', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await register(ana, 'ana@example.com')
    await register(bo, 'bo@example.com')

    expect(await emails(ana)).toEqual(['ana@example.com'])
    expect(await emails(bo)).toEqual(['bo@example.com'])
  })

  test('has the scope of the persona’s session, and its sudo mode', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.com')
    const ana = { $: 'row', schema: 'User', state: 'loaded', of: { id: 1 } }

    const { answer } = await call(browser, 'Accounts.inSudoMode', [ana, -10])

    expect(answer).toMatchObject({ ok: true, value: true })
    expect(answer).toMatchObject({
      scope: { $: 'scope', user: { of: { email: 'ana@example.com' } } },
    })
    await browser.advance('15m')
    expect((await call(browser, 'Accounts.inSudoMode', [ana, -10])).answer.value).toBe(false)
  })

  test.for([
    ['no function', 'Accounts.drop', [], 'UndefinedFunctionError'],
    ['a part of an object', 'Accounts.constructor', [], 'UndefinedFunctionError'],
    ['a module that is none', 'Sandbox.reset', [], 'UndefinedFunctionError'],
    ['a function that is listed only', 'Accounts.generateUserSessionToken', [1], 'NotRead'],
    ['a plug', 'UserAuth.fetchCurrentScope', [], 'NotRead'],
  ] as const)('calls %s nowhere', async ([, name, args, error]) => {
    const { status, answer } = await call(new HttpBrowser(), name, args)

    expect([status, answer.ok, answer.name]).toEqual([200, false, error])
  })

  test.for([
    ['no name', { name: 'drop table', args: [] }],
    ['no arguments', { name: 'Accounts.registerUser', args: 'all' }],
    ['an object that says not what it is', { name: 'Accounts.registerUser', args: [{ email: 1 }] }],
    ['a row without fields', { name: 'Repo.delete', args: [{ $: 'row', schema: 'User' }] }],
    ['many arguments', { name: 'Accounts.registerUser', args: Array(9).fill(1) }],
  ])('takes %s for no call', async ([, body]) => {
    const { status, error } = await call(new HttpBrowser(), '', [], body as object)

    expect(status).toBe(422)
    expect(error).toMatch(/^(?:A call is|An argument is)/)
  })

  test('tells no hash and no token, in no answer and in no trace', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.com')
    const ana = { $: 'row', schema: 'User', state: 'loaded', of: { id: 1 } }
    const password = 'a boat in the garden'
    const told = [
      await call(browser, 'Accounts.listUserSessions', []),
      await call(browser, 'Accounts.updateUserPassword', [ana, map({ password })]),
      await call(browser, 'Accounts.getUserByEmailAndPassword', ['ana@example.com', password]),
      await call(browser, 'Accounts.changeUserPassword', [ana, map({ password })]),
      await call(browser, 'Accounts.deliverLoginInstructions', [
        ana,
        { $: 'none', what: 'function' },
      ]),
      await call(browser, 'Repo.all', [{ $: 'schema', of: 'User' }]),
    ]

    for (const { text } of told) {
      expect(text).not.toMatch(/argon2|a boat in the garden/)
      expect(text).not.toMatch(/(?<![\w-])[\w-]{43}(?![\w-])/)
    }
    expect(told.map(({ answer }) => answer.ok)).toEqual(told.map(() => true))
  })

  test('plants no hash by a changeset made by hand', async () => {
    const browser = new HttpBrowser()
    const made = (changes: object, more: object = {}) => ({
      ...{ $: 'changeset', base: { $: 'row', schema: 'User', state: 'built', of: {} } },
      ...{
        action: null,
        valid: true,
        errors: [],
        constraints: [],
        isPart: false,
        changes,
        ...more,
      },
    })
    const refused = async (changes: object, more: object = {}) =>
      (await call(browser, 'Repo.insert', [made(changes, more)])).answer

    expect((await refused({ hashed_password: 'x' })).message).toMatch(/is redacted/)
    expect((await refused({ is_admin: true })).message).toMatch(/has no field is_admin/)
    expect((await refused({ password: 'x' })).message).toMatch(/is redacted/)
    expect((await refused({ email: { $: 'map', of: {} } })).message).toMatch(/is invalid/)
    expect((await refused({ email: 'a'.repeat(1_001) })).message).toMatch(/at most 1000 characters/)
    expect((await refused({}, { isPart: true })).message).toMatch(/is not given/)
    const one = { type: 'unique', constraint: 'x', match: 'exact', field: 'email' }
    const whole = { ...one, errorMessage: 'no', errorType: 'unique' }
    expect((await refused({}, { constraints: Array(21).fill(whole) })).message).toMatch(
      /at most 20/,
    )
    expect((await refused({}, { constraints: [one] })).message).toMatch(/names of at most 100/)
    // The table refuses a user without an address, whatever the changeset says of itself.
    expect((await refused({})).ok).toBe(false)
    expect(await emails(browser)).toEqual([])
  })
})

describe('a class at its prompts', () => {
  test('may call so often, and no more, while others are answered', async () => {
    const server = await startBuiltServer({ LIMIT_CONSOLE_CALLS: '3' })
    try {
      const [ana, bo] = [new HttpBrowser(server.origin), new HttpBrowser(server.origin)]
      for (let time = 0; time < 3; time += 1)
        expect((await call(ana, 'Accounts.getUserByEmail', ['a@b'])).status).toBe(200)
      const { status, error } = await call(ana, 'Accounts.getUserByEmail', ['a@b'])

      expect(status).toBe(429)
      expect(error).toMatch(/^You have called many functions\. Wait \d+ s and try again\.$/)
      expect((await call(bo, 'Accounts.getUserByEmail', ['a@b'])).status).toBe(200)
    } finally {
      await server.stop()
    }
  })
})

describe('/console', () => {
  test('lists every function with a form, without making a sandbox', async () => {
    const browser = new HttpBrowser()

    const { status, text } = await browser.get('/console')

    expect(status).toBe(200)
    for (const name of ['Accounts.registerUser', 'Scores.listScores', 'Repo.insert'])
      expect(text).toContain(`value="${name}"`)
    expect(text).toContain('require_authenticated_user/2')
    expect(browser.cookies.size).toBe(0)
  })

  test('answers programs in JSON', async () => {
    const { json } = await new HttpBrowser().postForJson('/console', {
      ...{ call: 'Accounts.registerUser', arg_params: 'email = ana@example.com' },
    })

    expect((json as unknown as { answer: string }).answer).toMatch(/^\{:ok,\n #Glasshouse/)
  })

  test('its frame is behind no cookie, and nobody else may frame it', async () => {
    const browser = new HttpBrowser()
    const { status, headers } = await browser.get('/console/frame')

    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })
})
