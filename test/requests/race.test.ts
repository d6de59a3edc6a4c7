import { describe, expect, test } from 'vitest'
import { sleep } from '#lib/sleep.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const ASKS = 'changeset.email.unsafe_unique'
const WORDS = 'changeset.email.unique_constraint'
const INDEX = 'constraint.users_email_index'

interface Lane {
  readonly status: number
  readonly end: string
  readonly at: string
  readonly by: string | null
  readonly trace: string
}

interface Race {
  readonly number: number
  readonly order: string
  readonly passed: readonly { readonly lane: 'A' | 'B'; readonly gate: number }[]
  readonly rows: number
  readonly in_order: boolean
  readonly lanes: readonly [Lane, Lane]
}

async function race(
  browser: HttpBrowser,
  order: string,
  of = 'registrations',
): Promise<readonly Race[]> {
  const { status, json } = await browser.post(
    '/labs/race',
    { of, order },
    { accept: 'application/json' },
  )
  expect(status).toBe(200)
  return (json as unknown as { races: readonly Race[] }).races
}

const newest = async (...given: Parameters<typeof race>) => (await race(...given)).at(-1)!
const peel = (browser: HttpBrowser, ...tags: readonly string[]) =>
  browser.post('/labs/peel', { without: tags.join(' ') })
const statuses = ({ lanes }: Race) => lanes.map(({ status }) => status)
const turns = ({ passed }: Race) => passed.map(({ lane }) => lane).join('')

describe('two registrations', () => {
  test.each([
    ['AABB', [303, 422], 'changeset'],
    ['ABAB', [303, 422], 'constraint'],
    ['ABBA', [422, 303], 'constraint'],
    ['BAAB', [303, 422], 'constraint'],
    ['BABA', [422, 303], 'constraint'],
  ] as const)(
    'in the order %s are answered %j, and the loser stops at the %s',
    async (...given) => {
      const [order, wanted, floor] = given
      const run = await newest(new HttpBrowser(), order)

      expect([run.order, run.in_order, run.rows]).toEqual([order, true, 1])
      expect(statuses(run)).toEqual(wanted)
      expect(run.lanes.find(({ status }) => status === 422)?.at).toBe(floor)
      // Whoever was refused by the changeset has written nothing.
      expect(turns(run)).toBe(floor === 'changeset' ? order.slice(0, 3) : order)
    },
  )

  test('make two rows without the index, and one row and an error with it', async () => {
    const browser = new HttpBrowser()
    await newest(browser, 'ABAB')
    await peel(browser, INDEX)
    const without = await newest(browser, 'ABAB')
    expect([without.rows, statuses(without)]).toEqual([2, [303, 303]])

    await browser.post('/labs/peel', { back: 'all' })
    await peel(browser, WORDS)
    const wordless = await newest(browser, 'ABAB')
    expect([wordless.rows, statuses(wordless)]).toEqual([1, [303, 500]])
  })

  test('wait for no question that nobody asks', async () => {
    const browser = new HttpBrowser()
    await newest(browser, 'AABB')
    await peel(browser, ASKS)
    const run = await newest(browser, 'BBAA')
    expect([run.in_order, turns(run), statuses(run)]).toEqual([true, 'BA', [422, 303]])
  })

  test('are tried in all orders by one press, each from the same rows', async () => {
    const races = await race(new HttpBrowser(), 'all')
    expect(races.map(({ order }) => order)).toEqual([
      'AABB',
      'ABAB',
      'ABBA',
      'BAAB',
      'BABA',
      'BBAA',
    ])
    expect(races.every(({ rows, in_order: inOrder }) => rows === 1 && inOrder)).toBe(true)
  })

  test('leave their traces, with the queries in them', async () => {
    const browser = new HttpBrowser()
    const run = await newest(browser, 'ABAB')
    for (const { trace } of run.lanes) {
      const { json } = await browser.getJson(`/sandbox/traces/${trace}`)
      const tags = json.trace?.steps.map(({ tag }) => tag)
      expect(tags).toContain('sql.select.users')
      expect(tags).toContain('sql.insert.users')
    }
  })
})

