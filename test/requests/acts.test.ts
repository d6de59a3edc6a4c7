import { describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo, SESSION, type JsonAnswer } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const LESSON = 'persons/down-and-back'

const press = (browser: HttpBrowser, act: string, step: number | string, headers = {}) =>
  browser.post('/acts', { act, step: String(step), _lesson: LESSON }, headers)

const STAGE = { 'glasshouse-fragment': 'stage' }

/** What a stage is answered in the end. */
async function answered(browser: HttpBrowser, act: string, step: number): Promise<string> {
  const answer = await press(browser, act, step, STAGE)
  const location = ledTo(answer)
  return location === null ? answer.text : (await browser.get(location, STAGE)).text
}

/** A server of its own, gone with its test. */
async function serverOf(env: NodeJS.ProcessEnv = {}) {
  const server = await startBuiltServer(env)
  onTestFinished(() => server.stop())
  return server
}

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

describe('an act after another lesson', () => {
  const OTHER = 'letters/a-wall-of-addresses'
  const RULE = 'changeset.email.format'
  const layersOff = async (browser: HttpBrowser) => {
    const { json } = await browser.getJson('/labs/peel')
    return (json as unknown as { without: readonly string[] }).without
  }

  test('begins with every layer on, and says so; Undo brings back what was off', async () => {
    const browser = new HttpBrowser()
    await browser.post('/labs/peel', { without: RULE, _lesson: OTHER })

    const stage = await answered(browser, 'bo-goes-down', 1)

    expect(stage).toContain('What you had bent for another lesson is straight again.')
    expect(await layersOff(browser)).toEqual([])
    await browser.post('/sandbox/undo', { _lesson: LESSON })
    expect(await layersOff(browser)).toEqual([RULE])
  })

  test('has no fault of a hunt in it', async () => {
    const browser = new HttpBrowser()
    await browser.post('/labs/hunt', { number: '7', _lesson: OTHER })

    const stage = await answered(browser, 'bo-goes-down', 1)

    expect(stage).toContain('What you had bent for another lesson is straight again.')
    expect((await browser.get('/labs/hunt')).text).toContain('name="number"')
  })

  test('keeps what was switched off for its own lesson', async () => {
    const browser = new HttpBrowser()
    await browser.post('/labs/peel', { without: RULE, _lesson: LESSON })

    const stage = await answered(browser, 'bo-goes-down', 1)

    expect(stage).not.toContain('is straight again')
    expect(await layersOff(browser)).toEqual([RULE])
  })
})

