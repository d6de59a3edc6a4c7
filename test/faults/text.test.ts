/** Text of every script, text that is work, and text that names a file. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { Argon2id } from 'oslo/password'
import { afterEach, describe, expect, inject, vi } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { confirmedUserFixture, test } from '../support/fixtures.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import { rawRequest, statusOf } from '../support/raw-request.ts'
import { SESSION } from '../support/site-cookies.ts'
import { Inside } from '../security/inside.ts'
import { memoryOf } from '../security/memory.ts'
import { ANA, logInByPassword, loggedIn, PASSWORD } from '../security/people.ts'

describe('an address', () => {
  test.for([
    ...["o'brien+tag@Example.TEST", 'ünïcödé@exämple.test', '用户@例子.test', 'имя@пример.test'],
    ...[
      'שלום@דוגמה.test',
      'مثال@موقع.test',
      'ｆｕｌｌ@example.test',
      '😀@example.test',
      'ﬁsh@example.test',
    ],
    ...['ß@example.test', 'İ@example.test', 'e\u0301@example.test', 'é@example.test'],
    `${'😀'.repeat(147)}@example.test`,
  ])('fault 34 comes back as it was sent: %s', async (email) => {
    const browser = new HttpBrowser()

    const { status } = await browser.post('/users/register', { 'user[email]': email })

    expect(status).toBe(303)
    expect((await browser.readMails()).map(({ to }) => to)).toEqual([email])
    expect(new Inside(browser).query('select email from users')).toEqual([{ email }])
  })

  test.for([
    ...[
      'a\0b@example.test',
      'a\u200bb@example.test',
      'a\u202eb@example.test',
      '\ufeffa@example.test',
    ],
    ...['a\u3164b@example.test', 'a\u2028b@example.test', 'a b@example.test', 'a\tb@example.test'],
    ...['a@b@example.test', 'a\u0085@example.test', `${'😀'.repeat(148)}@example.test`],
    `a${'\u0301'.repeat(2_560)}@example.test`,
  ])('fault 34 that cannot be seen, or has no end, is refused: %j', async (email) => {
    const browser = new HttpBrowser()

    const { status } = await browser.post('/users/register', { 'user[email]': email })

    expect(status).toBe(422)
    expect(new Inside(browser).count('select count(*) from users')).toBe(0)
  })
})

describe('text that is work', () => {
  const verify = vi.spyOn(Argon2id.prototype, 'verify')
  const normalize = vi.spyOn(String.prototype, 'normalize')
  afterEach(() => void vi.clearAllMocks())
  const MARKS = `a${'\u0300\u0316'.repeat(16_000)}`
  const longestNormalised = () =>
    Math.max(0, ...normalize.mock.contexts.map((text) => String(text).length))

  test('fault 35 is normalised nowhere', async ({ scope }) => {
    await confirmedUserFixture(scope, { email: ANA })
    vi.clearAllMocks()

    expect(await Accounts.getUserByEmailAndPassword(scope, ANA, MARKS)).toBeNull()
    expect(await Accounts.getUserByEmailAndPassword(scope, MARKS, PASSWORD)).toBeNull()
    expect((await Accounts.registerUser(scope, { email: MARKS })).ok).toBe(false)

    expect(longestNormalised()).toBeLessThanOrEqual(1_024)
  })

  const POISON = `$argon2id$v=19$m=4194304,t=10,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`

  test('fault 37 in a hash is not begun', async ({ scope, repo }) => {
    await confirmedUserFixture(scope, { email: ANA })
    await repo.db.updateTable('users').set({ hashed_password: POISON }).execute()
    vi.clearAllMocks()

    expect(await Accounts.getUserByEmailAndPassword(scope, ANA, PASSWORD)).toBeNull()

    // One is checked all the same: how long it takes tells nobody what is in the row.
    for (const [hash] of verify.mock.calls) expect(hash).not.toContain('m=4194304')
  })

  test('fault 37 in a hash that somebody planted costs the server nothing', async () => {
    const server = await startBuiltServer()
    try {
      const browser = new HttpBrowser(server.origin)
      await browser.registerAndLogIn(ANA)
      new Inside(browser, server.dataDirectory).query(
        'update users set hashed_password = ?',
        POISON,
      )
      const before = memoryOf(server.pid())

      const { status } = await logInByPassword(browser.sibling(), PASSWORD)

      expect(status).toBe(422)
      expect(memoryOf(server.pid()) - before).toBeLessThan(200 * 1024 * 1024)
    } finally {
      await server.stop()
    }
  })
})

describe('time', () => {
  const DATABASE_TIME =
    /\b(?:current_timestamp|current_time|current_date|datetime\s*\(|strftime|unixepoch|julianday)/i

  test('fault 40 comes from the program, and from no database', () => {
    const files = [
      ...globSync('src/{app,repo,sandbox,course,levers,visit,server}/**/*.ts'),
      ...globSync('migrations/**/*.ts'),
    ]
    // A validator of texts is asked by the same word.
    const asking = files.filter((file) =>
      DATABASE_TIME.test(readFileSync(file, 'utf8').replaceAll('z.iso.datetime()', '')),
    )

    expect(files.length).toBeGreaterThan(300)
    expect(asking).toEqual([])
  })

  test('fault 40 is a whole number of milliseconds in every table', async ({ repo, siteRepo }) => {
    for (const { db } of [repo, siteRepo]) {
      const { rows } = await sql<{ name: string; type: string }>`
        select columns.name, columns.type
        from sqlite_schema as tables join pragma_table_info(tables.name) as columns
        where tables.type = 'table' and columns.name like '%\_at' escape '\\'`.execute(db)

      expect(rows.length).toBeGreaterThan(3)
      for (const { name, type } of rows)
        expect([name, type.toUpperCase()]).toEqual([name, 'INTEGER'])
    }
  })
})

describe('a name', () => {
  const NAMES = [
    ...['../x', '..%2fx', '%2e%2e', 'a/b', 'a\\b', '/etc/passwd', 'file:x?mode=rwc', ':memory:'],
    ...['x\0y', 'x'.repeat(300), '．．／x', '..', '.', '%00', 'con', '~'],
  ]

  test.for(NAMES)('fault 41 of a file opens none: %j', async (name) => {
    const browser = await loggedIn()
    const there = () =>
      readdirSync(inject('dataDirectory'))
        .filter((entry) => !/-(?:wal|shm)$/.test(entry))
        .sort()
    const before = there()
    const escaped = encodeURIComponent(name)

    // Over a socket: a client library makes another address of a dot.
    const ask = async (path: string) => {
      const head = [`GET ${path} HTTP/1.1`, `Host: ${new URL(inject('origin')).host}`]
      const lines = [...head, `Cookie: ${browser.cookies.header}`, 'Connection: close', '', '']
      return statusOf(await rawRequest(lines.join('\r\n')))
    }

    for (const path of ['/sandbox/mailbox/', '/sandbox/traces/', '/sandbox/tables/', '/source/'])
      expect([400, 404]).toContain(await ask(path + escaped))
    expect([200, 303, 400, 404]).toContain(await ask(`/as/${escaped}/users/log-in`))
    for (const cookie of [VISITOR, SESSION]) {
      const stranger = browser.sibling()
      stranger.cookies.set(cookie, escaped)
      const { status } = await stranger.post('/users/register', { 'user[email]': 'x@example.test' })
      expect([303, 400, 410]).toContain(status)
    }

    expect(there()).toEqual(before)
  })
})
