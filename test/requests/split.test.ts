import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = { _lesson: 'persons/yours-and-mine' }
const AS_JSON = { accept: 'application/json' }

interface Split {
  readonly asked: { readonly path: string } | null
  readonly forgotten: boolean
  readonly sides: readonly {
    readonly persona: string
    readonly status: number
    readonly trace: string
    readonly rows: readonly { row: string; owner: string; isStrange: boolean }[]
  }[]
}

const splitIn = ({ json }: { json: object }) => json as unknown as Split
/** Ana and Bo are logged in, and have a score each. */
async function twoPeople(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name: 'a-score-each' })
  return browser
}
const among = (...people: readonly string[]) =>
  Object.fromEntries(people.map((each) => [`among[${each}]`, 'on']))
const send = async (browser: HttpBrowser, fields: Readonly<Record<string, string>>) =>
  browser.post('/labs/split', fields, AS_JSON)
const rowsOf = (split: Split) =>
  split.sides.map(({ persona, status, rows }) => [
    ...[persona, status],
    rows.map(({ row, owner, isStrange }) => `${row} of ${owner}${isStrange ? '!' : ''}`).join(', '),
  ])

describe('one page as two people', () => {
  test('gives each their own rows, beside each other', async () => {
    const browser = await twoPeople()

    const split = splitIn(await send(browser, { path: '/scores', ...among('ana', 'bo') }))
    const { text } = await browser.get('/labs/split')

    expect(rowsOf(split)).toEqual([
      ['ana', 200, 'scores 1 of ana'],
      ['bo', 200, 'scores 2 of bo'],
    ])
    expect(text.match(/class="compare-cell"/g)!.length).toBeGreaterThan(10)
    expect(text).toMatch(/\?1 = <mark>1<\/mark>[\s\S]+\?1 = <mark>2<\/mark>/)
    // The window in halves: the page of each, as it was.
    expect(text).toContain('The page after Ana')
    expect(text).toContain('The page after Bo')
  })

  test('without the scope gives everybody’s, named by their owners, and is put back by a press', async () => {
    const browser = await twoPeople()
    await send(browser, { path: '/scores', ...among('ana', 'bo') })

    const split = splitIn(await send(browser, { forget: 'on' }))
    const { text } = await browser.get('/labs/split')
    expect(rowsOf(split)).toEqual([
      ['ana', 200, 'scores 2 of bo!, scores 1 of ana'],
      ['bo', 200, 'scores 2 of bo, scores 1 of ana!'],
    ])
    expect([split.forgotten, text.match(/data-strange/g)?.length]).toEqual([true, 2])
    expect(text).toContain('⚠ Ana’s')

    const back = splitIn(await send(browser, { forget: 'off' }))
    expect(back.forgotten).toBe(false)
    expect(rowsOf(back).map(([, , rows]) => rows)).toEqual(['scores 1 of ana', 'scores 2 of bo'])
    const layers = (await browser.getJson('/labs/peel')).json as unknown as { without: object[] }
    expect(layers.without).toEqual([])
  })

  test('is no more than that: nobody’s session or rows are others afterwards', async () => {
    const browser = await twoPeople()
    const scores = async () => {
      const { json } = await browser.getJson('/sandbox/tables/scores')
      const { table } = json as unknown as { table: { rows: readonly { values: object }[] } }
      return table.rows.map(({ values }) => values)
    }
    const before = await scores()
    await send(browser, { path: '/scores', ...among('ana', 'bo') })
    expect(await scores()).toEqual(before)
    expect((await browser.getJson('/as/bo/')).json.scope.user?.email).toBe('bo@example.test')
  })
})

