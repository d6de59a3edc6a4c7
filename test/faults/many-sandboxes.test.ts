/** A start costs the same, however many sandboxes there are: none of them is opened before its reader comes. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const MANY = 10_000

/** Rows as of so many visitors who have been here, each with a sandbox. */
function addRows(file: string, count: number): void {
  const site = new DatabaseSync(file)
  const visitor = site.prepare(
    'insert into visitors (token_hash, inserted_at, last_seen_at) values (?, ?, ?) returning id',
  )
  const sandbox = site.prepare(
    'insert into sandboxes (id, visitor_id, number, inserted_at, last_used_at, api_key) values (?, ?, 1, ?, ?, ?)',
  )
  const now = Date.now()
  site.exec('begin')
  for (let n = 0; n < count; n += 1) {
    const row = visitor.get(createHash('sha256').update(`${n}`).digest(), now, now)
    const hex = () => randomBytes(16).toString('hex')
    sandbox.run(hex(), Number(row!['id']), now, now, hex())
  }
  site.exec('commit')
  site.close()
}

test('fault 50 a start after kill -9 asks as little with ten thousand sandboxes as with one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  const queries = join(folder, 'queries')
  const server = await startBuiltServer(
    { SITE_QUERIES: queries },
    { nodeOptions: ['--import', resolve('test/support/count-site-queries.mjs')] },
  )
  onTestFinished(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })
  const ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')
  const askedAtStart = async () => {
    writeFileSync(queries, '')
    await server.restart('SIGKILL')
    return readFileSync(queries, 'utf8').split('\n').filter(Boolean)
  }
  const withOne = await askedAtStart()

  addRows(join(server.dataDirectory, 'site.db'), MANY)
  const withMany = await askedAtStart()

  expect(withMany).toEqual(withOne)
  expect((await ana.getJson('/')).json.scope.user).toMatchObject({ email: 'ana@example.test' })
}, 300_000)
