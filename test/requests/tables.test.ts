import { describe, expect, test } from 'vitest'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'

interface Row {
  readonly mark: 'new' | 'changed' | null
  readonly changed: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
  readonly words: Readonly<Record<string, string>>
}

interface Table {
  readonly name: string
  readonly row_count: number
  readonly rows: readonly Row[]
  readonly changed: string
}

interface Facts {
  readonly tables: readonly Table[]
  readonly last_request: {
    readonly title: string
    readonly status: number
    readonly changed: string
  } | null
}

const factsOf = ({ json }: Answer) => json as unknown as Facts
const tablesOf = async (browser: HttpBrowser) => factsOf(await browser.getJson('/sandbox/tables'))

async function tableOf(browser: HttpBrowser, name: string): Promise<Table> {
  const { tables } = await tablesOf(browser)
  return tables.find((table) => table.name === name)!
}

const register = (browser: HttpBrowser, email = 'ana@example.test') =>
  browser.post('/users/register', { 'user[email]': email })

describe('the tables of a sandbox', () => {
  test('are those that it will begin with, before there is one', async () => {
    const browser = new HttpBrowser()

    const { status, text, headers } = await browser.get('/sandbox/tables')
    const { tables, last_request } = await tablesOf(browser)

    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(text).toContain('You have no sandbox yet')
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['users', 'users_tokens']),
    )
    expect(tables.every(({ row_count }) => row_count === 0)).toBe(true)
    expect(last_request).toBeNull()
  })

  test('hold what a registration wrote, marked and in words', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    const { last_request } = await tablesOf(browser)
    const users = await tableOf(browser, 'users')
    const tokens = await tableOf(browser, 'users_tokens')
    const { text } = await browser.get('/sandbox/tables')

    expect(users).toMatchObject({ row_count: 1, changed: 'One row is new.' })
    expect(users.rows[0]).toMatchObject({ mark: 'new', values: { email: 'ana@example.test' } })
    expect(tokens.rows[0]).toMatchObject({ mark: 'new', values: { context: 'login' } })
    expect(tokens.rows[0]?.words['token']).toBe('SHA-256 of the token in the link of your mail')
    expect(tokens.rows[0]?.words['inserted_at']).toMatch(/; expires in 1[45] minutes$/)
    expect(last_request).toMatchObject({
      title: 'POST /users/register',
      status: 303,
      changed: 'changed two rows of users and users_tokens',
    })
    expect(text).toContain('changed two rows of users and users_tokens')
    expect(text).toMatch(/<span class="mark">new<\/span>/)
  })

  test('say of a log-in which columns changed, and which row is gone', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    // Looking around afterwards changes nothing.
    await browser.get('/')
    await browser.get('/sandbox/traces')

    const users = await tableOf(browser, 'users')
    const tokens = await tableOf(browser, 'users_tokens')

    expect(users.rows[0]).toMatchObject({ mark: 'changed' })
    expect(users.rows[0]?.changed).toContain('confirmed_at')
    expect(users.rows[0]?.changed).not.toContain('email')
    expect(tokens.changed).toBe('One row is new. One row is gone: 1.')
    expect(tokens.rows[0]?.words).toMatchObject({
      token: 'SHA-256 of the token in your cookie',
      inserted_at: 'less than a minute ago; expires in 13 days',
    })
  })

  test('say of a refused request that it changed nothing', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    await register(browser)

    const { last_request, tables } = await tablesOf(browser)

    expect(last_request).toMatchObject({ status: 422, changed: 'changed nothing in the database' })
    expect(tables.flatMap(({ rows }) => rows.map(({ mark }) => mark))).toEqual([null, null])
  })

  test('follow the clock of the sandbox', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    await browser.post('/sandbox/clock', { advance: '16m' })

    const [token] = (await tableOf(browser, 'users_tokens')).rows
    const { text } = await browser.get('/sandbox/tables')

    expect(token?.words['inserted_at']).toBe('16 minutes ago; expired 1 minute ago')
    expect(text).toContain('which is 16 minutes ahead')
  })

  test('are one visitor’s own', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await register(ana, 'ana@example.test')
    await register(bo, 'bo@example.test')

    const { text } = await bo.get('/sandbox/tables/users')

    expect(text).toContain('bo@example.test')
    expect(text).not.toContain('ana@example.test')
  })

  test('show no token, no hash and no table of the site', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')
    const pages = await Promise.all([
      browser.get('/sandbox/tables'),
      browser.getJson('/sandbox/tables'),
      browser.get('/sandbox/tables/users_tokens'),
      browser.getJson('/sandbox/tables/users_tokens'),
    ])

    for (const { text } of pages) {
      expect(text).not.toContain(token)
      expect(text).not.toMatch(/[\da-f]{7}…|visitors|sandboxes_|argon2id/)
    }
  })

  test('come as fragments of a stage, and leave the trace alone', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    const { text } = await browser.get('/sandbox/tables', { 'glasshouse-fragment': 'stage' })

    expect(text).toContain('<glass-fragment target="page">')
    expect(text).not.toContain('target="trace"')
    const { traces } = (await browser.getJson('/sandbox/traces')).json
    expect(traces?.map(({ title }) => title)).toEqual(['POST /users/register'])
  })
})

describe('one table', () => {
  test('has a page of its own', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    const { status, text } = await browser.get('/sandbox/tables/users')
    const { json } = await browser.getJson('/sandbox/tables/users')

    expect(status).toBe(200)
    expect(text).toContain('users_email_index')
    expect(text).toContain('users_email_check')
    expect(json).toMatchObject({
      table: {
        name: 'users',
        indexes: [{ name: 'users_email_index', unique: true, columns: ['email'] }],
        checks: [{ name: 'users_email_check', expression: "email like '_%@%_'" }],
      },
    })
  })

  test('of more than a hundred rows shows a hundred, and says so', async () => {
    const browser = new HttpBrowser()
    const emails = Array.from({ length: 6 }, (_, n) => `user${n}@example.test`)
    for (const email of emails) await register(browser, email)
    for (const email of emails)
      for (let n = 0; n < 17; n += 1) await browser.post('/users/log-in', { 'user[email]': email })

    const { text } = await browser.get('/sandbox/tables/users_tokens')
    const { json } = await browser.getJson('/sandbox/tables/users_tokens')
    const { table } = json as unknown as { table: Table }

    expect(table.row_count).toBeGreaterThan(100)
    expect(table.rows).toHaveLength(100)
    expect(text).toContain(`The newest 100 of ${table.row_count} rows`)
  })

  test.for([
    'nowhere',
    'USERS',
    'visitors',
    'sandboxes',
    'schema_migrations',
    'sqlite_master',
    'sqlite_sequence',
    'glasshouse_row_changes',
    'users%22',
    'users%3B--',
    'users%20',
    "users'or'1",
    'a'.repeat(1_000),
    '%F0%9F%8F%A0',
    '__proto__',
    'constructor',
  ])('named %s is not there', async (name) => {
    const browser = new HttpBrowser()
    await register(browser)

    expect([404, 400]).toContain((await browser.get(`/sandbox/tables/${name}`)).status)
    expect((await tableOf(browser, 'users')).row_count).toBe(1)
  })

  test.for(['/sandbox/tables', '/sandbox/tables/users'])('%s is for looking', async (path) => {
    const browser = new HttpBrowser()
    await register(browser)

    expect((await browser.post(path, { 'user[email]': 'x' })).status).toBe(405)
    expect((await tableOf(browser, 'users')).row_count).toBe(1)
  })
})
