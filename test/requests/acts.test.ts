import { describe, expect, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, type JsonAnswer } from '../support/http-browser.ts'

const LESSON = 'scopes/the-life-of-a-request'

const press = (browser: HttpBrowser, act: string, step: number | string) =>
  browser.post('/acts', { act, step: String(step), _lesson: LESSON })

interface Runs {
  readonly act: string | null
  readonly runs: readonly {
    readonly number: number
    readonly step: number
    readonly persona: string
    readonly trace: string | null
    readonly status: number | null
  }[]
}

const runsOf = async (browser: HttpBrowser, query = '') =>
  (await browser.getJson(`/sandbox/runs${query}`)).json as unknown as Runs

const usersOf = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/people')).json.users ?? []).map(({ email }) => email)

const traceOf = async (browser: HttpBrowser, id: string | null | undefined) => {
  const { json } = await browser.getJson(`/sandbox/traces/${id}`)
  return json.trace as NonNullable<JsonAnswer['trace']>
}

describe('POST /acts', () => {
  test('answers as the step itself is answered', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await press(browser, 'down-the-floors', 2)
    const refused = await press(browser, 'down-the-floors', 1)

    expect([status, headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/users\/log-in/),
    ])
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('must have the @ sign and no spaces')
  })

  test('enters the start, and takes the steps that it needs before', async () => {
    const browser = new HttpBrowser()

    await press(browser, 'a-link-that-works-once', 4)

    expect(await usersOf(browser)).toEqual(['ana@example.test'])
    expect((await browser.getJson('/')).json.scope.user?.email).toBe('ana@example.test')
    const { runs } = await runsOf(browser)
    expect(runs.map(({ number, step }) => [number, step])).toEqual([[1, 4]])
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(
      traces.filter(({ title }) => title.startsWith('POST')).map(({ title }) => title),
    ).toEqual(['POST /users/log-in'])
  })

  test('goes on where the sandbox stands, and begins anew where it does not', async () => {
    const browser = new HttpBrowser()
    const numberNow = async () => (await browser.getJson('/sandbox')).json.sandbox?.number

    await press(browser, 'down-the-floors', 1)
    await press(browser, 'down-the-floors', 2)
    expect(await numberNow()).toBe(1)
    await press(browser, 'down-the-floors', 2)
    expect(await numberNow()).toBe(2)
    await browser.post('/users/register', { 'user[email]': 'cy@example.test' })
    await press(browser, 'down-the-floors', 3)
    expect(await numberNow()).toBe(3)
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
  })

  test('says which step its trace is, and knows it after a restart', async () => {
    const server = await startBuiltServer()
    const browser = new HttpBrowser(server.origin)
    await press(browser, 'down-the-floors', 2)
    const [run] = (await runsOf(browser)).runs
    expect((await traceOf(browser, run?.trace)).steps[0]).toMatchObject({
      data: { fields: { _step: 'down-the-floors.2' } },
    })

    await server.restart()

    const { act, runs } = await runsOf(browser)
    expect([act, runs.map(({ step, trace }) => [step, trace])]).toEqual([
      'down-the-floors',
      [[2, null]],
    ])
    await press(browser, 'down-the-floors', 3)
    expect((await browser.getJson('/sandbox')).json.sandbox?.number).toBe(1)
  })

  test.for([
    [{ act: 'no-such-act', step: '1' }, 'No lesson has this act.'],
    [{ act: 'down-the-floors', step: '4' }, 'has 3 steps'],
    [{ act: 'down-the-floors', step: '0' }, 'has 3 steps'],
    [{ act: 'down-the-floors', step: 'x' }, 'has 3 steps'],
  ] as const)('refuses %o in a sentence, and changes nothing', async ([fields, sentence]) => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'cy@example.test' })

    const { status, json } = await browser.postJson('/acts', fields)

    expect([status, json.error]).toEqual([422, expect.stringContaining(sentence)])
    expect(await usersOf(browser)).toEqual(['cy@example.test'])
  })

  test('has a limit of its own, and a reset has another', async () => {
    const server = await startBuiltServer({ LIMIT_STARTS: '1', LIMIT_RESETS: '1' })
    const browser = new HttpBrowser(server.origin)
    await press(browser, 'down-the-floors', 2)

    const refused = await browser.postJson('/acts', { act: 'down-the-floors', step: '2' })

    expect([refused.status, refused.json.error]).toEqual([
      429,
      expect.stringContaining('You have started acts many times.'),
    ])
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
    expect((await browser.post('/sandbox/reset')).status).toBe(303)
  })

  test('believes nobody who says that they come from inside', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'down-the-floors', 1)

    const { status } = await browser.get('/', { 'glasshouse-inside': 'x'.repeat(32) })

    expect(status).toBe(200)
  })
})

