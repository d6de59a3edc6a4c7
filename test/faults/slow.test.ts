/** Those who send byte by byte, and those who never end. */
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { statusOf } from '../support/raw-request.ts'
import { memoryOf } from '../security/memory.ts'
import { pour } from '../security/pour.ts'

const SENDERS = 25
const EVERY_MILLISECONDS = 500
/** What Node lets a head and a request take, where nobody tells it otherwise, is four times this and more. */
const LET_GO_WITHIN = { timeout: 30_000 }

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer()
})
afterAll(() => server.stop())
afterEach(async () => {
  expect((await fetch(`${server.origin}/healthz`)).status, 'the server is alive').toBe(200)
})

interface Slow {
  readonly socket: Socket
  /** All that was answered, once the server has ended the connection. */
  readonly closed: Promise<string>
}

/** Sends a beginning, and then a byte now and then for as long as somebody listens. */
function sendSlowly(beginning: string): Slow {
  let answer = ''
  const socket = connect(server.port, '127.0.0.1', () => socket.write(beginning))
  const drip = setInterval(() => socket.writable && socket.write('a'), EVERY_MILLISECONDS)
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
  socket.on('error', () => socket.destroy())
  const closed = new Promise<string>((resolve) =>
    socket.on('close', () => {
      clearInterval(drip)
      resolve(answer)
    }),
  )
  return { socket, closed }
}

const host = () => new URL(server.origin).host
const head = () => `GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Slow: `
const body = () =>
  [
    ...['POST /users/register HTTP/1.1', `Host: ${host()}`, `Origin: ${server.origin}`],
    ...['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 5000', '', 'user='],
  ].join('\r\n')

describe.concurrent('senders of a byte now and then', () => {
  test(
    'fault 24 who send a head are let go, and others are served meanwhile',
    LET_GO_WITHIN,
    async ({ expect }) => {
      const senders = Array.from({ length: SENDERS }, () => sendSlowly(head()))
      const reader = new HttpBrowser(server.origin)

      for (let look = 0; look < 5; look += 1) {
        expect((await reader.get('/lessons')).status).toBe(200)
        expect((await reader.get('/users/log-in')).status).toBe(200)
      }

      for (const { closed } of senders) expect([408, 429, null]).toContain(statusOf(await closed))
    },
  )

  test(
    'fault 25 who send a body are let go, too, and told so',
    LET_GO_WITHIN,
    async ({ expect }) => {
      const senders = Array.from({ length: SENDERS }, () => sendSlowly(body()))

      expect((await fetch(`${server.origin}/lessons`)).status).toBe(200)

      const answers = await Promise.all(senders.map(({ closed }) => closed))
      expect(answers.map(statusOf)).toContain(408)
      for (const answer of answers) expect([408, 429, null]).toContain(statusOf(answer))
    },
  )
})

describe('a body without an end', () => {
  const ENDLESS = `10000\r\n${'a'.repeat(65_536)}\r\n`
  test.for([
    ['that says how long it is', 'Content-Length: 1073741824', 'POST /users/register', 413],
    ['in pieces', 'Transfer-Encoding: chunked', 'POST /users/register', 413],
    ['to a page that reads none', 'Transfer-Encoding: chunked', 'POST /lessons', 413],
    ['to nobody', 'Transfer-Encoding: chunked', 'POST /nowhere', 413],
    ['of a question', 'Transfer-Encoding: chunked', 'GET /lessons', 200],
    ['to a stream', 'Content-Length: 1073741824', 'POST /sandbox/events', 413],
  ] as const)(
    'fault 28 is not read on, and takes no memory: one %s',
    async ([, line, request, status]) => {
      const before = memoryOf(server.pid())
      const lines = [
        ...['Content-Type: application/x-www-form-urlencoded', `Origin: ${server.origin}`, line],
      ].join('\r\n')

      const answers = await Promise.all(
        Array.from({ length: 10 }, () => pour(server, lines, ENDLESS, 20_000_000, request)),
      )

      for (const { status: answered, sent } of answers) {
        // Whoever goes on sending may lose the answer with the connection.
        expect([status, null]).toContain(answered)
        expect(sent).toBeLessThan(20_000_000)
      }
      expect(memoryOf(server.pid()) - before).toBeLessThan(100 * 1024 * 1024)
    },
  )
})
