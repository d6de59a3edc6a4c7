import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, inject, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION, VISITOR } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const register = (browser: HttpBrowser, email = 'ana@example.test') =>
  browser.postForJson('/users/register', { 'user[email]': email })

describe('a sandbox', () => {
  test('is made by the first action, never by looking', async () => {
    const server = await startBuiltServer()
    try {
      const browser = new HttpBrowser(server.origin)
      const sandboxes = async () => (await readdir(`${server.dataDirectory}/sandboxes`)).length

      for (const path of [
        '/',
        '/users/register',
        '/users/log-in',
        '/sandbox',
        '/sandbox/mailbox',
        '/lessons',
      ]) {
        expect((await browser.get(path)).headers.getSetCookie()).toEqual([])
      }
      expect(await sandboxes()).toBe(0)

      await register(browser)
      expect(await sandboxes()).toBe(1)
    } finally {
      await server.stop()
    }
  })

  test('is one visitor’s own: users, mailbox and traces', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    const { trace } = (await register(ana)).json
    const { mails = [] } = (await ana.getJson('/sandbox/mailbox')).json

    expect((await register(bo)).status).toBe(200)
    expect((await bo.get(`/sandbox/mailbox/${mails[0]!.id}`)).status).toBe(404)
    expect((await bo.get(`/sandbox/traces/${trace!.id}`)).status).toBe(404)
    expect((await ana.get(`/sandbox/traces/${trace!.id}`)).status).toBe(200)
  })

  test('does not know the sessions and links of another', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await register(bo)
    const token = await ana.registerAndReadToken('ana@example.test')
    await ana.post('/users/log-in?_action=confirmed', { 'user[token]': token })
    await ana.post('/users/log-in', { 'user[email]': 'ana@example.test' })
    const link = await ana.readToken()

    bo.cookies.set('session', ana.cookies.get(SESSION)!)
    expect((await bo.getJson('/')).json.scope.user).toBeNull()
    expect((await bo.post('/users/log-in', { 'user[token]': link })).status).toBe(422)
  })

  test('is empty after a reset, and its session is over', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')

    const { status } = await browser.post('/sandbox/reset')

    expect(status).toBe(303)
    expect((await browser.getJson('/')).json.scope.user).toBeNull()
    expect((await browser.getJson('/sandbox/mailbox')).json.mails).toEqual([])
    expect((await register(browser)).status).toBe(200)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
  })

  test('begins again at once, with another number and the same visitor', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    const visitor = browser.cookies.get(VISITOR)

    await browser.post('/sandbox/reset', { what: 'everything' })

    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({
      number: 2,
      users: { count: 0, most: 50 },
      mails: { count: 0, most: 100 },
    })
    expect(browser.cookies.get(VISITOR)).toBe(visitor)
  })

  test('begins again as a demo or a lesson begins', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    const path = 'forms/wrong-addresses'

    const demo = { what: 'demo', demo: 'six-tries', _lesson: path }
    expect((await browser.postForJson('/sandbox/reset', demo)).json.flash.info).toBe(
      '“Six addresses” begins again: your sandbox has its start state, “Nobody is registered”.',
    )
    const lesson = { what: 'lesson', _lesson: path }
    expect((await browser.postForJson('/sandbox/reset', lesson)).json.flash.info).toBe(
      '“Wrong addresses” begins again: your sandbox is empty. Your progress stays.',
    )
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 3 })
  })

  test.for<Record<string, string>>([
    { what: 'something' },
    { what: 'demo' },
    { what: 'demo', demo: 'no-such-demo' },
    { what: 'lesson' },
    { what: 'lesson', _lesson: 'no/lesson' },
  ])('does not begin again by %j', async (fields) => {
    const browser = new HttpBrowser()
    await register(browser)

    expect((await browser.postForJson('/sandbox/reset', fields)).status).toBe(422)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 1 })
  })

  test('is deleted at once, and none takes its place until somebody acts', async () => {
    const server = await startBuiltServer()
    try {
      const browser = new HttpBrowser(server.origin)
      await browser.registerAndLogIn('ana@example.test')
      const files = async () =>
        (await readdir(`${server.dataDirectory}/sandboxes`, { recursive: true })).filter((name) =>
          /\.(?:db|json)$/.test(name),
        )
      expect(await files()).toHaveLength(2)

      const { json } = await browser.postForJson('/sandbox/delete')

      expect(json.flash.info).toContain('Your sandbox is deleted')
      expect(await files()).toEqual([])
      expect([...browser.cookies.keys()]).toEqual([browser.named(VISITOR)])
      expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
      expect((await browser.postForJson('/sandbox/delete')).json.flash.info).toContain(
        'there was nothing to delete',
      )
      expect((await register(browser)).status).toBe(200)
    } finally {
      await server.stop()
    }
  })

  test('is downloaded as a file that SQLite opens, without what opens something', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    const session = browser.cookies.get(SESSION) ?? ''

    const headers = { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') }
    const response = await fetch(`${browser.origin}/sandbox/download`, { headers })
    const bytes = Buffer.from(await response.arrayBuffer())

    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="glasshouse-sandbox-1.db"',
    )
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    try {
      await writeFile(join(folder, 'own.db'), bytes)
      const db = new DatabaseSync(join(folder, 'own.db'), { readOnly: true })
      expect(db.prepare('select email from users').all()).toEqual([{ email: 'ana@example.test' }])
      db.close()
    } finally {
      await rm(folder, { recursive: true })
    }
    expect(bytes.includes(session)).toBe(false)
    expect(bytes.includes(Buffer.from(session, 'base64url'))).toBe(false)
  })

  test('that there is not cannot be downloaded', async () => {
    expect((await new HttpBrowser().get('/sandbox/download')).status).toBe(404)
  })

  test('settles after resets in the middle of many writes', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'first@example.test')

    const writes = Array.from({ length: 20 }, (_, n) => register(browser, `user${n}@example.test`))
    const resets = Array.from({ length: 3 }, () => browser.post('/sandbox/reset'))
    const answers = await Promise.all([...writes, ...resets])

    for (const { status } of answers) expect(status).toBeLessThan(500)
    expect((await register(browser, 'last@example.test')).status).toBe(200)
  })

  test('holds fifty users, and says so to the next', async () => {
    const browser = new HttpBrowser()
    for (let n = 0; n < 50; n += 1) await register(browser, `user${n}@example.test`)

    const { status, json } = await register(browser, 'one-more@example.test')

    expect(status).toBe(409)
    expect(json.error).toBe('A sandbox holds 50 users. Reset yours to register more.')
  })

  long('is not given to an address that took many within the hour', async () => {
    const server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '2' })
    try {
      const answers = []
      for (let n = 0; n < 3; n += 1) answers.push(await register(new HttpBrowser(server.origin)))

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
      expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await server.stop()
    }
  })
})

describe('a persona', () => {
  test('has a session of its own in the same sandbox', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')

    await browser.post('/as/alice/users/register', { 'user[email]': 'alice@example.test' })
    const token = await browser.readToken()
    const { headers } = await browser.post('/as/alice/users/log-in', { 'user[token]': token })

    expect(headers.get('location')).toBe('/as/alice/')
    expect((await browser.getJson('/as/alice/')).json.scope).toMatchObject({
      persona: 'alice',
      user: { email: 'alice@example.test' },
    })
    expect((await browser.getJson('/')).json.scope.user).toMatchObject({
      email: 'ana@example.test',
    })
  })

  test('keeps to its own addresses: its mails lead to its own pages', async () => {
    const browser = new HttpBrowser()
    await browser.post('/as/alice/users/register', { 'user[email]': 'alice@example.test' })
    const { mails = [] } = (await browser.getJson('/sandbox/mailbox')).json
    const { mail } = (await browser.getJson(`/sandbox/mailbox/${mails[0]!.id}`)).json

    expect(mail!.text).toContain(`${inject('origin')}/as/alice/users/log-in/`)
  })
})
