/** What a prompt asks of the server: a name and plain data, counted, in the sandbox of whoever asks. */
import { describe, expect, test } from 'vitest'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { call, emailsOf, map, userRow } from '../support/prompt-call.ts'

const register = (browser: HttpBrowser, email: string, more: object = {}) =>
  call(browser, 'Accounts.registerUser', [map({ email })], more)
const titles = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/traces')).json.traces ?? []).map(({ title }) => title)

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

  const taken = {
    ...{ $: 'changeset', base: { $: 'row', schema: 'User', state: 'built', of: {} } },
    ...{ action: null, valid: true, errors: [], constraints: [], isPart: false },
    changes: { email: 'ana@example.com' },
  }
  test.for([
    [
      'Accounts.registerUser',
      [map({})],
      'The changeset refused your call.',
      "email can't be blank",
    ],
    [
      'Accounts.fetchUserOrThrow',
      [99],
      'It raised an exception.',
      'The prompt printed ** (Ecto.NoResultsError).',
    ],
    [
      'Repo.insert',
      [taken],
      'The unique index refused it, and nobody had words for it.',
      'The prompt printed ** (Ecto.ConstraintError).',
    ],
    [
      'UserAuth.fetchCurrentScope',
      [],
      'The context refused your call.',
      'A plug runs when a request comes, and a hook when a page connects. Open /users/settings and look at the trace.',
    ],
    [
      'Accounts.noSuch',
      [],
      'It raised an exception.',
      'The prompt printed ** (UndefinedFunctionError).',
    ],
    ['Accounts.inSudoMode', [userRow({ id: 1 }), -10], 'Answered.', 'false'],
    ['Accounts.getUserByEmail', ['ana@example.com'], 'Answered: one row found.', ''],
  ] as const)('%s says what the prompt printed, and of no browser', async (told) => {
    const [name, args, sentence, below] = told
    const browser = new HttpBrowser()
    await register(browser, 'ana@example.com')

    const { trace } = await call(browser, name, args)

    const { json } = await browser.getJson(`/sandbox/traces/${trace.id}`)
    const kept = json.trace as unknown as Trace
    const strip = stripOf(kept, pictureOf(kept))
    expect([sentenceOf(strip), strip.below]).toEqual([sentence, below])
    const { text } = await browser.get(`/sandbox/traces/${trace.id}`)
    expect(text).not.toContain('The browser gets')
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

    expect(await emailsOf(ana)).toEqual(['ana@example.com'])
    expect(await emailsOf(bo)).toEqual(['bo@example.com'])
  })

  test('has the scope of the persona’s session, and its sudo mode', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.com')
    const ana = userRow({ id: 1 })

    const { answer, trace } = await call(browser, 'Accounts.inSudoMode', [ana, -10])

    // It asks no database, so its answer is all that a trace can tell.
    expect(trace.steps.at(-1)).toMatchObject({ layer: 'reply', detail: 'true' })
    expect(answer).toMatchObject({ ok: true, value: true })
    expect(answer).toMatchObject({
      scope: { $: 'scope', user: { of: { email: 'ana@example.com' } } },
    })
    await browser.advance('15m')
    expect((await call(browser, 'Accounts.inSudoMode', [ana, -10])).answer.value).toBe(false)
  })

  test.for([
    ['a function that is listed only', 'Accounts.generateUserSessionToken', [1]],
    ['a plug', 'UserAuth.fetchCurrentScope', []],
  ] as const)('calls %s nowhere, and says why', async ([, name, args]) => {
    const { status, answer } = await call(new HttpBrowser(), name, args)

    expect([status, answer.ok, answer.name]).toEqual([200, false, 'NotRead'])
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

  test('answers what a function throws, for that is no error of the server', async () => {
    const { status, json } = await new HttpBrowser().postForJson('/console', {
      ...{ call: 'Accounts.fetchUserOrThrow', arg_id: '99' },
    })

    expect([status, json.trace?.status]).toEqual([422, 500])
    expect((json as unknown as { answer: string }).answer).toContain('Ecto.NoResultsError')
  })
})
