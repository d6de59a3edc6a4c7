/**
 * The site's own database is no part of reading: what a request asks of it is
 * counted here, and then it is locked, and broken, and pages are read.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'

const COUNTS = resolve('test/support/count-site-queries.mjs')
const LESSON = '/lessons/persons/who-comes-in'

/** What somebody reads who has a server of their own. */
const PAGES = [
  ...['/', '/lessons', LESSON, '/tags', '/search?q=scope', '/glossary', '/try', '/robots.txt'],
  ...['/users/register', '/users/log-in', '/users/settings', '/scores', '/as/ana/users/log-in'],
  ...['/sandbox', '/sandbox/mailbox', '/sandbox/tables', '/sandbox/tables/users'],
  ...['/sandbox/traces', '/sandbox/clock', '/sandbox/people', '/sandbox/download'],
  ...['/labs', '/labs/peel', '/labs/race', '/console', '/source/src/router.ts'],
] as const

let server: BuiltServer
let folder: string
let queries: string
let ana: HttpBrowser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  queries = join(folder, 'queries')
  server = await startBuiltServer(
    { SITE_QUERIES: queries, GLASSHOUSE_LIMITS: 'off' },
    { nodeOptions: ['--import', COUNTS] },
  )
  ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')
}, 60_000)
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
}, 60_000)

/** What the site is asked while `act` runs. */
async function askedDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  writeFileSync(queries, '')
  await act()
  return readFileSync(queries, 'utf8').split('\n').filter(Boolean)
}

/** As somebody who is not logged in. */
const refused = (browser: HttpBrowser) =>
  browser.post('/as/bo/users/register', { 'user[email]': 'no address' })

describe('the site is asked', () => {
  test.for(PAGES.filter((page) => page !== '/' && page !== '/try'))(
    'for nothing by whoever reads %s',
    async (page) => {
      const seen: Answer[] = []

      expect(await askedDuring(async () => seen.push(await ana.get(page)))).toEqual([])

      expect(seen[0]?.status).toBeLessThan(400)
    },
  )

  test('for nothing by whoever comes without a cookie', async () => {
    const asked = await askedDuring(async () => {
      for (const page of PAGES) await new HttpBrowser(server.origin).get(page)
    })

    expect(asked).toEqual([])
  })

  test('for nothing by what somebody does in their own server', async () => {
    // What it shows for the first time is ticked in the list of what there is to try.
    await refused(ana)

    const asked = await askedDuring(async () => {
      expect((await refused(ana)).status).toBe(422)
      await ana.post('/users/log-in', { 'user[email]': 'ana@example.test' })
      await ana.sendForJson('put', '/users/settings', { action: 'update_email' })
      await ana.post('/labs/race', { of: 'registrations', order: 'ABAB' })
    })

    expect(asked.filter((query) => !/^insert checks_met$/.test(query))).toEqual([])
  })

  test('once for what is to be ticked, and not again', async () => {
    const bo = new HttpBrowser(server.origin)
    await bo.post('/users/log-in', { 'user[email]': 'bo@example.test' })

    expect(await askedDuring(() => refused(bo))).toEqual(['insert checks_met'])
    expect(await askedDuring(() => refused(bo))).toEqual([])
  })

  test('for a visitor and a sandbox by a first act, each once', async () => {
    await refused(new HttpBrowser(server.origin))

    const asked = await askedDuring(() => refused(new HttpBrowser(server.origin)))

    expect(asked).toEqual(['insert visitors', 'insert sandboxes', 'insert checks_met'])
  })

  test('for what its reader has seen by a page that shows it', async () => {
    const asked = await askedDuring(() => ana.get('/'))

    expect(new Set(asked)).toEqual(
      new Set([
        ...['select checks_met', 'select predictions', 'select later_answers'],
        ...['select ways_shown', 'select lessons_opened', 'select recalls_marked'],
      ]),
    )
    expect(asked).toHaveLength(6)
  })

  test('once for a cookie that nobody knows, each time', async () => {
    const stranger = new HttpBrowser(server.origin)
    stranger.cookies.set('visitor', 'x'.repeat(43))

    for (let time = 0; time < 2; time += 1)
      expect(await askedDuring(() => stranger.get('/users/register'))).toEqual(['select visitors'])
  })
})

/** The site's own database, as another process holds it. */
function openSite(): DatabaseSync {
  const db = new DatabaseSync(join(server.dataDirectory, 'site.db'))
  onTestFinished(() => db.close())
  return db
}

/** Which pages could not be read, and what they said. */
async function readAll(browser: HttpBrowser): Promise<Readonly<Record<string, number>>> {
  const statuses: Record<string, number> = {}
  for (const page of PAGES) statuses[page] = (await browser.get(page)).status
  return Object.fromEntries(Object.entries(statuses).filter(([, status]) => status >= 400))
}

describe('every page is read, and one acts in one’s own server', () => {
  test('while another process holds the site’s database, and it cannot be written', async () => {
    const site = openSite()
    site.exec('begin immediate')

    expect(await readAll(ana)).toEqual({})
    expect((await refused(ana)).status).toBe(422)

    site.exec('rollback')
  })

  test('while the site’s database has lost its tables, and with them once more', async () => {
    const site = openSite()
    const tables = ['visitors', 'sandboxes', 'checks_met', 'predictions', 'lessons_opened']
    for (const table of tables) site.exec(`alter table ${table} rename to no_${table}`)

    expect(await readAll(ana)).toEqual({})
    // Who has no sandbox has nothing to download.
    expect(await readAll(new HttpBrowser(server.origin))).toEqual({ '/sandbox/download': 404 })
    expect((await refused(ana)).status).toBe(422)
    // What needs the site is told so, and it is whole again with it.
    expect((await ana.get('/progress')).status).toBe(500)
    expect((await refused(new HttpBrowser(server.origin))).status).toBe(500)

    for (const table of tables) site.exec(`alter table no_${table} rename to ${table}`)
    expect((await ana.get('/progress')).status).toBe(200)
    expect((await refused(new HttpBrowser(server.origin))).status).toBe(422)
  })
})