describe('the runs of an act', () => {
  test('are the last eight, and their traces do not fall out', async () => {
    const browser = new HttpBrowser()
    for (let run = 0; run < 9; run += 1) await press(browser, 'down-the-floors', 1)
    for (let look = 0; look < 35; look += 1) await browser.get('/')

    const { runs } = await runsOf(browser, '?act=down-the-floors')

    expect(runs.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    for (const { trace } of runs)
      expect((await traceOf(browser, trace)).title).toBe('POST /users/register')
    expect((await runsOf(browser, '?act=a-first-visit')).runs).toEqual([])
    expect((await browser.get('/sandbox/runs')).text).toContain('Run 9: bo')
  })

  test('stay when the start is entered again', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'down-the-floors', 2)
    await press(browser, 'down-the-floors', 2)

    const { runs } = await runsOf(browser)

    expect(runs.map(({ number, status }) => [number, status])).toEqual([
      [1, 303],
      [2, 303],
    ])
  })
})

describe('POST /sandbox/undo', () => {
  test('puts back what the start of an act set aside, with its sessions, mails and clock', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('cy@example.test')
    await browser.advance('1h')
    const mailsBefore = (await browser.getJson('/sandbox/mailbox')).json.mails
    await press(browser, 'down-the-floors', 2)
    expect(browser.cookies.has(SESSION)).toBe(false)

    const { json } = await browser.postJson('/sandbox/undo', {})

    expect(json.flash.info).toBe('Your server is as you had left it, with whoever was logged in.')
    expect((await browser.getJson('/')).json.scope.user?.email).toBe('cy@example.test')
    expect((await browser.getJson('/sandbox/mailbox')).json.mails).toEqual(mailsBefore)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({
      number: 1,
      clock: { offset_milliseconds: 3_600_000 },
    })
    expect((await runsOf(browser)).act).toBeNull()
  })

  test('puts back what a reset has emptied, once', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'down-the-floors', 2)
    await browser.post('/sandbox/reset')
    expect(await usersOf(browser)).toEqual([])

    await browser.post('/sandbox/undo')
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
    expect((await runsOf(browser)).runs).toMatchObject([{ number: 1, step: 2 }])
    const again = await browser.postJson('/sandbox/undo', {})

    expect(again.json.flash.error).toContain('There is nothing to put back')
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
  })

  test('has nothing to put back for somebody whose sandbox is deleted', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'down-the-floors', 2)
    await press(browser, 'down-the-floors', 2)
    await browser.post('/sandbox/delete')

    const { json } = await browser.postJson('/sandbox/undo', {})

    expect(json.flash.error).toContain('There is nothing to put back')
  })
})

describe('a question', () => {
  const say = (browser: HttpBrowser, answer: string, more = {}) =>
    browser.post('/predictions', {
      ...{ demo: 'down-the-floors', question: 'how-far-bo-goes', answer, _lesson: LESSON },
      ...more,
    })
  const keptOf = async (browser: HttpBrowser) => {
    const { progress } = (await browser.getJson('/progress')).json as unknown as {
      progress: {
        predictions: { answer: string | null; found: string | null; settled: string | null }[]
      }
    }
    const [first] = progress.predictions
    return first && [first.answer, first.found, first.settled]
  }

  test('is marked by a run, wherever the sandbox stood before', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await say(browser, 'changeset')

    await press(browser, 'down-the-floors', 1)

    expect(await keptOf(browser)).toEqual(['changeset', 'changeset', null])
  })

  test('is not marked by what is done by hand, even with the name of the step', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await say(browser, 'changeset')

    await browser.post('/users/register', {
      ...{ 'user[email]': 'bo', _lesson: LESSON, _step: 'down-the-floors.1' },
    })

    expect(await keptOf(browser)).toEqual(['changeset', null, null])
  })

  test('that was run before anything was said is kept as such, and asked no more', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'down-the-floors', 1)

    await say(browser, 'context')

    expect(await keptOf(browser)).toEqual([null, 'changeset', 'run'])
  })
})
