/** A server that goes down by a fault of its own, beside what keeps it running. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { startBuiltServer } from '../support/built-server.ts'
import { TEST_COURSE } from '../support/courses.mjs'
import { HttpBrowser } from '../support/http-browser.ts'
import { until } from '../support/until.ts'

/** Each starts servers of its own, and a busy machine takes its time for that. */
const SLOW = { timeout: 240_000 }

const KEEPER = new URL('../../src/tasks/keep-running.mjs', import.meta.url).href

/** On SIGUSR2 the server does this. */
const on = (what: string) =>
  `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', async () => { ${what} })`)}`

/** What the package `sqlite3` does with an argument that is no text, were it ever asked: mostly at once. */
const BREAK_NATIVE = on(`
  const { createRequire } = await import('node:module')
  const sqlite3 = createRequire(process.cwd() + '/')('sqlite3')
  const db = new sqlite3.Database(':memory:')
  for (let times = 0; times < 50; times += 1)
    for (const wrong of [{}, 7, ['x']]) db.run(wrong)`)

// The one before may still be ending.
let lastPort = 21_000 + (process.pid % 20_000)
const keepers = new Set<ChildProcess>()
afterEach(() => {
  for (const keeper of keepers) keeper.kill('SIGKILL')
  keepers.clear()
})

/** The server as `npm start` keeps it. */
async function startKept(nodeOptions: readonly string[] = []) {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  onTestFinished(() => rmSync(dataDirectory, { recursive: true, force: true }))
  const port = (lastPort += 1)
  const origin = `http://localhost:${port}`
  const main = `${currentBuild(undefined, TEST_COURSE)}/server/main.mjs`
  const args = JSON.stringify(['--enable-source-maps', ...nodeOptions, main])
  const code = `
    import { keepRunning } from ${JSON.stringify(KEEPER)}
    process.exitCode = await keepRunning(() => [process.execPath, ${args}, process.env])`
  const env = { PORT: String(port), DATA_DIR: dataDirectory, DRAIN_NOTICE_SECONDS: '0' }
  const keeper = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...serverEnvironment(), ...env },
  })
  keepers.add(keeper)
  let output = ''
  for (const stream of [keeper.stdout, keeper.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const untilReady = async () => {
    while ((await fetch(`${origin}/readyz`).catch(() => null))?.status !== 200) {
      expect(keeper.exitCode, output).toBeNull()
      await sleep(20)
    }
  }
  await untilReady()
  return {
    ...{ origin, keeper, untilReady },
    output: () => output,
    pid: () => Number(execFileSync('pgrep', ['-P', String(keeper.pid)]).toString()),
  }
}

/** With a signal it is sent again now and then: memory that is broken is not always met at once. */
async function untilGone(pid: number, signal: NodeJS.Signals | 0 = 0): Promise<void> {
  for (let times = 1; ; times += 1) {
    try {
      process.kill(pid, times % 200 === 0 ? signal : 0)
    } catch {
      return
    }
    await sleep(5)
  }
}

describe('a crash', SLOW, () => {
  test.for([
    ['of its native code', 'SIGUSR2', [BREAK_NATIVE]],
    ['by SIGSEGV', 'SIGSEGV', []],
    ['by SIGABRT', 'SIGABRT', []],
    ['of nobody’s exception', 'SIGUSR2', [on('setTimeout(() => { throw new Error("a pane") })')]],
  ] as const)('fault 49 %s is survived, with everybody logged in', async ([, signal, options]) => {
    const server = await startKept(options)
    const browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn('ana@example.test')
    const before = server.pid()

    process.kill(before, signal)
    await untilGone(before, signal)
    await server.untilReady()

    expect(server.pid()).not.toBe(before)
    expect((await browser.getJson('/')).json.scope.user).toMatchObject({
      email: 'ana@example.test',
    })
    expect(server.output()).toContain('"event":"server crashed"')
    expect(server.output()).toContain('It is started again, 1 of 5 times within a minute.')
  })

  test('fault 49 is no reason not to end when it is told to', async () => {
    const server = await startKept()
    const first = server.pid()
    process.kill(first, 'SIGSEGV')
    await untilGone(first)
    await server.untilReady()
    const second = server.pid()

    server.keeper.kill('SIGTERM')
    const [code] = (await once(server.keeper, 'exit')) as [number]

    expect(code).toBe(0)
    await untilGone(second)
  })
})

test(
  'fault 48 a rejection that nobody waits for is logged and counted, and the process lives',
  SLOW,
  async () => {
    const metricsPort = 41_000 + (process.pid % 20_000)
    const server = await startBuiltServer(
      { METRICS_PORT: String(metricsPort) },
      { nodeOptions: [on('void Promise.reject(new Error("a broken pane"))')] },
    )
    onTestFinished(() => server.stop())

    process.kill(server.pid(), 'SIGUSR2')
    await until(() => server.output().includes('unhandled rejection'))

    expect(server.output()).toMatch(
      /"event":"unhandled rejection","error":"Error: a broken pane\\n/,
    )
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    expect(metrics).toContain('glasshouse_uncaught_total{kind="rejection"} 1')
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200)
  },
)

const register = (browser: HttpBrowser, email: string) =>
  browser.post('/users/register', { 'user[email]': email })

describe('a server that is killed', SLOW, () => {
  /** Killed as soon as it writes a file of mails: before that, or once it is there. */
  const killAt = (when: 'before' | 'after') =>
    `--import=data:text/javascript,${encodeURIComponent(`
    import files from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    let isArmed = false
    process.on('SIGUSR2', () => { isArmed = true; process.stdout.write('armed\\n') })
    const end = () => { process.kill(process.pid, 'SIGKILL'); for (;;); }
    for (const name of ['writeFile', 'appendFile', 'rename', 'open']) {
      const real = files[name]
      files[name] = async (...args) => {
        const isMails = isArmed && args.some((arg) => /mail/.test(String(arg)))
        if (isMails && '${when}' === 'before') end()
        const done = await real(...args)
        if (isMails && name === 'rename') end()
        return done
      }
    }
    syncBuiltinESMExports()`)}`

  async function killedWhileMailing(when: 'before' | 'after') {
    const server = await startBuiltServer({}, { nodeOptions: [killAt(when)] })
    onTestFinished(() => server.stop())
    const browser = new HttpBrowser(server.origin)
    await register(browser, 'ana@example.test')
    process.kill(server.pid(), 'SIGUSR2')
    await until(() => server.output().includes('armed'))
    const pid = server.pid()
    await expect(register(browser, 'bo@example.test')).rejects.toThrow()
    await untilGone(pid)
    await server.restart()
    return browser
  }

  test('fault 2 before a mail is written sends no link that opens nothing; another is asked for', async () => {
    const browser = await killedWhileMailing('before')
    const mails = (await browser.getJson('/sandbox/mailbox')).json.mails ?? []
    expect(mails.map(({ to }) => to)).toEqual(['ana@example.test'])

    await browser.post('/users/log-in', { 'user[email]': 'bo@example.test' })
    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })

    expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email: 'bo@example.test' })
  })

  test('fault 2 after a mail is written has the account and the token that its link is for', async () => {
    const browser = await killedWhileMailing('after')
    const mails = (await browser.getJson('/sandbox/mailbox')).json.mails ?? []
    expect(mails.map(({ to }) => to)).toEqual(['bo@example.test', 'ana@example.test'])

    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })

    expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email: 'bo@example.test' })
  })
})
