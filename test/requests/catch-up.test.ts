import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'

const LESSON = 'persons/down-and-back'
const SECOND_ACT = 'ana-goes-down'
const STAGE = { 'glasshouse-fragment': 'stage' }

interface CaughtUp {
  readonly act: string
  readonly steps: readonly {
    readonly act: string
    readonly step: number
    readonly says: string | null
    readonly trace: string | null
  }[]
}

const catchUp = (browser: HttpBrowser, act = SECOND_ACT) =>
  browser.post('/sandbox/catch-up', { act, _lesson: LESSON })
const toldOf = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/catch-up')).json as unknown as { caught_up: CaughtUp | null })
    .caught_up
const usersOf = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/people')).json.users ?? []).map(({ email }) => email)
const progressOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/progress')).json.progress!

describe('POST /sandbox/catch-up', () => {
  test('plays the acts before, enters the chosen one, and says what it did', async () => {
    const browser = new HttpBrowser()

    const answer = await catchUp(browser)

    expect([answer.status, ledTo(answer)]).toEqual([303, `/sandbox/catch-up?lesson=${LESSON}`])
    expect((await browser.getJson('/as/ana/')).json.scope.user?.email).toBe('ana@example.test')
    expect(await usersOf(browser)).toEqual(['ana@example.test'])
    const told = await toldOf(browser)
    expect(told).toMatchObject({ act: SECOND_ACT })
    expect(told?.steps.map(({ act, step }) => `${act}.${step}`)).toEqual([
      ...['bo-goes-down.1', 'bo-goes-down.2', 'bo-goes-down.3', 'bo-goes-down.4'],
    ])
    const { text } = await browser.get('/sandbox/catch-up')
    expect(text).toContain('Three requests of a visitor')
    expect(text).toContain(`href="/lessons/${LESSON}#catch-up-${SECOND_ACT}"`)
  })

  test('does not say what somebody is still asked about, and marks nothing', async () => {
    const browser = new HttpBrowser()

    await catchUp(browser)

    const told = (await toldOf(browser))!
    expect(told.steps.map(({ says }) => says !== null)).toEqual([false, true, false, false])
    const { text } = await browser.get('/sandbox/catch-up')
    expect(text).toContain('href="#question-bo-goes-down.how-far-bo-goes"')
    expect(text).not.toContain('must have the @ sign')
    const { checks, predictions, tasks } = await progressOf(browser)
    expect([checks, predictions, tasks]).toEqual([[], [], []])
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    expect(traces.map(({ id }) => id)).toEqual([told.steps[1]?.trace])
    expect((await browser.get('/sandbox/traces/newest?of=bo-goes-down', STAGE)).text).not.toContain(
      'target="strip"',
    )
  })

  test('leaves a prediction open until its own run', async () => {
    const browser = new HttpBrowser()
    const question = { demo: 'bo-goes-down', question: 'how-far-bo-goes' }
    await browser.post('/predictions', { ...question, answer: 'changeset', _lesson: LESSON })

    await catchUp(browser)
    expect((await progressOf(browser)).predictions).toMatchObject([{ found: null }])

    await browser.post('/acts', { act: 'bo-goes-down', step: '1', _lesson: LESSON })
    expect((await progressOf(browser)).predictions).toMatchObject([{ correct: true }])
  })

  test('can be undone: what was there before all of it comes back', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('cy@example.test')

    await catchUp(browser, 'side-by-side')
    expect(await usersOf(browser)).not.toContain('cy@example.test')
    expect((await browser.get('/sandbox/catch-up')).text).toContain(
      'Your log-in as Cy is set aside.',
    )
    await browser.post('/sandbox/undo')

    expect(await usersOf(browser)).toEqual(['cy@example.test'])
    expect((await browser.getJson('/')).json.scope.user?.email).toBe('cy@example.test')
    expect(await toldOf(browser)).toBeNull()
  })

  test('goes on with the step of the act, without beginning it again', async () => {
    const browser = new HttpBrowser()
    await catchUp(browser)
    const number = (await browser.getJson('/sandbox')).json.sandbox?.number

    const { text } = await browser.post(
      '/acts',
      { act: SECOND_ACT, step: '1', _lesson: LESSON },
      STAGE,
    )

    expect((await browser.getJson('/sandbox')).json.sandbox?.number).toBe(number)
    expect(text).not.toContain('Started this act for you')
  })

  test('answers a stage with its pieces, under the button', async () => {
    const browser = new HttpBrowser()

    await catchUp(browser)
    const { text } = await browser.get(`/sandbox/catch-up?lesson=${LESSON}`, STAGE)

    expect(text).toContain(`<glass-fragment target="act-${SECOND_ACT}.0">`)
    // Whose steps were played is not who acts now.
    expect(text).toMatch(/class="who-name[^>]*>\s*Ana/)
  })

  test.for([
    ['one-quarter', 'letters/links-by-letter'],
    ['bo-and-nobody', 'letters/links-by-letter'],
    ['two-at-once', 'tables/one-row-each'],
    ['by-two-lines', 'letters/a-wall-of-addresses'],
    ['one-line-is-wrong', 'persons/yours-and-mine'],
  ])('plays whatever comes before %s', async ([act, lesson]) => {
    const browser = new HttpBrowser()

    const answer = await browser.post('/sandbox/catch-up', { act: act!, _lesson: lesson! })

    expect(answer.status).toBe(303)
    expect((await toldOf(browser))?.act).toBe(act)
  })

  test.for([{}, { act: 'no-such-act' }, { act: '__proto__' }])('refuses %o', async (fields) => {
    const browser = new HttpBrowser()

    expect((await browser.postForJson('/sandbox/catch-up', fields)).status).toBe(422)
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })

  test('is told by nobody who only looks', async () => {
    const { status, text } = await new HttpBrowser().get('/sandbox/catch-up')

    expect([status, text]).toEqual([200, expect.stringContaining('Nothing was played for you')])
  })
})