describe('POST /acts', () => {
  test('answers as the step itself is answered', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await press(browser, 'bo-goes-down', 2)
    const refused = await press(browser, 'bo-goes-down', 1)

    expect([status, headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/as\/bo\/users\/log-in/),
    ])
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('must have the @ sign and no spaces')
  })

  test('enters the start, and takes the steps that it needs before', async () => {
    const browser = new HttpBrowser()

    await press(browser, 'one-press', 4)

    expect(await usersOf(browser)).toEqual(['ana@example.test'])
    expect((await browser.getJson('/as/ana/')).json.scope.user?.email).toBe('ana@example.test')
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

    await press(browser, 'bo-goes-down', 1)
    await press(browser, 'bo-goes-down', 2)
    expect(await numberNow()).toBe(1)
    await press(browser, 'bo-goes-down', 2)
    expect(await numberNow()).toBe(2)
    await browser.post('/users/register', { 'user[email]': 'cy@example.test' })
    await press(browser, 'bo-goes-down', 3)
    expect(await numberNow()).toBe(3)
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
  })

  long('says which step its trace is, and knows it after a restart', async () => {
    const server = await serverOf()
    const browser = new HttpBrowser(server.origin)
    await press(browser, 'bo-goes-down', 2)
    const [run] = (await runsOf(browser)).runs
    expect((await traceOf(browser, run?.trace)).steps[0]).toMatchObject({
      data: { fields: { _step: 'bo-goes-down.2' } },
    })

    await server.restart()

    const { act, runs } = await runsOf(browser)
    expect([act, runs.map(({ step, trace }) => [step, trace])]).toEqual([
      'bo-goes-down',
      [[2, null]],
    ])
    await press(browser, 'bo-goes-down', 3)
    expect((await browser.getJson('/sandbox')).json.sandbox?.number).toBe(1)
  })

  test.for([
    [{ act: 'no-such-act', step: '1' }, 'No lesson has this act.'],
    [{ act: 'bo-goes-down', step: '99' }, 'has 4 steps'],
    [{ act: 'bo-goes-down', step: '0' }, 'has 4 steps'],
    [{ act: 'bo-goes-down', step: 'NaN' }, 'has 4 steps'],
    [{ act: 'bo-goes-down', step: '1.5' }, 'has 4 steps'],
    [{ act: 'bo-goes-down', step: '-1' }, 'has 4 steps'],
    [{ act: 'bo-goes-down', step: '' }, 'has 4 steps'],
    [{ act: 'bo-goes-down' }, 'has 4 steps'],
    [{ act: '__proto__', step: '1' }, 'No lesson has this act.'],
    [{ act: '', step: '1' }, 'No lesson has this act.'],
    [{}, 'No lesson has this act.'],
  ] as const)('refuses %o in a sentence, and changes nothing', async ([fields, sentence]) => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'cy@example.test' })

    const { status, json } = await browser.postJson('/acts', fields)

    expect([status, json.error]).toEqual([422, expect.stringContaining(sentence)])
    expect(await usersOf(browser)).toEqual(['cy@example.test'])
  })

  test.for([{ act: ['bo-goes-down'], step: 1 }, { act: { a: 1 }, step: [2] }, { act: null }])(
    'refuses %o',
    async (body) => {
      const browser = new HttpBrowser()

      expect((await browser.postJson('/acts', body)).status).toBe(422)
      expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
    },
  )

  test('is nothing that is looked at', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await browser.get('/acts?act=bo-goes-down&step=1')

    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })

  test('runs an act of whichever lesson its form says it stands in', async () => {
    const browser = new HttpBrowser()

    const fields = { act: 'bo-goes-down', step: '2', _lesson: 'persons/who-comes-in' }
    const { status } = await browser.post('/acts', fields)

    expect(status).toBe(303)
    expect((await runsOf(browser)).act).toBe('bo-goes-down')
  })

  test('of a browser that keeps no cookie changes nobody’s server', async () => {
    const [ana, stranger] = [new HttpBrowser(), new HttpBrowser()]
    await press(ana, 'bo-goes-down', 1)

    await press(stranger, 'bo-goes-down', 2)

    expect(await usersOf(ana)).toEqual([])
    expect((await runsOf(ana)).runs).toHaveLength(1)
  })

  long('has a limit of its own, and a reset has another', async () => {
    const server = await serverOf({ LIMIT_STARTS: '1', LIMIT_RESETS: '1' })
    const browser = new HttpBrowser(server.origin)
    await press(browser, 'bo-goes-down', 2)

    const before = await runsOf(browser)

    const refused = await browser.postJson('/acts', { act: 'bo-goes-down', step: '2' })

    expect([refused.status, refused.json.error]).toEqual([
      429,
      expect.stringMatching(
        /^You have started acts many times\. Try again (?:in \d+ minutes|at \d\d:\d\d UTC)\.$/,
      ),
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
    expect(await runsOf(browser)).toEqual(before)
    // What needs no start goes on.
    expect((await press(browser, 'bo-goes-down', 3)).status).toBe(303)
    expect((await browser.post('/sandbox/reset')).status).toBe(303)
  })

  test('believes nobody who says that they come from inside', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 1)
    const inside = { 'glasshouse-inside': 'x'.repeat(32), 'glasshouse-runs': 'bo-goes-down.2' }

    const fields = { 'user[email]': 'cy@example.test', _lesson: LESSON, _step: 'bo-goes-down.2' }
    await browser.post('/as/bo/users/register', fields, inside)

    // It is watched, is no run, and was done by hand.
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces[0]?.title).toBe('POST /users/register')
    expect((await runsOf(browser)).runs.map(({ step }) => step)).toEqual([1])
    await press(browser, 'bo-goes-down', 3)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
  })
})

