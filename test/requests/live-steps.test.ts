/** Steps of an act on a page that stays open: each finds what the one before it has left. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo, type JsonAnswer } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const ACT = 'a-game-of-three'
const LESSON = 'letters/an-open-page'
const STAGE = { 'glasshouse-fragment': 'stage' }

const press = (browser: HttpBrowser, step: number, headers = {}) =>
  browser.post('/acts', { act: ACT, step: String(step), _lesson: LESSON }, headers)

/** What the game says once a step was taken, as its page has it. */
async function saidAfter(browser: HttpBrowser, step: number): Promise<string> {
  const location = ledTo(await press(browser, step)) ?? ''
  return messageOf(await browser.getJson(location))
}

const messageOf = ({ json }: { readonly json: unknown }) =>
  (json as { live: { shown: { message: string } } }).live.shown.message

interface Runs {
  readonly runs: readonly { readonly step: number; readonly trace: string | null }[]
}

async function newestTrace(browser: HttpBrowser) {
  const { runs } = (await browser.getJson('/sandbox/runs')).json as unknown as Runs
  const { json } = await browser.getJson(`/sandbox/traces/${runs.at(-1)?.trace}`)
  return json.trace as NonNullable<JsonAnswer['trace']>
}

const numberNow = async (browser: HttpBrowser) =>
  (await browser.getJson('/sandbox')).json.sandbox?.number

const WRONG = 'Your guess: 1. Wrong. Guess again.'

describe('steps on an open page', () => {
  test('go on with the game that the step before has left', async () => {
    const browser = new HttpBrowser()

    expect(await saidAfter(browser, 1)).toBe('Make a guess:')
    expect(await saidAfter(browser, 2)).toBe(WRONG)
    expect(await saidAfter(browser, 3)).toBe(WRONG)
    expect(await saidAfter(browser, 4)).toBe('Your guess: 3. Correct!')

    const { scores = [] } = (await browser.getJson('/as/ana/scores')).json
    expect(scores).toMatchObject([{ points: 8, guesses: 3 }])
    expect(await numberNow(browser)).toBe(1)
  })

  test('take those before first, and begin anew where they were taken already', async () => {
    const browser = new HttpBrowser()

    expect(await saidAfter(browser, 3)).toBe(WRONG)
    expect((await newestTrace(browser)).steps.map(({ detail }) => detail)).toContain(
      'guess: the same socket comes back',
    )
    expect(await saidAfter(browser, 2)).toBe(WRONG)

    expect(await numberNow(browser)).toBe(2)
    expect((await newestTrace(browser)).steps.map(({ detail }) => detail)).toContain('guess')
  })

  test('are watched as what the script of the page sends: nobody is looked up', async () => {
    const browser = new HttpBrowser()

    await press(browser, 1)
    const connected = await newestTrace(browser)
    await press(browser, 2)
    const event = await newestTrace(browser)

    expect([connected.title, event.title]).toEqual([
      'GuessLive, connected',
      'GuessLive, event guess',
    ])
    const tags = event.steps.map(({ tag }) => tag)
    expect(tags.filter((tag) => /^(?:plug|scope|context|live)\./.test(tag))).toEqual([
      'plug.fetchSandboxOfPage',
      'live.GuessLive.guess',
    ])
  })

  test('are shown with their page, which is made for showing alone', async () => {
    const browser = new HttpBrowser()
    const location = ledTo(await press(browser, 2, STAGE)) ?? ''

    const { text } = await browser.get(location, STAGE)

    expect(location).toMatch(/^\/as\/ana\/guess\?live=[\w-]{22}$/)
    expect(text).toContain(WRONG)
    expect(text).toMatch(/class="strip-title clip"[^>]*>\s*GuessLive, event guess\s*</)
    expect(text).not.toContain('Then your browser asked for')
    expect(text).toContain(`data-goes-on="${location.slice(-22)}"`)
  })

  test('are gone on with by hand, without a script', async () => {
    const browser = new HttpBrowser()
    const location = ledTo(await press(browser, 2)) ?? ''
    const { text } = await browser.get(location)
    const [, id = ''] = /name="_live" value="(?<id>[\w-]+)"/.exec(text) ?? []

    const fields = { _event: 'guess', _live: id, number: '3' }
    const { headers } = await browser.post('/as/ana/guess', fields)

    const page = await browser.getJson(headers.get('location') ?? '')
    expect(messageOf(page)).toBe('Your guess: 3. Correct!')
    const { scores = [] } = (await browser.getJson('/as/ana/scores')).json
    expect(scores).toMatchObject([{ guesses: 2 }])
  })

  test('tell no page and no trace what is drawn', async () => {
    const browser = new HttpBrowser()
    const seen: string[] = []
    for (const step of [1, 2, 3]) {
      const location = ledTo(await press(browser, step, STAGE)) ?? ''
      seen.push((await browser.get(location, STAGE)).text)
      seen.push(JSON.stringify((await browser.getJson(location)).json))
      seen.push(JSON.stringify(await newestTrace(browser)))
    }
    seen.push((await browser.get('/sandbox')).text, (await browser.get(`/lessons/${LESSON}`)).text)

    for (const text of seen) expect(text).not.toMatch(/draws|"number":\s*3|number=3/)
  })

  long('begin anew where the server has forgotten the page', async () => {
    const server = await startBuiltServer()
    onTestFinished(() => server.stop())
    const browser = new HttpBrowser(server.origin)
    await press(browser, 2)

    await server.restart()

    expect(await saidAfter(browser, 4)).toBe('Your guess: 3. Correct!')
    expect(await numberNow(browser)).toBe(2)
  })

  test('keep a visitor out, as the hooks of the page do', async () => {
    const browser = new HttpBrowser()

    const { headers } = await press(browser, 5)

    expect(headers.get('location')).toMatch(/^\/as\/bo\/users\/log-in/)
    const { steps, title } = await newestTrace(browser)
    expect(title).toBe('POST /live')
    expect(steps.find(({ tag }) => tag === 'live.onMount.requireAuthenticated')?.outcome).toBe(
      'halt',
    )
  })
})

long('what an act has fixed outlasts a restart, and ends with its sandbox', async () => {
  const server = await startBuiltServer()
  onTestFinished(() => server.stop())
  const browser = new HttpBrowser(server.origin)
  await press(browser, 1)
  await server.restart()

  for (let game = 0; game < 3; game += 1) {
    const { headers } = await browser.post('/as/ana/guess', { _event: 'guess', number: '3' })
    const page = await browser.getJson(headers.get('location') ?? '')
    expect(messageOf(page)).toBe('Your guess: 3. Correct!')
  }

  await browser.post('/sandbox/seeds', { name: 'ana-logged-in' })
  const won: string[] = []
  for (let game = 0; game < 40; game += 1) {
    const { headers } = await browser.post('/as/ana/guess', { _event: 'guess', number: '3' })
    won.push(messageOf(await browser.getJson(headers.get('location') ?? '')))
  }
  expect(won.some((message) => message.includes('Wrong'))).toBe(true)
})
