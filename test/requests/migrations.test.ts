import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION, type Answer, type JsonStep } from '../support/http-browser.ts'

const FIRST = '2026_01_12_090000_create_users_auth_tables'

interface Facts {
  readonly migrations: readonly { readonly name: string; readonly ran_at: number | null }[]
  readonly pending: number
  readonly tables: readonly { readonly name: string; readonly row_count: number }[]
  readonly last_request: { readonly changed: string; readonly schema: readonly string[] } | null
}

const read = async (browser: HttpBrowser) =>
  (await browser.getJson('/sandbox/migrations')).json as unknown as Facts
const run = (browser: HttpBrowser, direction: string) =>
  browser.post('/sandbox/migrations', { direction })
const register = (browser: HttpBrowser, email = 'ana@example.test') =>
  browser.post('/users/register', { 'user[email]': email })

async function allDown(browser: HttpBrowser): Promise<void> {
  const { migrations } = await read(browser)
  for (const _ of migrations) await run(browser, 'down')
}

describe('the migrations of a sandbox', () => {
  test('are shown with their source, before there is a sandbox', async () => {
    const browser = new HttpBrowser()

    const { status, text, headers } = await browser.get('/sandbox/migrations')
    const { migrations, pending } = await read(browser)

    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(migrations[0]?.name).toBe(FIRST)
    expect(pending).toBe(0)
    expect(text).toContain('<pre class="shiki')
    expect(text).toContain('createTable')
  })

  test('are taken back and run again, and the tables with them', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    await allDown(browser)
    const down = await read(browser)
    expect(down.tables).toEqual([])
    expect(down.pending).toBe(down.migrations.length)
    expect(down.last_request?.schema[0]).toMatch(/^Gone: the table users/)

    const { status, headers } = await run(browser, 'latest')
    expect([status, headers.get('location')]).toEqual([303, '/sandbox/migrations'])
    const up = await read(browser)
    expect(up.pending).toBe(0)
    expect(up.tables.find(({ name }) => name === 'users')).toEqual({ name: 'users', row_count: 0 })
    expect((await register(browser)).status).toBe(303)
  })

  test('are all taken back by one press, the newest first', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    const { migrations } = await read(browser)

    const { json } = await browser.postForJson('/sandbox/migrations', { direction: 'none' })

    const runs = migrations.toReversed().map(({ name }) => ({ name, direction: 'down' }))
    expect(json).toMatchObject({ ok: true, runs })
    const { tables, pending } = await read(browser)
    expect([tables, pending]).toEqual([[], migrations.length])
    const again = await browser.postForJson('/sandbox/migrations', { direction: 'none' })
    expect(again.json).toMatchObject({
      runs: [],
      flash: { info: 'No migration is left to take back.' },
    })
  })

  test('go one step at a time', async () => {
    const browser = new HttpBrowser()
    const { migrations } = await read(browser)

    await run(browser, 'down')
    expect((await read(browser)).pending).toBe(1)
    await run(browser, 'up')
    expect((await read(browser)).pending).toBe(0)

    for (const { name } of migrations.toReversed()) {
      const { json } = await browser.postForJson('/sandbox/migrations', { direction: 'down' })
      expect(json).toMatchObject({ ok: true, runs: [{ name, direction: 'down' }] })
    }
    const { json } = await browser.postForJson('/sandbox/migrations', { direction: 'down' })
    expect(json).toMatchObject({ runs: [], flash: { info: 'No migration is left to take back.' } })
  })

  test('are traced as any other request, with the lines of the migration', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    await allDown(browser)

    const { traces } = (await browser.getJson('/sandbox/traces')).json
    const { trace } = (await browser.getJson(`/sandbox/traces/${traces?.[0]?.id}`)).json

    expect(traces?.[0]?.title).toBe('POST /sandbox/migrations')
    const step = (tag: string): JsonStep | undefined => trace?.steps.find((one) => one.tag === tag)
    expect(step('context.Migrations.down')).toMatchObject({ layer: 'context', outcome: 'ok' })
    expect(step('sql.drop.users')?.source?.file).toBe(`migrations/${FIRST}.ts`)
  })

  test.for(['', 'sideways', 'DOWN', 'down ', '__proto__', 'constructor'])(
    'know no direction %j',
    async (direction) => {
      const browser = new HttpBrowser()

      const { status, json } = await browser.postForJson('/sandbox/migrations', { direction })

      expect(status).toBe(422)
      expect(json.error).toBe(
        'Say which way: direction=down, direction=up, direction=latest or direction=none.',
      )
      expect((await read(browser)).pending).toBe(0)
    },
  )

  test('go nowhere without a direction, by JSON of another kind or by another method', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    const headers = { origin: browser.origin }

    expect((await browser.post('/sandbox/migrations')).status).toBe(422)
    for (const direction of [['down'], { a: 1 }, 1, null])
      expect((await browser.postJson('/sandbox/migrations', { direction })).status).toBe(422)
    expect((await browser.get('/sandbox/migrations?direction=down')).status).toBe(200)
    for (const method of ['PUT', 'DELETE'])
      expect((await browser.request('/sandbox/migrations', { method, headers })).status).toBe(405)
    expect((await read(browser)).pending).toBe(0)
  })

  test('of one visitor leave those of another alone', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await register(ana)
    await register(bo)

    await allDown(ana)

    expect((await read(bo)).pending).toBe(0)
    expect((await register(bo, 'bo@example.test')).status).toBe(303)
    const stranger = new HttpBrowser()
    expect((await read(stranger)).pending).toBe(0)
  })
})