test('of two uses of one link one is let in, whoever is first', async () => {
  const browser = new HttpBrowser()
  for (const [order, first] of [
    ['AB', 0],
    ['BA', 1],
  ] as const) {
    const run = await newest(browser, order, 'links')
    expect([run.in_order, run.rows]).toEqual([true, 1])
    expect(run.lanes[first].end).toBe('answered')
    expect(run.lanes[1 - first]!.status).toBe(422)
  }
})

test('of two changes of one score the last to write stays', async () => {
  const browser = new HttpBrowser()
  expect((await newest(browser, 'ABAB', 'scores')).rows).toBe(9)
  expect((await newest(browser, 'ABBA', 'scores')).rows).toBe(8)
})

describe('bad input', () => {
  test.each([
    [{ order: '' }, /An order names whose turn it is/],
    [{ order: 'AAAB' }, /An order names whose turn it is/],
    [{ order: 'ABAB'.repeat(1_000) }, /An order names whose turn it is/],
    [{ order: 'ABAB', of: 'everything' }, /Say of what/],
  ])('%j is told, and runs nothing', async (fields, sentence) => {
    const browser = new HttpBrowser()
    const { status, text } = await browser.post('/labs/race', fields)
    expect(status).toBe(422)
    expect(text).toMatch(sentence)
    const { json } = await browser.getJson('/labs/race')
    expect((json as unknown as { races: readonly Race[] }).races).toEqual([])
  })

  test('looking makes nothing', async () => {
    const { status, headers } = await new HttpBrowser().get('/labs/race?next=AB')
    expect([status, headers.getSetCookie()]).toEqual([200, []])
  })
})

test('whoever is logged in stays so, and their rows stay', async () => {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn('ana@example.test')
  await race(browser, 'all')
  await race(browser, 'AB', 'links')
  const { json } = await browser.getJson('/')
  expect(JSON.stringify(json)).toContain('ana@example.test')
})

test('a second visitor notices nothing', async () => {
  const [racer, other] = [new HttpBrowser(), new HttpBrowser()]
  await other.post('/users/register', { 'user[email]': 'ana@example.test' })
  const before = await other.getJson('/sandbox/tables/users')
  await Promise.all([race(racer, 'all'), other.getJson('/sandbox/tables/users')])
  const after = await other.getJson('/sandbox/tables/users')
  const tableOf = ({ json }: typeof before) => (json as unknown as { table: unknown }).table
  expect(tableOf(after)).toEqual(tableOf(before))
})

describe('as a step of an act', () => {
  const LESSON = { _lesson: 'tables/one-row-each' }
  const run = (browser: HttpBrowser, step: number) =>
    browser.post(
      '/acts',
      { act: 'two-at-once', step: String(step), ...LESSON },
      { accept: 'application/json' },
    )
  const checksMet = async (browser: HttpBrowser) =>
    (await browser.getJson('/progress')).json.progress?.checks as { check_id: string }[]
  const rowsOfRaces = async (browser: HttpBrowser) =>
    ((await browser.getJson('/labs/race')).json as unknown as { races: Race[] }).races

  test('it is run in the order that is said, and its trace tells what came of it', async () => {
    const browser = new HttpBrowser()
    const { json } = await run(browser, 2)

    expect(json.trace?.title).toBe('POST /labs/race')
    const [step] = json.trace?.steps.filter(({ tag }) => tag === 'context.Race.run') ?? []
    expect(step?.detail).toBe('laptop, phone, laptop, phone: 1 row · 303, 422')
    expect(step?.data['lanes']).toEqual([
      { as: 'ana', status: 303, caught_by: null, words: [], ends: 'answered', at: 'constraint' },
      {
        ...{ as: 'ana-phone', status: 422, caught_by: 'unique index' },
        ...{ words: ['has already been taken'], ends: 'refused', at: 'constraint' },
      },
    ])
  })

  test('guards are switched before it, though rows of a race would keep one away', async () => {
    const browser = new HttpBrowser()
    await run(browser, 3)
    expect((await rowsOfRaces(browser)).map(({ rows }) => rows)).toEqual([1, 1, 2])

    const back = { of: 'registrations', order: 'ABAB', with: INDEX }
    const { status } = await browser.post('/labs/race', back, { accept: 'application/json' })
    expect(status).toBe(200)
    const newestRun = (await rowsOfRaces(browser)).at(-1)!
    expect([newestRun.rows, statuses(newestRun)]).toEqual([1, [303, 422]])
  })

  test('rows of their reader stand in the way, and then nothing is run', async () => {
    const browser = new HttpBrowser()
    await peel(browser, INDEX, ASKS)
    for (let times = 0; times < 2; times += 1)
      await browser.post('/users/register', { 'user[email]': 'ana@example.test' })

    const back = { of: 'registrations', order: 'ABAB', with: INDEX }
    const { status } = await browser.post('/labs/race', back)

    expect(status).toBe(409)
    expect(await rowsOfRaces(browser)).toEqual([])
  })

  test('an order of one’s own meets the task, and a near miss is told what is missing', async () => {
    const browser = new HttpBrowser()
    await run(browser, 1)
    const byHand = (order: string) =>
      browser.post('/labs/race', { of: 'registrations', order, ...LESSON })
    for (const order of ['ABBA', 'BBAA', 'BAAB']) {
      expect((await checksMet(browser)).map(({ check_id: id }) => id)).not.toContain(
        'first-and-refused',
      )
      await byHand(order)
    }
    expect((await checksMet(browser)).map(({ check_id: id }) => id)).toContain('first-and-refused')
  })

  test('a step without an order opens the lab, and leaves no run', async () => {
    const browser = new HttpBrowser()
    const { status, text } = await browser.post(
      '/acts',
      { act: 'two-at-once', step: '4', ...LESSON },
      { 'glasshouse-fragment': 'stage' },
    )
    expect(status).toBe(200)
    expect(text).toContain('data-lab="/labs/race"')
    const { json } = await browser.getJson('/sandbox/runs?act=two-at-once')
    expect((json as unknown as { runs: object[] }).runs).toEqual([])
  })
})

