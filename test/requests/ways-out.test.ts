import { globSync } from 'node:fs'
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'

const ANA = 'ana@example.test'
const LESSON = 'persons/down-and-back'
const LOST = 'The database of your sandbox could not be read any more.'

let server: BuiltServer

beforeAll(async () => {
  server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000' })
}, 60_000)
afterAll(() => server.stop(), 60_000)

/** Somebody who is logged in, and where their sandbox lies. */
async function start(): Promise<{ browser: HttpBrowser; folder: string }> {
  const browser = new HttpBrowser(server.origin)
  const before = folders()
  await browser.registerAndLogIn(ANA)
  const [folder = ''] = folders().filter((each) => !before.includes(each))
  return { browser, folder }
}

const folders = (): readonly string[] =>
  globSync(`${server.dataDirectory}/sandboxes/*/*/sandbox.db`).map((file) => dirname(file))

const aside = () => readdir(`${server.dataDirectory}/broken`).catch(() => [])
const linesOf = () =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes('"sandbox broken"'))
const register = (browser: HttpBrowser, email: string, more = {}) =>
  browser.post('/users/register', { 'user[email]': email, ...more })

const DAMAGES: readonly (readonly [what: string, damage: (file: string) => Promise<unknown>])[] = [
  ['empty', (file) => truncate(file, 0)],
  ['cut off', (file) => truncate(file, 10_000)],
  ['noise', (file) => writeFile(file, 'noise '.repeat(10_000))],
]

describe.for(DAMAGES)('a database that is %s while it is open', ([, damage]) => {
  test.for([
    ['reset', '/sandbox/reset', {}, 303],
    ['deleted', '/sandbox/delete', {}, 303],
    ['begun with a start state', '/sandbox/seeds', { name: 'ana-confirmed' }, 303],
    // What it sends is refused for its own reason.
    ['left by an act', '/acts', { act: 'bo-goes-down', step: '1', _lesson: LESSON }, 422],
  ] as const)('is %s at the first press', async ([, path, fields, expected]) => {
    const { browser, folder } = await start()
    await damage(join(folder, 'sandbox.db'))

    const { status } = await browser.post(path, fields)

    expect(status).toBe(expected)
    expect((await register(browser, 'new@example.test')).status).toBe(303)
  })

  test('is told of, kept aside, and a fresh one is there at the next press', async () => {
    const { browser, folder } = await start()
    await damage(join(folder, 'sandbox.db'))

    const before = [await aside(), linesOf()]

    const refused = await register(browser, 'new@example.test')
    expect(refused.status).toBe(410)
    expect(refused.text).toContain('<h1 class="page-title">Your sandbox is broken</h1>')
    expect(refused.text).toContain(`${LOST} Nothing was done yet. What you sent is kept.`)
    // The page is about it: nothing else on it says so once more.
    expect(refused.text).not.toContain('Your next action')
    const next = await register(browser, 'new@example.test', { _fresh: 'true' })

    expect(next.status).toBe(303)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
    expect(await aside()).toHaveLength(before[0]!.length + 1)
    expect(linesOf()).toHaveLength(before[1]!.length + 1)
  })

  test('is said on the page that is opened, and then asked of nobody', async () => {
    const { browser, folder } = await start()
    await damage(join(folder, 'sandbox.db'))

    const page = await browser.get('/users/log-in')
    expect(page.text).toContain(`${LOST} Your next action makes a fresh one.`)
    expect((await register(browser, 'new@example.test')).status).toBe(303)
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 2 })
  })
})

test('fault 19 a database that is gone while it is open takes no more than a second of writes along', async () => {
  const { browser, folder } = await start()
  const file = join(folder, 'sandbox.db')
  for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true })
  await new Promise((resolve) => setTimeout(resolve, 1_100))

  expect((await browser.get('/users/log-in')).text).toContain(LOST)
  expect((await register(browser, 'new@example.test')).status).toBe(303)
})

test('fault 16 a page of noise is found out when its database is opened again', async () => {
  const { browser, folder } = await start()
  const file = join(folder, 'sandbox.db')
  await writeFile(file, Buffer.concat([await firstPageOf(file), Buffer.alloc(60_000, 0xab)]))
  await server.restart('SIGKILL')

  const page = await browser.get('/users/log-in')

  expect(page.status).toBe(200)
  expect(page.text).toContain(LOST)
  expect((await register(browser, 'new@example.test')).status).toBe(303)
})

const firstPageOf = async (file: string) => (await readFile(file)).subarray(0, 4_096)

test('other sandboxes know nothing of it', async () => {
  const { browser, folder } = await start()
  const other = new HttpBrowser(server.origin)
  await other.registerAndLogIn('bo@example.test')
  await truncate(join(folder, 'sandbox.db'), 0)

  await browser.get('/sandbox')

  expect((await other.getJson('/')).json.scope.user).toMatchObject({ email: 'bo@example.test' })
  expect(other.cookies.has(SESSION)).toBe(true)
})

test('a mailbox of another shape is set aside, and says so', async () => {
  const { browser, folder } = await start()
  await writeFile(join(folder, 'mailbox.json'), '[{"id":1},null]')
  await server.restart()

  const page = await browser.get('/sandbox/mailbox')

  expect(page.status).toBe(200)
  expect(page.text).toContain('Your mails could not be read any more')
  expect(await aside()).toContainEqual(expect.stringMatching(/-mailbox\.json$/))
  expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email: ANA })
})
