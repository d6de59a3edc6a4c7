import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, VISITOR, type Answer } from '../support/http-browser.ts'
import { Inside, sha256 } from './inside.ts'
import { ANA, BO, changeEmail, loggedIn, magicLink, tabOf, userOf } from './people.ts'

describe('a sandbox', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer()
  })
  afterAll(() => server.stop())

  const site = <Value>(fn: (db: DatabaseSync) => Value): Value => {
    const db = new DatabaseSync(join(server.dataDirectory, 'site.db'), { readOnly: true })
    try {
      return fn(db)
    } finally {
      db.close()
    }
  }
  /** Whatever there is beside the data, and in it. */
  const files = () => ({
    inside: readdirSync(server.dataDirectory, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/-(?:wal|shm)$/.test(name))
      .sort(),
    beside: readdirSync(dirname(server.dataDirectory)).filter((name) =>
      /sandbox|evil|\.db/.test(name),
    ),
  })
  const act = (value: string) => {
    const stranger = new HttpBrowser(server.origin)
    stranger.cookies.set(VISITOR, value)
    return stranger.post('/users/register', { 'user[email]': ANA })
  }

  test('B1 is found by 32 random bytes in a cookie, and its folder has another name', async () => {
    const browsers = Array.from({ length: 20 }, () => new HttpBrowser(server.origin))
    for (const browser of browsers) await browser.post('/users/log-in', { 'user[email]': ANA })
    const tokens = browsers.map(({ cookies }) => cookies.get(VISITOR) ?? '')

    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
    expect(new Set(tokens).size).toBe(20)
    // Of 20 characters drawn from 64 about 17 differ; the last holds four bits only.
    for (let place = 0; place < 42; place += 1)
      expect(new Set(tokens.map((token) => token[place])).size, `place ${place}`).toBeGreaterThan(5)
    const folders = files().inside.filter((name) => /^sandboxes\/\w\w\/\w+$/.test(name))
    expect(folders).toHaveLength(20)
    for (const folder of folders) {
      expect(folder).toMatch(/^sandboxes\/(?<start>[\da-f]{2})\/\k<start>[\da-f]{30}$/)
      for (const token of tokens) {
        expect(folder).not.toContain(token)
        expect(folder).not.toContain(sha256(token).toString('hex').slice(0, 32))
      }
    }
    const kept = site((db) => db.prepare('select token_hash from visitors').all())
    expect(JSON.stringify(kept)).toContain(JSON.stringify(new Uint8Array(sha256(tokens[0]!))))
    expect(JSON.stringify(kept)).not.toContain(tokens[0])
  })

  test('B1 is not made for a token that somebody made up', async () => {
    const before = files()

    const { status, headers } = await act('a'.repeat(43))

    expect(status).toBe(410)
    // It may be the key to one behind another server: only its owner gives it up.
    expect(headers.getSetCookie()).toEqual([])
    expect(files()).toEqual(before)
  })

  test('B3 is in no folder that a cookie names', async () => {
    const before = files()

    for (const value of [
      ...['../x', '..%2fx', '%2e%2e', 'a/b', 'a%5cb', '/etc/passwd', 'file:x?mode=rwc', ':memory:'],
      ...[
        'a%00',
        'a'.repeat(300),
        '%E2%80%A4%E2%80%A4/',
        '../../evil.db',
        'sandbox.db',
        '%',
        '~',
        '"',
      ],
    ]) {
      const { status } = await act(value)
      expect([value, status]).toEqual([value, 400])
    }
    expect(files()).toEqual(before)
  })

  test('B3 is in no folder that a persona, a mail or a token names', async () => {
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn(ANA)
    const before = files()

    for (const path of [
      ...['/as/../x/users/log-in', '/as/%2e%2e/', '/as/a.b/', '/as/A/', `/as/${'a'.repeat(40)}/`],
      ...[
        '/sandbox/mailbox/..%2f..%2fsite.db',
        '/sandbox/mailbox/mailbox.json',
        '/sandbox/traces/..',
      ],
    ])
      expect([path, (await browser.get(path)).status < 500]).toEqual([path, true])
    for (const key of ['../../../site.db', '.'.repeat(32), `${'a'.repeat(30)}/.`, '']) {
      const authorization = `Bearer ${key}.${'a'.repeat(43)}`
      const { status } = await new HttpBrowser(server.origin).get('/', { authorization })
      expect([key, status]).toEqual([key, 401])
    }
    expect(files()).toEqual(before)
  })

  test('B3 is not opened by no cookie at all', async () => {
    const before = files()
    const stranger = new HttpBrowser(server.origin)
    stranger.cookies.set(VISITOR, '')

    expect((await stranger.get('/sandbox')).text).toContain('You have no sandbox yet')
    expect(files()).toEqual(before)
  })
})