describe('a run, as somebody else too', () => {
  const run = (browser: HttpBrowser, step: number) =>
    browser.post('/acts', { act: 'two-lists', step: String(step), ...LESSON }, AS_JSON)

  test('is offered below it, and sends the same with its whole address', async () => {
    const browser = new HttpBrowser()
    await run(browser, 3)
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const { id } = traces.find(({ title }) => title === 'GET /scores/[id]')!
    const { text } = await browser.get(`/sandbox/traces/${id}`)
    expect(text).toMatch(/name="as" value="ana"[^>]*>\s*as Ana too/)
    expect(text).not.toContain('as Bo too')

    const split = splitIn(await send(browser, { run: id, as: 'ana' }))
    expect(split.asked?.path).toBe('/scores/1')
    expect(split.sides.map(({ persona, status }) => [persona, status])).toEqual([
      ['bo', 404],
      ['ana', 200],
    ])
    expect(split.sides[0]!.trace).toBe(id)
  })

  test('stands beside two others at most, each once', async () => {
    const browser = new HttpBrowser()
    const { json } = await run(browser, 1)
    const { id } = json.trace!
    const people: (readonly string[])[] = []
    for (const as of ['bo', 'visitor', 'bo', 'cy'])
      people.push(splitIn(await send(browser, { run: id, as })).sides.map(({ persona }) => persona))
    expect(people).toEqual([
      ['ana', 'bo'],
      ['ana', 'bo', 'visitor'],
      ['ana', 'visitor', 'bo'],
      ['ana', 'cy'],
    ])
  })

  test('three stand in three columns', async () => {
    const browser = await twoPeople()
    await send(browser, { path: '/scores', ...among('ana', 'bo', 'visitor') })
    const { text } = await browser.get('/labs/split')
    expect(text).toContain('data-sides="3"')
    expect(text.match(/class="strip" data-end=/g)).toHaveLength(3)
  })
})

describe('as a step of an act', () => {
  const run = (browser: HttpBrowser, step: number) =>
    browser.post('/acts', { act: 'side-by-side', step: String(step), ...LESSON }, AS_JSON)

  test('it says what came of each, and its check is met by the row of somebody else', async () => {
    const browser = new HttpBrowser()
    const first = await run(browser, 1)
    const lanes = (answer: typeof first) =>
      answer.json.trace?.steps.find(({ tag }) => tag === 'context.Split.run')?.data['lanes']
    expect(lanes(first)).toMatchObject([
      { as: 'ana', status: 200, ends: 'answered' },
      { as: 'bo', status: 200, ends: 'answered' },
    ])
    const met = async () => (await browser.getJson('/progress')).text.includes('a-row-of-somebody')
    expect(await met()).toBe(false)

    expect(lanes(await run(browser, 2))).toMatchObject([
      { as: 'ana', ends: 'leaked' },
      { as: 'bo', ends: 'leaked' },
    ])
    expect(await met()).toBe(true)
  })
})

describe('bad input', () => {
  test.each([
    [{}, 422],
    [{ path: '/scores', 'among[ana]': 'on' }, 422],
    [{ path: '/scores', ...among('ana', 'bo', 'cy', 'visitor') }, 422],
    [{ path: '/scores', ...among('ana', '../bo') }, 422],
    [{ path: '/sandbox/delete', ...among('ana', 'bo') }, 422],
    [{ path: 'https://elsewhere.example/', ...among('ana', 'bo') }, 422],
    [{ run: 'no-such-run', as: 'bo' }, 404],
    [{ forget: 'on' }, 422],
  ] as const)('%j is refused, and sends nothing', async (fields, status) => {
    const browser = await twoPeople()
    const answer = await browser.post('/labs/split', fields)
    expect(answer.status).toBe(status)
    expect(splitIn(await browser.getJson('/labs/split')).sides).toEqual([])
  })

  test('looking makes nothing', async () => {
    const { status, headers } = await new HttpBrowser().get('/labs/split')
    expect([status, headers.getSetCookie()]).toEqual([200, []])
  })

  test('what holds a secret is sent by nobody else', async () => {
    const browser = await twoPeople()
    await browser.post('/as/bo/users/log-in', {
      'user[email]': 'bo@example.test',
      'user[password]': 'x',
    })
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const { id } = traces.find(({ title }) => title === 'POST /users/log-in')!
    expect((await send(browser, { run: id, as: 'ana' })).status).toBe(404)
  })
})
