/** What a server keeps open, and what a connection of it may do. */
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { test } from '../support/fixtures.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

describe.runIf(process.platform === 'linux')('handles', () => {
  const OPEN = 20
  /** Of each database: itself, its log, and what its readers share. */
  const FILES_EACH = 3
  const FEW = 40
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer({
      ...{ LIMIT_OPEN_SANDBOXES: String(OPEN), GLASSHOUSE_LIMITS: 'off' },
    })
  })
  afterAll(() => server.stop())

  async function touch(count: number): Promise<void> {
    const open = () => readdirSync(`/proc/${server.pid()}/fd`).length
    const before = open()
    let most = 0
    for (let number = 0; number < count; number += 1) {
      const browser = new HttpBrowser(server.origin)
      const { status } = await browser.post('/users/register', {
        'user[email]': 'ana@example.test',
      })
      expect(status).toBe(303)
      most = Math.max(most, open() - before)
    }
    expect(most).toBeLessThan(OPEN * FILES_EACH + FEW)
  }

  test('B8 are those of so many sandboxes, and no more are open', () => touch(3 * OPEN))

  long('B8 are no more with a thousand', { timeout: 300_000 }, () => touch(1_000))
})

describe('a connection', () => {
  test('B10 attaches no file, loads nothing, and writes to no file beside it', async ({
    folder,
  }) => {
    const repo = await openSqlite({ file: `${folder}/own.db` })
    try {
      for (const statement of [
        sql`attach database ${`${folder}/other.db`} as other`,
        sql`vacuum into ${`${folder}/copy.db`}`,
        sql`select load_extension(${'libm.so'})`,
        sql`select writefile(${`${folder}/written`}, ${'x'})`,
        sql`select readfile(${'/etc/hostname'})`,
      ])
        await expect(statement.execute(repo.db)).rejects.toThrow()
      expect(readdirSync(folder).filter((name) => !name.startsWith('own.db'))).toEqual([])
    } finally {
      await repo.close()
    }
  })

  test('B10 is sent no SQL by anybody: what looks like it is text', async () => {
    const browser = new HttpBrowser()
    for (const text of [
      "attach 'x' as y",
      'pragma writable_schema = 1',
      "'; drop table users; --",
    ]) {
      await browser.post('/users/register', { 'user[email]': text })
      await browser.post('/sandbox/migrations', { direction: text })
      const page = await browser.get(`/sandbox/tables/${encodeURIComponent(text)}`)
      expect([400, 404]).toContain(page.status)
    }
    const { status } = await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    expect(status).toBe(303)
  })
})
