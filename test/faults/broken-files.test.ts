/** Files that are not what they were when the server comes back. */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { whileDown } from '../support/while-down.ts'
import { Inside } from '../security/inside.ts'

/** A busy machine takes long to start a server again. */
const PATIENCE = 240_000

/** Of a sandbox’s database, and of that of a stranger. */
type Break = (file: string, other: string) => void

const replaced =
  (make: Break): Break =>
  (file, other) => {
    rmSync(file)
    make(file, other)
  }

const FRESH: readonly (readonly [title: string, breaks: Break])[] = [
  ['fault 13 empty', (file) => truncateSync(file, 0)],
  ['fault 14 cut off in the middle', (file) => truncateSync(file, 20_000)],
  ['fault 15 overwritten at its head', overwriteHead],
  ['fault 17 a folder', replaced((file) => mkdirSync(file))],
  ['fault 17 a link to another’s database', replaced((file, other) => symlinkSync(other, file))],
  ['fault 17 a link to nowhere', replaced((file) => symlinkSync('/nowhere/at-all', file))],
  ['fault 17 a pipe', replaced((file) => void execFileSync('mkfifo', [file]))],
  ['fault 51 of another version of the tables', ofAnotherVersion],
]

function overwriteHead(file: string): void {
  const content = readFileSync(file)
  content.fill('garbage ', 0, 100)
  writeFileSync(file, content)
}

function ofAnotherVersion(file: string): void {
  const db = new DatabaseSync(file)
  db.exec('pragma user_version = 20250101')
  db.close()
}

describe('a sandbox whose database is', () => {
  let server: BuiltServer
  let victims: HttpBrowser[]
  let stranger: HttpBrowser
  beforeAll(async () => {
    server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000' })
    stranger = await registered('stranger@example.test')
    victims = await Promise.all(FRESH.map(() => registered('ana@example.test')))
    await whileDown(server, () => {
      for (const [place, [, breaks]] of FRESH.entries()) {
        const file = fileOf(victims[place]!)
        // What had not been put into the file yet would mend it.
        for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
        breaks(file, fileOf(stranger))
      }
    })
  }, PATIENCE)
  afterAll(() => server.stop())

  async function registered(email: string): Promise<HttpBrowser> {
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn(email)
    return browser
  }
  const fileOf = (browser: HttpBrowser) =>
    join(new Inside(browser, server.dataDirectory).folder, 'sandbox.db')

  test.for(FRESH.map(([title], place) => [title, place] as const))(
    '%s gives its reader a fresh one, and is in nobody’s way',
    async ([, place]) => {
      const browser = victims[place]!

      expect((await browser.get('/')).status).toBe(200)
      const { status, json } = await browser.postForJson('/users/register', {
        'user[email]': 'bo@example.test',
      })

      expect([status, json.scope.user]).toEqual([200, null])
      expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
      const emails = new Inside(browser, server.dataDirectory).query('select email from users')
      expect(emails).toEqual([{ email: 'bo@example.test' }])
      expect((await stranger.getJson('/')).json.scope.user).toMatchObject({
        email: 'stranger@example.test',
      })
    },
  )
})

describe('a log that is', () => {
  let server: BuiltServer
  let lost: HttpBrowser
  let swapped: HttpBrowser
  let whole: HttpBrowser
  beforeAll(async () => {
    server = await startBuiltServer()
    ;[lost, swapped, whole] = (await Promise.all(
      (['ana', 'bo', 'cy'] as const).map(async (name) => {
        const browser = new HttpBrowser(server.origin)
        await browser.registerAndLogIn(`${name}@example.test`)
        return browser
      }),
    )) as [HttpBrowser, HttpBrowser, HttpBrowser]
    const logOf = (browser: HttpBrowser) =>
      join(new Inside(browser, server.dataDirectory).folder, 'sandbox.db-wal')
    await whileDown(server, () => {
      expect([lost, swapped, whole].map((browser) => existsSync(logOf(browser)))).toEqual([
        ...[true, true, true],
      ])
      rmSync(logOf(lost))
      copyFileSync(logOf(whole), logOf(swapped))
    })
  }, PATIENCE)
  afterAll(() => server.stop())

  const emailsOf = (browser: HttpBrowser) =>
    new Inside(browser, server.dataDirectory)
      .query('select email from users')
      .map(({ email }) => email)

  test('fault 18 missing leaves what had come into the file, and takes what is new', async () => {
    expect((await lost.get('/')).status).toBe(200)
    const answer = await lost.post('/users/register', { 'user[email]': 'new@example.test' })

    expect(answer.status).toBe(303)
    for (const email of emailsOf(lost))
      expect(['ana@example.test', 'new@example.test']).toContain(email)
  })

  test('fault 18 another’s, put there by hand, is no error, and reaches nobody else', async () => {
    expect((await swapped.get('/')).status).toBe(200)
    expect((await swapped.post('/sandbox/reset')).status).toBe(303)
    expect(
      (await swapped.post('/users/register', { 'user[email]': 'new@example.test' })).status,
    ).toBe(303)

    expect(emailsOf(swapped)).toEqual(['new@example.test'])
    expect(emailsOf(whole)).toEqual(['cy@example.test'])
  })

  test('fault 18 whole has what was written last', async () => {
    expect((await whole.getJson('/')).json.scope.user).toMatchObject({ email: 'cy@example.test' })
  })
})

describe('a template that is', () => {
  test.for([
    ['gone', (file: string) => rmSync(file)],
    ['garbage', (file: string) => writeFileSync(file, 'no database '.repeat(500))],
    ['empty', (file: string) => truncateSync(file, 0)],
  ] as const)(
    'fault 20 %s is made anew at the start',
    { timeout: PATIENCE },
    async ([, breaks]) => {
      const server = await startBuiltServer()
      try {
        await whileDown(server, () => breaks(join(server.dataDirectory, 'template.db')))
        const browser = new HttpBrowser(server.origin)

        await browser.registerAndLogIn('ana@example.test')

        expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 1 })
      } finally {
        await server.stop()
      }
    },
  )
})
