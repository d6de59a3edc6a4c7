/** A machine whose clock is set, while the server runs and while it does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#lib/duration.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { until } from '../support/until.ts'

/** Each starts servers of its own, and a busy machine takes its time for that. */
const SLOW = { timeout: 240_000 }

/** The machine's two clocks, as a file says: how far each is from the real one. It is read at the start and on SIGUSR2. */
const machine = (file: string) =>
  `--import=data:text/javascript,${encodeURIComponent(`
    import { readFileSync } from 'node:fs'
    const real = Date
    const running = performance.now.bind(performance)
    let [wall, monotonic] = [0, 0]
    const set = () => { [wall, monotonic] = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8')) }
    set()
    process.on('SIGUSR2', () => { set(); process.stdout.write('clock set\\n') })
    globalThis.Date = class extends real {
      constructor(...parts) {
        if (parts.length === 0) super(real.now() + wall)
        else super(...parts)
      }
      static now() { return real.now() + wall }
    }
    performance.now = () => running() + monotonic`)}`

async function startOnMachine() {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  const file = join(folder, 'clocks.json')
  const write = (wall: number, monotonic: number) =>
    writeFileSync(file, JSON.stringify([wall, monotonic]))
  write(0, 0)
  const server = await startBuiltServer({}, { nodeOptions: [machine(file)] })
  onTestFinished(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })
  let times = 0
  return {
    server,
    /** So far from the real ones from now on. */
    set: async (wall: number, monotonic: number) => {
      write(wall, monotonic)
      process.kill(server.pid(), 'SIGUSR2')
      times += 1
      await until(() => (server.output().match(/clock set\n/g) ?? []).length === times)
    },
    /** The same, while it does not run. */
    setAndRestart: async (wall: number) => {
      write(wall, 0)
      await server.restart()
    },
  }
}

const link = async (browser: HttpBrowser) => {
  const token = await browser.registerAndReadToken('ana@example.test')
  return async () => (await browser.post('/users/log-in', { 'user[token]': token })).status
}
const timeOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/sandbox/clock')).json.clock!.now

describe('a clock that is set back by an hour', SLOW, () => {
  test('fault 39 gives a link of a quarter of an hour no more time', async () => {
    const { server, set } = await startOnMachine()
    const open = await link(new HttpBrowser(server.origin))

    // Sixteen minutes later, by a clock that somebody has moved meanwhile.
    await set(16 * MINUTE - HOUR, 16 * MINUTE)

    expect(await open()).toBe(422)
    expect(server.output()).toMatch(/"level":"error","event":"clock set back","bySeconds":3600,/)
  })

  test('fault 39 takes none of its time away either', async () => {
    const { server, set } = await startOnMachine()
    const open = await link(new HttpBrowser(server.origin))

    await set(-HOUR, 0)

    expect(await open()).toBe(303)
  })

  test('fault 39 is noticed by a server that was not running', async () => {
    const { server, set, setAndRestart } = await startOnMachine()
    const browser = new HttpBrowser(server.origin)
    const open = await link(browser)
    await set(14 * MINUTE, 14 * MINUTE)
    const before = await timeOf(browser)

    await setAndRestart(14 * MINUTE - HOUR)

    expect(await timeOf(browser)).toBeGreaterThanOrEqual(before)
    await set(16 * MINUTE - HOUR, 2 * MINUTE)
    expect(await open()).toBe(422)
  })
})

describe('a clock that is set ahead by a month', SLOW, () => {
  test('fault 39 ends links and sessions, without one cookie of the past, and none comes back', async () => {
    const { server, set } = await startOnMachine()
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn('ana@example.test')
    await browser.post('/users/log-in', { 'user[email]': 'ana@example.test' })
    const token = await browser.readToken()

    await set(31 * DAY, 31 * DAY)
    const answers = [
      await browser.get('/'),
      await browser.get('/users/log-in'),
      await browser.post('/users/log-in', { 'user[token]': token }),
    ]
    await set(0, 31 * DAY)
    answers.push(await browser.post('/users/log-in', { 'user[token]': token }))

    expect(answers.map(({ status }) => status).every((status) => status < 500)).toBe(true)
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie()).join('\n')
    expect(cookies).not.toMatch(/max-age=-/i)
    expect(answers.slice(2).every(({ status }) => status !== 303)).toBe(true)
    expect((await browser.getJson('/')).json.scope.user).toBeNull()
  })

  test('fault 39 lets limits go by the time that has passed', async () => {
    const { server, set } = await startOnMachine()
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndReadToken('ana@example.test')
    const resets: number[] = []
    for (let n = 0; n < 61; n += 1) resets.push((await browser.post('/sandbox/reset')).status)
    expect(resets.at(-1)).toBe(429)

    await set(DAY, 0)
    expect((await browser.post('/sandbox/reset')).status).toBe(429)
  })
})