describe('a sandbox that is half-way down', () => {
  const SENTENCE =
    /^The users(_tokens)? table is not there\. This sandbox is \w+ migrations? down\. Run (it|them) up again\.$/

  test('says so where a table is missing, with a button that puts it right', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    await allDown(browser)

    const page = await register(browser)
    const { status, json } = await browser.postForJson('/users/register', {
      'user[email]': 'ana@example.test',
    })
    const fragment = await browser.post(
      '/users/log-in',
      { 'user[email]': 'ana@example.test' },
      { 'glasshouse-fragment': 'stage' },
    )

    expect(page.status).toBe(409)
    expect(page.text).toMatch(/<form[^>]+action="\/sandbox\/migrations"/)
    expect(page.text).toContain('name="direction" value="latest"')
    expect(status).toBe(409)
    expect(json.error).toMatch(SENTENCE)
    expect(json).toMatchObject({ remedy: { fields: { direction: 'latest' } } })
    expect(fragment.status).toBe(409)
    expect(fragment.text).toContain('<glass-fragment target="page">')
    expect(fragment.text).toContain('<glass-fragment target="list">')

    await browser.post('/sandbox/migrations', { direction: 'latest' })
    expect((await register(browser)).status).toBe(303)
  })

  test('answers every page without a 5xx, logged in or not', async () => {
    const [visitor, member] = [new HttpBrowser(), new HttpBrowser()]
    await register(visitor)
    await member.registerAndLogIn('ana@example.test')
    await allDown(visitor)
    await allDown(member)

    const answers: [string, Answer][] = []
    for (const browser of [visitor, member]) {
      for (const path of [
        ...['/', '/lessons', '/users/register', '/users/log-in', `/users/log-in/${'a'.repeat(43)}`],
        ...['/users/settings', `/users/settings/confirm-email/${'a'.repeat(43)}`],
        ...['/scores', '/scores/new', '/scores/1', '/organizations', '/organizations/a/scores'],
        ...['/fragments/progress', '/sandbox', '/sandbox/mailbox', '/sandbox/traces'],
        ...['/sandbox/tables', '/sandbox/tables/users', '/sandbox/migrations', '/as/alice/'],
      ])
        answers.push([path, await browser.get(path)])
      for (const [path, fields] of [
        ['/users/register', { 'user[email]': 'bo@example.test' }],
        ['/users/log-in', { 'user[email]': 'ana@example.test' }],
        ['/users/log-in', { 'user[email]': 'ana@example.test', 'user[password]': 'x'.repeat(12) }],
        ['/users/log-in', { 'user[token]': 'a'.repeat(43) }],
        ['/users/log-out', { _method: 'delete' }],
        ['/as/alice/users/register', { 'user[email]': 'alice@example.test' }],
        ['/sandbox/clock', { advance: '15m' }],
      ] as const)
        answers.push([path, await browser.post(path, fields)])
    }

    for (const [path, { status }] of answers) expect([path, status < 500]).toEqual([path, true])
    const statusOf = (path: string) =>
      answers.filter(([asked]) => asked === path).map(([, { status }]) => status)
    expect(statusOf('/sandbox/migrations')).toEqual([200, 200])
    expect(statusOf('/sandbox/tables')).toEqual([200, 200])
    expect(statusOf('/sandbox/tables/users')).toEqual([409, 409])
    // Without a cookie there is nobody to look for; with one, only the table is missing.
    expect(statusOf('/users/settings')).toEqual([303, 409])
  })

  test('keeps the cookie of whoever was logged in until it knows better', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await allDown(browser)
    await browser.get('/')
    expect(browser.cookies.has(SESSION)).toBe(true)

    await run(browser, 'latest')
    await browser.get('/')

    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  test('settles when pages are asked for while it goes up and down', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    const presses = Array.from({ length: 12 }, (_, n) => run(browser, n % 2 === 0 ? 'down' : 'up'))
    const others = Array.from({ length: 24 }, (_, n) =>
      n % 3 === 0 ? browser.get('/sandbox/tables') : register(browser, `user${n}@example.test`),
    )
    const answers = await Promise.all([...presses, ...others])

    for (const { status } of answers) expect([200, 303, 409, 503]).toContain(status)
    await run(browser, 'latest')
    expect((await read(browser)).pending).toBe(0)
    expect((await register(browser, 'last@example.test')).status).toBe(303)
  })
})