describe('how an act was begun', () => {
  const told = /<glass-fragment target="act-([^"]+)">(.*?)<\/glass-fragment>/s
  const words = (text: string) => {
    const [, run, html = ''] = told.exec(text) ?? []
    return run === undefined
      ? null
      : [
          run,
          html
            .replaceAll(/<[^>]+>/g, ' ')
            .replaceAll(/\s+/g, ' ')
            .trim(),
        ]
  }

  test('is told to somebody who is new, and has nothing to put back', async () => {
    const browser = new HttpBrowser()

    expect(words(await answered(browser, 'bo-goes-down', 1))).toEqual([
      'bo-goes-down.1',
      'Started this act for you: nobody is registered, you are a visitor.',
    ])
    expect(words(await answered(browser, 'bo-goes-down', 2))).toBeNull()
  })

  test('is told once, by the page that the run led to, with what was set aside', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    const location = ledTo(await press(browser, 'bo-goes-down', 2, STAGE)) ?? ''

    const first = await browser.get(location, STAGE)
    expect(words(first.text)).toEqual([
      'bo-goes-down.2',
      'Started this act for you: nobody is registered, you are a visitor. Your log-in as Ana is set aside. Undo',
    ])
    expect(first.text).toContain('action="/sandbox/undo"')
    expect(words((await browser.get(location, STAGE)).text)).toBeNull()
    expect(words((await browser.get(location, { 'glasshouse-fragment': 'frame' })).text)).toBeNull()
  })

  test('is told by a whole page as well', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')

    const { text } = await press(browser, 'bo-goes-down', 1)

    expect(text).toContain('Started this act for you:')
    expect(text).toContain('Your log-in as Ana is set aside.')
  })
})

describe('looking', () => {
  test('at pages, rooms, traces and questions is no free play', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 1)

    for (const path of ['/as/bo/users/register', '/as/bo/users/log-in', '/as/bo/users/settings'])
      for (const wanted of ['stage', 'frame'])
        await browser.get(path, { 'glasshouse-fragment': wanted })
    for (const path of ['', '/tables', '/mailbox', '/clock', '/people', '/runs', '/traces'])
      await browser.get(`/sandbox${path}`, STAGE)
    const question = { demo: 'bo-goes-down', question: 'who-keeps-the-settings', skip: 'true' }
    await browser.post('/predictions', { ...question, _lesson: LESSON })
    await browser.post('/progress', { lesson: 'down-and-back' })
    await browser.postForJson('/as/bo/live', { path: '/users/register' })
    await press(browser, 'bo-goes-down', 2)

    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 1 })
  })

  test('into a room leaves in the bar whoever acted last', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 1)

    for (const room of ['/sandbox/mailbox', '/sandbox/tables', '/sandbox/clock', '/console']) {
      const { text } = await browser.get(room, { 'glasshouse-fragment': 'frame' })
      expect(text).toMatch(/target="bar">.*?who-name[^>]*>\s*Bo\s*</s)
    }
  })

  test('gives its people in the bar the colours that they have in its windows', async () => {
    const browser = new HttpBrowser()
    await browser.get('/lessons/letters/links-by-letter')
    await press(browser, 'bo-and-nobody', 1)

    const room = '/sandbox/mailbox?lesson=letters/links-by-letter'
    const { text } = await browser.get(room, { 'glasshouse-fragment': 'frame' })
    expect(text).toMatch(/class="face" data-who="1"[^>]*>\s*B\s*</)
  })

  test.for([
    ['a form', '/users/register', { 'user[email]': 'cy' }],
    ['the clock', '/sandbox/clock', { advance: '1m' }],
    ['a setting', '/sandbox/settings', { registration_with_password: 'true' }],
    ['a migration', '/sandbox/migrations', { direction: 'down' }],
  ] as const)('is not what %s does', async ([, path, fields]) => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 1)

    await browser.post(path, fields)
    await press(browser, 'bo-goes-down', 2)

    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
  })
})