describe('what belongs to a sandbox', () => {
  test('B2 opens nothing in another one', async () => {
    const [ana, bo] = [await loggedIn(), await loggedIn(BO)]
    const link = await magicLink(ana)
    await changeEmail(ana, 'new@example.test')
    const change = await ana.readToken()
    const { json } = await ana.postForJson('/users/settings/api-tokens')
    const [, program = ''] = json.api_token?.token.split('.') ?? []
    const other = await bo.postForJson('/users/settings/api-tokens')
    const [key = ''] = other.json.api_token?.token.split('.') ?? []
    const inside = new Inside(bo)
    const before = inside.state()

    for (const visitor of [bo.cookies.get(VISITOR) ?? '', undefined]) {
      const mixed = new HttpBrowser()
      if (visitor !== undefined) mixed.cookies.set(VISITOR, visitor)
      mixed.cookies.set(SESSION, ana.cookies.get(SESSION) ?? '')
      expect(await userOf(mixed)).toBeNull()
    }
    expect((await bo.sibling().post('/users/log-in', { 'user[token]': link })).status).toBe(422)
    expect((await bo.postForJson(`/users/settings/confirm-email/${change}`)).status).toBe(422)
    const authorization = `Bearer ${key}.${program}`
    expect((await new HttpBrowser().get('/', { authorization })).status).toBe(401)
    expect(inside.state()).toBe(before)
    expect(await userOf(ana)).toMatchObject({ email: ANA })
  })

  test('B4 is one generation: a reset among fifty writers mixes nothing', async () => {
    const browser = await loggedIn()
    const link = await magicLink(browser)
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
    const old = new Inside(browser)
    // Every other one registers somebody, the rest ask for a link of hers.
    const write = (index: number) =>
      index % 2 === 1
        ? browser.sibling().postForJson('/users/register', { 'user[email]': addressOf(index) })
        : browser.sibling().postForJson('/users/log-in', { 'user[email]': ANA })
    const addressOf = (index: number) => `w${index}@example.test`
    const numberOf = ({ json }: Answer) =>
      json.trace?.steps.find(({ tag }) => tag === 'request.sandbox')?.data.number

    // Ten write without a pause, five times each; the reset comes among them.
    const answers: Answer[] = []
    const writer = async (_: unknown, place: number) => {
      for (let index = place; index < 50; index += 10) answers[index] = await write(index)
    }
    const writers = Array.from({ length: 10 }, writer)
    await write(50)
    const reset = browser.sibling().postForJson('/sandbox/reset')
    await Promise.all(writers)

    expect((await reset).status).toBe(200)
    for (const { status, json } of answers) expect([status, json.error]).toEqual([200, undefined])
    // Each went to the sandbox that its trace names, and no other has its user.
    const own = answers.flatMap((answer, index) =>
      numberOf(answer) === 2 && index % 2 === 1 ? [addressOf(index)] : [],
    )
    const numbers = answers.map(numberOf)
    expect(numbers).toContain(1)
    for (const number of numbers) expect([1, 2]).toContain(number)
    const fresh = new Inside(browser)
    const users = fresh.query('select email from users').map(({ email }) => email)
    expect(users.sort()).toEqual(own.sort())
    const kept = (await browser.sibling().readMails()).map(({ to }) => to)
    expect(kept.sort()).toEqual(own)
    expect(fresh.folder).not.toBe(old.folder)
    // It is set aside for ten minutes, and gone for somebody who deletes all.
    expect(existsSync(old.folder)).toBe(true)
    // What was of the old one opens nothing in the new one.
    expect(await userOf(tabOf(browser))).toBeNull()
    expect((await browser.sibling().post('/users/log-in', { 'user[token]': link })).status).toBe(
      422,
    )
    expect((await browser.getJson(`/sandbox/mailbox/${mails[0]?.id}`)).status).toBe(404)
    // A tab that was open goes on, in the new one.
    expect((await write(99)).status).toBe(200)
    expect(fresh.count("select count(*) from users where email = 'w99@example.test'")).toBe(1)
    await browser.sibling().post('/sandbox/delete')
    expect(existsSync(old.folder)).toBe(false)
  })
})

