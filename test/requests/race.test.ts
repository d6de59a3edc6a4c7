import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

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