describe('the runs of an act', () => {
  test('are the last eight, and their traces do not fall out', async () => {
    const browser = new HttpBrowser()
    for (let run = 0; run < 9; run += 1) await press(browser, 'bo-goes-down', 1)
    for (let look = 0; look < 35; look += 1) await browser.get('/')

    const { runs } = await runsOf(browser, '?act=bo-goes-down')

    expect(runs.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    for (const { trace } of runs)
      expect((await traceOf(browser, trace)).title).toBe('POST /users/register')
    expect((await runsOf(browser, '?act=ana-comes-in')).runs).toEqual([])
    expect((await browser.get('/sandbox/runs')).text).toContain('Run 9: bo')
  })

  test('stay when the start is entered again', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 2)
    await press(browser, 'bo-goes-down', 2)

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
    await press(browser, 'bo-goes-down', 2)
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

  test('answers a stage with its sentence and with who is there now', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('cy@example.test')
    await press(browser, 'bo-goes-down', 2)

    const location = ledTo(await browser.post('/sandbox/undo', {}, STAGE)) ?? ''
    const { text } = await browser.get(location, STAGE)

    expect(text).toMatch(/target="flash">.*Your server is as you had left it/s)
    expect(text).toMatch(/target="bar">.*logged in as cy@example\.test/s)
  })

  test('puts back what a reset has emptied, once', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 2)
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
    await press(browser, 'bo-goes-down', 2)
    await press(browser, 'bo-goes-down', 2)
    await browser.post('/sandbox/delete')

    const { json } = await browser.postJson('/sandbox/undo', {})

    expect(json.flash.error).toContain('There is nothing to put back')
  })
})

describe('a question', () => {
  const say = (browser: HttpBrowser, answer: string, more = {}) =>
    browser.post('/predictions', {
      ...{ demo: 'bo-goes-down', question: 'how-far-bo-goes', answer, _lesson: LESSON },
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

    await press(browser, 'bo-goes-down', 1)

    expect(await keptOf(browser)).toEqual(['changeset', 'changeset', null])
  })

  test('is not marked by what is done by hand, even with the name of the step', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await say(browser, 'changeset')

    await browser.post('/users/register', {
      ...{ 'user[email]': 'bo', _lesson: LESSON, _step: 'bo-goes-down.1' },
    })

    expect(await keptOf(browser)).toEqual(['changeset', null, null])
  })

  test('that was run before anything was said is kept as such, and asked no more', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'bo-goes-down', 1)

    await say(browser, 'context')

    expect(await keptOf(browser)).toEqual([null, 'changeset', 'run'])
  })
})

describe('a line that a step types', () => {
  const type = (browser: HttpBrowser, step: number) =>
    browser.post('/acts', {
      ...{ act: 'by-two-lines', step: String(step), _lesson: 'letters/a-wall-of-addresses' },
    })
  const ends = async (browser: HttpBrowser) =>
    (await runsOf(browser)).runs.map(({ step, status }) => [step, status])

  test('knows what the line of an earlier step has bound', async () => {
    const browser = new HttpBrowser()
    await type(browser, 1)
    await type(browser, 2)

    expect(await ends(browser)).toEqual([
      [1, 200],
      [2, 200],
    ])
    expect(await usersOf(browser)).toEqual(['ana@example.test', 'bo@example.test'])
  })

  test('knows it where the steps before were taken on its way', async () => {
    const browser = new HttpBrowser()
    await type(browser, 2)

    expect(await ends(browser)).toEqual([[2, 200]])
    await type(browser, 2)
    expect(await ends(browser)).toEqual([
      [2, 200],
      [2, 200],
    ])
  })

  long(
    'knows it after its server was started again',
    async () => {
      const server = await serverOf()
      const browser = new HttpBrowser(server.origin)
      await type(browser, 1)
      await server.restart()
      await type(browser, 2)

      // What the first run left was in its memory.
      expect(await ends(browser)).toEqual([
        [1, null],
        [2, 200],
      ])
      expect(await usersOf(browser)).toEqual(['ana@example.test', 'bo@example.test'])
    },
    60_000,
  )
})