describe('a sandbox has room', () => {
  test('B5 for fifty users, and one for another', async () => {
    const browser = new HttpBrowser()
    const inside = () => new Inside(browser).count('select count(*) from users')
    for (let number = 1; number <= 49; number += 1)
      await browser.post('/users/register', { 'user[email]': `user${number}@example.test` })
    expect(inside()).toBe(49)

    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const email = `late${number}@example.test`
        return (await browser.postForJson('/users/register', { 'user[email]': email })).status
      }),
    )

    expect(statuses.sort()).toEqual([200, ...Array<number>(19).fill(409)])
    expect(inside()).toBe(50)
    expect((await browser.post('/users/register', { 'user[email]': ANA })).text).toContain(
      'A sandbox holds 50 users. Reset yours to register more.',
    )
    expect((await new HttpBrowser().post('/users/register', { 'user[email]': ANA })).status).toBe(
      303,
    )
  })

  test('B5 for two hundred sessions, twenty links and a hundred mails: the oldest go', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const first = browser.cookies.get(SESSION) ?? ''
    const id = inside.count('select id from users')
    const insert =
      "insert into users_tokens (user_id, token, context, authenticated_at, inserted_at) values (?, randomblob(32), 'session', ?, ?)"
    for (let number = 0; number < 205; number += 1)
      inside.query(insert, id, Date.now() + number, Date.now() + number)

    for (let number = 0; number < 105; number += 1)
      await browser.sibling().post('/users/log-in', { 'user[email]': ANA })
    await browser.sibling().post('/users/log-in', { 'user[token]': await browser.readToken() })

    const tokens = (context: string) =>
      inside.count('select count(*) from users_tokens where context = ?', context)
    expect(tokens('session')).toBe(200)
    expect(tokens('login')).toBeLessThanOrEqual(20)
    expect(inside.count('select count(*) from users_tokens where token = ?', sha256(first))).toBe(0)
    expect((await browser.getJson('/sandbox/mailbox')).json.mails).toHaveLength(100)
  })

  test('B5 for two megabytes, and says so', async () => {
    const browser = await loggedIn()
    const inside = new Inside(browser)
    const id = inside.count('select id from users')
    const size = () =>
      inside.count('select page_count * page_size from pragma_page_count, pragma_page_size')
    while (size() < 2 * 1024 * 1024 - 4_096)
      inside.query(
        "insert into users_tokens (user_id, token, context, sent_to, inserted_at) values (?, randomblob(32), 'filler', ?, 0)",
        id,
        'x'.repeat(Math.min(50_000, Math.max(100, 2 * 1024 * 1024 - size() - 8_192))),
      )

    const answers = []
    for (let number = 0; number < 100; number += 1) {
      const email = `${'a'.repeat(140)}${number}@example.test`
      answers.push(await browser.sibling().postForJson('/users/register', { 'user[email]': email }))
      if (answers.at(-1)!.status !== 200) break
    }

    expect(answers.at(-1)).toMatchObject({ status: 409 })
    expect(answers.at(-1)!.json.error).toBe('Your sandbox is full. Reset it, and try again.')
    expect(await userOf(browser)).toMatchObject({ email: ANA })
    expect((await new HttpBrowser().post('/users/register', { 'user[email]': ANA })).status).toBe(
      303,
    )
    await browser.post('/sandbox/reset')
    expect((await browser.post('/users/register', { 'user[email]': ANA })).status).toBe(303)
  })
})
