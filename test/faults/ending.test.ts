/** A server that is told to end while readers are at it. */
import { Agent, request } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { until } from '../support/until.ts'

/** Each starts servers of its own, and a busy machine takes its time for that. */
const SLOW = { timeout: 240_000 }

const CLIENTS = 12

interface Answer {
  readonly status: number
  readonly connection: string
  readonly text: string
}

/** `nobody`: there was nobody to connect to. Whatever else goes wrong is `cut`, a connection that is reset among it. */
type Asked = Answer | 'nobody' | 'cut'

function ask(origin: string, path: string, agent: Agent): Promise<Asked> {
  return new Promise((resolve) => {
    const sent = request(origin + path, { agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('error', () => resolve('cut'))
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve(response.complete ? { status, connection: headers.connection ?? '', text } : 'cut')
      })
    })
    sent.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? 'nobody' : 'cut'),
    )
    sent.end()
  })
}

/** Somebody who asks for pages over one connection that they keep, until nobody answers. */
class Reader {
  readonly answers: Answer[] = []
  readonly end: Promise<Asked>
  constructor(origin: string) {
    this.end = this.#read(origin)
  }
  async #read(origin: string): Promise<Asked> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (;;) {
      const asked = await ask(origin, '/users/log-in', agent)
      if (typeof asked === 'string') {
        agent.destroy()
        return asked
      }
      this.answers.push(asked)
    }
  }
}

describe('SIGTERM among readers', SLOW, () => {
  let server: BuiltServer
  let browser: HttpBrowser
  const readers: Reader[] = []
  const warned: Answer[] = []
  const alive: Answer[] = []
  /** How many answers each reader had by the time that the server was no longer ready, and later. */
  let before: number[]
  let meanwhile: number[]
  const haveRead = () => readers.map(({ answers }) => answers.length)
  beforeAll(async () => {
    // A minute, so that whatever a busy machine takes is within it: it ends at the second signal.
    server = await startBuiltServer({ DRAIN_NOTICE_SECONDS: '60', GLASSHOUSE_LIMITS: 'off' })
    browser = new HttpBrowser(server.origin)
    await browser.registerAndLogIn('ana@example.test')
    for (let n = 0; n < CLIENTS; n += 1) readers.push(new Reader(server.origin))
    await until(() => haveRead().every((count) => count > 0))

    process.kill(server.pid(), 'SIGTERM')
    const looker = new Agent({ keepAlive: false })
    while (warned.length < 5) {
      const ready = await ask(server.origin, '/readyz', looker)
      if (typeof ready !== 'string' && ready.status === 503) warned.push(ready)
      const health = await ask(server.origin, '/healthz', looker)
      if (typeof health !== 'string') alive.push(health)
    }
    before = haveRead()
    await until(() => haveRead().every((count, place) => count >= before[place]! + 2))
    meanwhile = haveRead()
    process.kill(server.pid(), 'SIGTERM')
    await Promise.all(readers.map(({ end }) => end))
    await until(() => server.exitCode() !== null)
  }, SLOW.timeout)
  afterAll(() => server.stop())

  test('fault 3 is told to a proxy first, while everything is answered', () => {
    expect(new Set(warned.map(({ text }) => text))).toEqual(new Set(['draining\n']))
    expect(new Set(alive.map(({ status }) => status))).toEqual(new Set([200]))
    for (const [place, { answers }] of readers.entries()) {
      const during = answers.slice(before[place], meanwhile[place])
      expect(during.length).toBeGreaterThanOrEqual(2)
      expect(during.every(({ connection }) => connection === 'keep-alive')).toBe(true)
    }
  })

  test('fault 3 cuts no answer, and leaves nobody out before nobody listens', async () => {
    const answers = readers.flatMap((reader) => reader.answers)
    const ends = await Promise.all(readers.map(({ end }) => end))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.every(({ text }) => text.endsWith('</html>'))).toBe(true)
    expect(new Set(ends)).toEqual(new Set(['nobody']))
    expect(server.output()).not.toContain('answers cut')
  })

  test('fault 3 says with the last answers that they are the last', () => {
    for (const { answers } of readers) {
      expect(answers[0]?.connection).toBe('keep-alive')
      expect(answers.at(-1)?.connection).toBe('close')
    }
  })

  test('fault 3 ends with 0 and closed databases, and everybody is there afterwards', async () => {
    expect(server.exitCode()).toBe(0)
    expect(existsSync(join(server.dataDirectory, 'site.db-wal'))).toBe(false)

    await server.restart()

    expect((await browser.getJson('/')).json.scope.user).toMatchObject({
      email: 'ana@example.test',
    })
  })
})

describe('somebody who waits for it', SLOW, () => {
  test.for([
    ['presses Ctrl+C', ['SIGINT']],
    ['asks twice', ['SIGTERM', 'SIGTERM']],
  ] as const)('fault 3 and %s is not kept waiting', async ([, signals]) => {
    const server = await startBuiltServer({ DRAIN_NOTICE_SECONDS: '60' })
    for (const signal of signals) {
      process.kill(server.pid(), signal)
      await sleep(20)
    }
    await until(() => server.exitCode() !== null)
    const code = server.exitCode()
    await server.stop()

    expect(code).toBe(0)
  })
})
