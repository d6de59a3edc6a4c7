import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { load, statusOfWhole } from './load.ts'

test.for([
  ['a head that goes on', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n', null],
  ['a body that goes on', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\na', null],
  ['a whole body', 'HTTP/1.1 422 No\r\nContent-Length: 2\r\n\r\nab', 422],
  ['no body', 'HTTP/1.1 303 See Other\r\nlocation: /\r\n\r\n', 303],
  ['pieces that go on', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n', null],
  [
    'the last piece',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
    200,
  ],
] as const)('statusOfWhole: %s', ([, answer, status]) => {
  expect(statusOfWhole(Buffer.from(answer))).toBe(status)
})

/** Answers each request with what was sent, and counts connections. */
async function echo({ mostOfConnection = 0 } = {}) {
  let [asked, connections] = [0, 0]
  const server = createServer((request, response) => {
    asked += 1
    void request.toArray().then((chunks) => {
      const body = Buffer.concat(chunks as Buffer[])
      response.writeHead(body.toString() === 'well' ? 200 : 500).end(body)
    })
  })
  server.maxRequestsPerSocket = mostOfConnection
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}/`, seen: () => ({ asked, connections }) }
}

test('asks on as many connections as it is told to, again and again', async () => {
  const { url, seen } = await echo()

  const sent = { method: 'POST' as const, url, body: 'well', status: 200 }
  const { times, perSecond } = await load(sent, { connections: 3, seconds: 0.2 })

  expect(seen()).toEqual({ asked: times.length, connections: 3 })
  expect(times.length).toBeGreaterThan(3)
  expect(perSecond).toBeGreaterThan(0)
})

test('ends where an answer is not the one that is measured', async () => {
  const { url } = await echo()

  const sent = { method: 'POST' as const, url, body: 'ill', status: 200 }
  const loaded = load(sent, { connections: 1, seconds: 0.2 })

  await expect(loaded).rejects.toThrow(/ was answered with 500, not with 200: .*\bill\b/)
})

test('goes on with another connection where one has had its last answer', async () => {
  const { url, seen } = await echo({ mostOfConnection: 2 })

  const sent = { method: 'POST' as const, url, body: 'well', status: 200 }
  const { times } = await load(sent, { connections: 1, seconds: 0.2 })

  expect(times.length).toBeGreaterThan(4)
  expect(seen()).toEqual({ asked: times.length, connections: Math.ceil(times.length / 2) })
})