describe('nothing hangs', () => {
  const RACES = 200
  long(
    'in two hundred races over all kinds and orders, whatever is off',
    async () => {
      const browser = new HttpBrowser()
      // The same numbers each time: a fault that is found once is found again.
      let seed = 11
      const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
      const orders = { registrations: SIX, links: ['AB', 'BA'], scores: SIX }
      const guards = [ASKS, WORDS, INDEX]
      let ran = 0
      for (let turn = 0; turn < RACES; turn += 1) {
        const of = (['registrations', 'links', 'scores'] as const)[draw(3)]!
        const order = orders[of][draw(orders[of].length)]!
        const off = guards.filter(() => draw(3) === 0)
        const on = guards.filter((tag) => !off.includes(tag))
        const { status, json } = await browser.post(
          '/labs/race',
          { of, order, without: off.join(' '), with: on.join(' ') },
          { accept: 'application/json' },
        )
        expect([turn, status]).toEqual([turn, 200])
        const run = (json as unknown as { races: readonly Race[] }).races.at(-1)!
        // Nobody waited until all gates were opened, and both were answered.
        expect([turn, run.order, run.in_order]).toEqual([turn, order, true])
        expect(statuses(run).every((code) => code >= 200)).toBe(true)
        ran += run.passed.length > 0 ? 1 : 0
      }
      expect(ran).toBe(RACES)
    },
    300_000,
  )

  test('when whoever asked goes away in the middle: the gates are free for the next race', async () => {
    const browser = new HttpBrowser()
    await newest(browser, 'ABAB')
    for (let times = 0; times < 5; times += 1) {
      const leaving = new AbortController()
      const left = browser
        .request('/labs/race', {
          ...{ method: 'POST', body: 'of=registrations&order=all', signal: leaving.signal },
          headers: {
            origin: browser.origin,
            'content-type': 'application/x-www-form-urlencoded',
          },
        })
        .catch((error: unknown) => error)
      // At its beginning, and each time a little later.
      await sleep(10 * times)
      leaving.abort()
      expect(await left).toMatchObject({ name: 'AbortError' })
    }

    const run = await newest(browser, 'BAAB')
    expect([run.in_order, turns(run), run.rows, statuses(run)]).toEqual([
      ...[true, 'BAAB', 1, [303, 422]],
    ])
    const register = await browser.post('/users/register', { 'user[email]': 'bo@example.test' })
    expect(register.status).toBe(303)
  })
})

const SIX = ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA'] as const
