/** What a process leaves behind that was killed, or whose machine lost its power. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'
import { whileDown } from '../support/while-down.ts'
import { Inside } from '../security/inside.ts'
import { userOf } from '../security/people.ts'

const long = longOf(test)
/** A busy machine takes long to start a server again. */
const PATIENCE = 240_000
const UNLIMITED = { LIMIT_NEW_SANDBOXES: '1000000', GLASSHOUSE_LIMITS: 'off' }

describe('a server that is killed', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer(UNLIMITED)
  }, PATIENCE)
  afterAll(() => server.stop())

  /** Registers one after the other until the server is gone, and answers who was acknowledged. */
  async function register(browser: HttpBrowser, isEnough: () => boolean): Promise<string[]> {
    const acknowledged: string[] = []
    try {
      for (let number = 0; number < 45 && !isEnough(); number += 1) {
        const email = `user${number}@example.test`
        const { status } = await browser.post('/users/register', { 'user[email]': email })
        if (status === 303) acknowledged.push(email)
      }
    } catch {
      // Killed under it: of this one nobody was told anything.
    }
    return acknowledged
  }

  async function killAmongWriters(after: number): Promise<void> {
    const browsers = Array.from({ length: 4 }, () => new HttpBrowser(server.origin))
    let isKilled = false
    const writers = browsers.map((browser) => register(browser, () => isKilled))
    await new Promise((resolve) => setTimeout(resolve, after))
    await whileDown(server, async () => {
      isKilled = true
      await Promise.all(writers)
    })
    for (const [place, browser] of browsers.entries()) {
      const acknowledged = await writers[place]!
      if (acknowledged.length === 0) continue
      const inside = new Inside(browser, server.dataDirectory)
      const kept = inside.query('select email from users').map(({ email }) => email)
      expect(kept).toEqual(expect.arrayContaining(acknowledged))
      expect(inside.query('pragma quick_check')).toEqual([{ quick_check: 'ok' }])
    }
  }

  async function killAgainAndAgain(times: number): Promise<void> {
    const ana = new HttpBrowser(server.origin)
    await ana.registerAndLogIn('ana@example.test')
    // From a moment in which hardly anybody has a sandbox to one in which all write.
    for (let kill = 0; kill < times; kill += 1) await killAmongWriters(30 + ((kill * 97) % 400))
    expect(await userOf(ana)).toMatchObject({ email: 'ana@example.test' })
  }

  test(
    'fault 1 has everybody who was told that they are registered, and who is logged in',
    { timeout: PATIENCE },
    async () => {
      await killAgainAndAgain(3)
    },
  )

  long('fault 1 has them after thirty kills, too', { timeout: 300_000 }, async () => {
    await killAgainAndAgain(30)
  })
})

describe('a database whose log was not written to the disk to its end', () => {
  let server: BuiltServer
  let folder: string
  let emails: string[]
  let left: string
  beforeAll(async () => {
    server = await startBuiltServer(UNLIMITED)
    folder = await mkdtemp(join(tmpdir(), 'glasshouse-power-'))
    const browser = new HttpBrowser(server.origin)
    emails = Array.from({ length: 40 }, (_, number) => `user${number}@example.test`)
    for (const email of emails) await browser.post('/users/register', { 'user[email]': email })
    left = new Inside(browser, server.dataDirectory).folder
    await whileDown(server, async () => {
      for (const end of ['', '-wal'])
        await copyFile(join(left, `sandbox.db${end}`), join(folder, `left.db${end}`))
    })
  }, PATIENCE)
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  /** What is there when the log is like this. */
  async function opened(log: Buffer, name: string): Promise<readonly string[]> {
    const file = join(folder, `${name}.db`)
    await copyFile(join(folder, 'left.db'), file)
    await writeFile(`${file}-wal`, log)
    const repo = await openSqlite({ file, mustExist: true })
    const rows = await repo.db.selectFrom('users').select('email').orderBy('id').execute()
    await repo.close()
    const db = new DatabaseSync(file)
    expect(db.prepare('pragma quick_check').all()).toEqual([{ quick_check: 'ok' }])
    db.close()
    return rows.map(({ email }) => email)
  }

  const CUTS = [0, 1, 31, 32, 33, 5_000, 20_001, 65_536, 0.25, 0.5, 0.75, 0.9, 0.999, 1]
  const lengthOf = (cut: number, log: Buffer) =>
    Math.min(log.length, Number.isInteger(cut) && cut > 1 ? cut : Math.floor(cut * log.length))

  test.for([
    ['cut off', (log: Buffer, at: number) => log.subarray(0, at)],
    [
      'zeros',
      (log: Buffer, at: number) =>
        Buffer.concat([log.subarray(0, at), Buffer.alloc(log.length - at)]),
    ],
    [
      'garbage',
      (log: Buffer, at: number) =>
        Buffer.concat([log.subarray(0, at), Buffer.alloc(log.length - at, 0xa7)]),
    ],
  ] as const)(
    'fault 4 opens with the first of its rows where the rest is %s',
    async ([name, spoil]) => {
      const log = await readFile(join(folder, 'left.db-wal'))
      expect(log.length).toBeGreaterThan(100_000)
      const counts: number[] = []

      for (const cut of CUTS) {
        const kept = await opened(
          spoil(log, lengthOf(cut, log)),
          `${name.replace(' ', '-')}-${cut}`,
        )
        expect(kept).toEqual(emails.slice(0, kept.length))
        counts.push(kept.length)
      }

      // Whole, it has all of them; and what is lost is lost from the end.
      expect(counts.at(-1)).toBe(40)
      expect(new Set(counts).size).toBeGreaterThan(3)
    },
  )
})
