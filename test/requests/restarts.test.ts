/** What is still there after the server was started again. Each has lived before one restart of them all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const DAY = 24 * 60 * 60 * 1000
const LESSON = 'who-comes-in'

let server: BuiltServer
let ana: HttpBrowser
let early: HttpBrowser
let late: HttpBrowser
let steppedDown: HttpBrowser
let hunting: HttpBrowser

beforeAll(async () => {
  server = await startBuiltServer()
  ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')
  await ana.post('/progress', { lesson: LESSON, read: 'true' })
  early = new HttpBrowser(server.origin)
  await early.post('/sandbox/seeds', { name: 'two-links' })
  late = new HttpBrowser(server.origin)
  await late.advance('14d')
  steppedDown = new HttpBrowser(server.origin)
  await register(steppedDown, 'ana@example.test')
  await steppedDown.post('/sandbox/migrations', { direction: 'down' })
  hunting = new HttpBrowser(server.origin)
  await hunting.registerAndLogIn('ana@example.test')
  await hunting.post('/labs/hunt', { number: '1', among: 'sudo-for-hours' })
  await server.restart()
}, 60_000)
afterAll(() => server.stop(), 60_000)

const register = (browser: HttpBrowser, email: string) =>
  browser.post('/users/register', { 'user[email]': email })
const sandboxOf = async (browser: HttpBrowser) => (await browser.getJson('/sandbox')).json.sandbox

describe('a sandbox', () => {
  test('is there with its users, its mails and its sessions', async () => {
    const { scope } = (await ana.getJson('/')).json

    expect(scope.user).toMatchObject({ email: 'ana@example.test' })
    expect((await ana.getJson('/sandbox/mailbox')).json.mails).toHaveLength(1)
  })

  test('is as far ahead as its clock was moved', async () => {
    expect(await sandboxOf(late)).toMatchObject({ clock: { offset_milliseconds: 14 * DAY } })
  })

  test('is as far ahead as its start state is', async () => {
    expect(await sandboxOf(early)).toMatchObject({ clock: { offset_milliseconds: 20 * 60_000 } })
  })

  test('has the fault that it had, and the source of its reader with it', async () => {
    await hunting.advance('1h')
    const path = '/source/src/app/accounts/lifetimes.ts'
    const [source, real] = [await hunting.get(path), await ana.get(path)]

    expect((await hunting.get('/users/settings')).status).toBe(200)
    expect(source.status).toBe(200)
    expect(source.text).not.toBe(real.text)
    expect((await hunting.get('/labs/hunt')).text).toContain('one fault')
  })

  test('whose migrations were stepped down is not taken for a broken one', async () => {
    const { pending } = (await steppedDown.getJson('/sandbox/migrations')).json as unknown as {
      pending: number
    }

    expect(pending).toBe(1)
    expect(await sandboxOf(steppedDown)).toMatchObject({ number: 1, pending_migrations: 1 })
    const latest = await steppedDown.post('/sandbox/migrations', { direction: 'latest' })
    expect(latest.status).toBe(303)
    expect((await register(steppedDown, 'bo@example.test')).status).toBe(303)
    expect(await sandboxOf(steppedDown)).toMatchObject({ number: 1 })
    expect(server.output()).not.toContain('request failed')
  })
})

test('progress is there', async () => {
  const { progress } = (await ana.getJson('/progress')).json

  expect(progress?.lessons.find(({ id }) => id === LESSON)).toMatchObject({ state: 'read' })
})
