import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VisitorRequest } from '#visit/services.ts'
import { counters } from '#server/counters.ts'
import { createLog } from '#server/log.ts'
import { nameInLog } from '#sandbox/name-in-log.ts'
import { STREAM, tell, type Told } from '#server/tell.ts'
import { rawRequest } from '../support/raw-request.ts'
import { until } from '../support/until.ts'

const SECRET = 'a-token-that-opens-something'

let server: Server
let origin: string
let lines: Record<string, unknown>[]
let answer: (told: Told, end: (status: number, headers?: Record<string, string>) => void) => void

beforeEach(async () => {
  lines = []
  const log = createLog('info', {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  })
  const config = { limits: { trustedProxies: 0 } }
  server = createServer((request, response) => {
    // Every answer of this house has headers before its page adds others.
    response.setHeader('x-content-type-options', 'nosniff')
    const told = tell({ log, publicOrigin: new URL(origin), config }, request, response, 'id-1')
    answer(told, (status, headers = {}) => void response.writeHead(status, headers).end('x'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterEach(() => void server.close())

const front = (more: Partial<VisitorRequest>) =>
  ({ persona: 'you', clientAddress: '203.0.113.7', ...more }) as VisitorRequest

async function told(): Promise<Record<string, unknown>[]> {
  await fetch(`${origin}/${SECRET}?q=${SECRET}`, { method: 'POST', body: SECRET })
  await until(() => lines.length > 0)
  return lines
}

describe('tell', () => {
  test('names the route, the sandbox by a hash, and nothing that was sent', async () => {
    answer = (mine, end) => {
      mine.front = front({ route: '/guess', sandbox: 'f00d', persona: 'ana' })
      end(200)
    }

    const [line, ...others] = await told()

    expect(line).toMatchObject({
      ...{ event: 'request', requestId: 'id-1', method: 'POST', route: '/guess', status: 200 },
      ...{ sandbox: nameInLog('f00d'), persona: 'ana' },
    })
    expect(others).toEqual([])
    expect(JSON.stringify(lines)).not.toContain(SECRET)
    expect(JSON.stringify(lines)).not.toContain('203.0.113')
  })

  test('leaves away what stands behind a route', async () => {
    answer = (mine, end) => {
      mine.route = `/search?q=${SECRET}`
      end(429)
    }

    expect((await told())[0]).toMatchObject({ route: '/search', status: 429 })
  })

  test.for([
    ['a file', { front: front({}) }, 'static'],
    ['what was turned away', {}, 'refused'],
    ['the stream', { route: STREAM }, STREAM],
  ] as const)('calls %s by a name of its own', async ([, known, route]) => {
    answer = (mine, end) => {
      Object.assign(mine, known)
      end(200)
    }

    expect((await told())[0]).toMatchObject({ route })
  })

  test('has an event besides, with the network that it came from', async () => {
    answer = (mine, end) => {
      mine.front = front({ route: '/users/log-in', reachedPage: true, sandbox: 'f00d' })
      const { port } = server.address() as AddressInfo
      end(303, { 'set-cookie': `glasshouse_${port}_session=${SECRET}; Path=/` })
    }
    await told()
    await until(() => lines.length === 2)

    expect(lines[1]).toMatchObject({
      ...{ event: 'log-in ok', route: '/users/log-in', status: 303, requestId: 'id-1' },
      ...{ sandbox: nameInLog('f00d'), network: '203.0.113.0/24' },
    })
    expect(JSON.stringify(lines)).not.toContain(SECRET)
  })

  test('says of who has left before an answer that there was none', async () => {
    answer = () => undefined
    void rawRequest('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n', origin)
    await until(() => counters.read('glasshouse_requests_in_flight')[0]!.value > 0)
    server.closeAllConnections()
    await until(() => lines.length > 0)

    expect(lines[0]).toMatchObject({ route: 'refused', status: 0, left: true })
  })

  test('counts each answer by route and status', async () => {
    const counted = () =>
      counters.total('glasshouse_requests_total', { route: '/guess', status: 418 })
    const before = counted()
    answer = (mine, end) => {
      mine.front = front({ route: '/guess' })
      end(418)
    }
    await told()

    expect(counted() - before).toBe(1)
  })
})
