import { afterEach, beforeEach, describe, expect, vi } from 'vitest'
import type { ServerResponse } from 'node:http'
import { Refusal } from '#lib/refusal.ts'
import type { StreamEvent } from '#trace/stream-event.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { readConfig } from '#server/config.ts'
import { EventStreams } from '#server/event-stream.ts'
import type { RunningServices } from '#server/services.ts'
import { readAll, test, type HttpServer } from '../support/http-server.ts'
import { until } from '../support/until.ts'

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const PING = /"type":"ping"/g
const event = (trace = 'one'): StreamEvent => ({
  ...{ channel: 'trace', type: 'finished', persona: 'you', data: { trace } },
})

/** Streams over the server: `/7` is the stream of visitor 7. */
async function openStreams(server: HttpServer, limits: Readonly<Record<string, string>> = {}) {
  const events = new EventHub()
  // Streams look at nothing else of the services.
  const streams = new EventStreams({ events, config: readConfig(limits) } as RunningServices)
  const responses: ServerResponse[] = []
  const refusals: Refusal[] = []
  const address = await server.answer((request, response) => {
    responses.push(response)
    // `/7/203.0.113.1` comes from that address.
    const [, visitor, from = '127.0.0.1'] = request.url?.split('/') ?? []
    const refusal = streams.serve(request, response, { id: Number(visitor || 1) }, from)
    if (refusal) refusals.push(refusal)
    if (refusal) response.writeHead(refusal.status, refusal.headers).end()
  })
  const open = async (visitor: number | string = 1) => {
    const before = responses.length
    const socket = await server.send(GET.replace('/', `/${visitor}`))
    await until(() => responses.length > before)
    return socket
  }
  return { address, events, open, refusals, responses, streams }
}

/** A stream's text so far. */
function textOf(socket: Awaited<ReturnType<HttpServer['send']>>): () => string {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

// The heartbeat's timer alone: sockets keep the real ones.
beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => vi.useRealTimers())

describe('a stream whose sandbox is on another server', () => {
  test('ends at once, and says when to come back', async ({ server }) => {
    const streams = new EventStreams({} as RunningServices)
    await server.answer((_request, response) => streams.comeBack(response))

    const answer = await readAll(
      await server.send(GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
    )

    expect(answer).toContain('HTTP/1.1 200 OK')
    expect(answer).toContain('retry: 2000')
  })
})

describe('EventStreams', () => {
  test('answers with a stream that nobody keeps', async ({ server }) => {
    const { address } = await openStreams(server)

    const { status, headers } = await fetch(address)

    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  test('says when to come again, then each event with its number', async ({ server }) => {
    const { events, open } = await openStreams(server)
    const text = textOf(await open())

    events.publish(1, event('one\n\ntwo'))
    events.publish(1, event())

    await until(() => text().includes('id: 2'))
    expect(text()).toContain('retry: 2000\n\n')
    expect(text()).toContain(`id: 1\ndata: ${JSON.stringify(event('one\n\ntwo'))}\n\n`)
    expect(text()).toContain(`id: 2\ndata: ${JSON.stringify(event())}\n\n`)
  })

  test('tells nobody what happens to another visitor', async ({ server }) => {
    const { events, open } = await openStreams(server)
    const [own, other] = [textOf(await open(1)), textOf(await open(2))]

    events.publish(1, event('mine'))

    await until(() => own().includes('mine'))
    expect(other()).not.toContain('mine')
  })

  test('refuses one stream more than a visitor may have, and takes other visitors', async ({
    server,
  }) => {
    const { events, open, refusals } = await openStreams(server, { LIMIT_STREAMS_PER_VISITOR: '2' })

    for (const visitor of [1, 1, 1, 2]) await open(visitor)

    expect(refusals).toMatchObject([{ status: 429, headers: { 'retry-after': '10' } }])
    expect([events.count(1), events.count(2)]).toEqual([2, 1])
  })

  test('refuses one stream more than the server may have', async ({ server }) => {
    const { events, open, refusals } = await openStreams(server, { LIMIT_STREAMS: '2' })

    for (const visitor of [1, 2, 3]) await open(visitor)

    expect(refusals).toMatchObject([{ status: 503, headers: { 'retry-after': '10' } }])
    expect(events.count(3)).toBe(0)
  })

  test('takes one from the address that has most, for one that has less', async ({ server }) => {
    const { events, open, refusals } = await openStreams(server, { LIMIT_STREAMS: '3' })
    const first = await open('1/203.0.113.1')
    const text = textOf(first)
    for (const stream of ['2/203.0.113.1', '3/203.0.113.1', '4/203.0.113.2']) await open(stream)

    await until(() => /\r\n0\r\n\r\n$/.test(text()))

    expect(refusals).toEqual([])
    expect([1, 2, 3, 4].map((visitor) => events.count(visitor))).toEqual([0, 1, 1, 1])
  })

  test('takes one from the visitor who has most at an address, for another', async ({ server }) => {
    const { events, open, refusals } = await openStreams(server, { LIMIT_STREAMS_PER_ADDRESS: '3' })

    for (const visitor of [1, 1, 1, 2, 2]) await open(`${visitor}/203.0.113.1`)

    expect(refusals).toMatchObject([{ status: 429 }])
    expect([events.count(1), events.count(2)]).toEqual([2, 1])
  })

  test('gives a place back when the reader leaves', async ({ server }) => {
    const { events, open, refusals } = await openStreams(server, { LIMIT_STREAMS: '1' })

    const reader = await open()
    reader.destroy()
    await until(() => events.count(1) === 0)
    await open()

    expect(refusals).toEqual([])
    expect(events.count(1)).toBe(1)
  })

  test('refuses one stream more than may come from one address, and takes other addresses', async ({
    server,
  }) => {
    const limits = { LIMIT_STREAMS_PER_ADDRESS: '2' }
    const { events, open, refusals } = await openStreams(server, limits)

    for (const stream of ['1/203.0.113.1', '2/203.0.113.1', '3/203.0.113.1', '4/203.0.113.2'])
      await open(stream)

    expect(refusals).toMatchObject([{ status: 429 }])
    expect([1, 2, 3, 4].map((visitor) => events.count(visitor))).toEqual([1, 1, 0, 1])
  })

  test('asks at once, and every fifteen seconds, whether its reader is there', async ({
    server,
  }) => {
    const { open } = await openStreams(server)
    const text = textOf(await open())
    const pings = () => text().match(PING)?.length ?? 0
    await until(() => pings() === 1)

    vi.advanceTimersByTime(14_999)
    await new Promise((resolve) => setImmediate(resolve))
    expect(pings()).toBe(1)
    vi.advanceTimersByTime(1)

    await until(() => pings() === 2)
  })

  test('lets go of a reader who answers nothing for 45 seconds, and keeps one who does', async ({
    server,
  }) => {
    const { events, open, streams } = await openStreams(server)
    const [silent, there] = [await open(1), textOf(await open(2))]
    await until(() => there().includes('ping'))
    const name = /"stream":"(?<name>[^"]+)"/.exec(there())!.groups!.name!

    for (let passed = 0; passed < 45; passed += 15) {
      expect([events.count(1), events.count(2)]).toEqual([1, 1])
      streams.heard({ id: 1 }, name)
      streams.heard({ id: 2 }, name)
      vi.advanceTimersByTime(15_000)
    }

    await until(() => silent.destroyed || events.count(1) === 0)
    expect(events.count(2)).toBe(1)
  })

  test('keeps no place for a reader who has left before the answer', async ({ server }) => {
    const { events, open, responses, streams } = await openStreams(server)
    const reader = await open()
    reader.resetAndDestroy()
    await until(() => responses[0]!.destroyed && events.count(1) === 0)

    expect(streams.serve(responses[0]!.req, responses[0]!, { id: 1 }, '127.0.0.1')).toBeNull()

    expect([events.count(1), vi.getTimerCount()]).toEqual([0, 0])
  })

  test('leaves no timer behind when the reader leaves', async ({ server }) => {
    const { events, open } = await openStreams(server)
    const reader = await open()
    expect(vi.getTimerCount()).toBe(1)
    reader.resetAndDestroy()
    await until(() => events.count(1) === 0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('lets go of a reader who does not read, before much has piled up', async ({ server }) => {
    const { events, open, responses } = await openStreams(server)
    const reader = await open()
    reader.pause()
    const large = event('a'.repeat(30_000))
    let most = 0
    let sent = 0

    // What the two sockets take by themselves is some megabytes.
    while (events.count(1) > 0 && sent < 2_000) {
      events.publish(1, large)
      sent += 1
      most = Math.max(most, responses[0]!.writableLength)
      if (sent % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
    }

    expect(sent).toBeLessThan(2_000)
    expect(most).toBeLessThan(65_536 + 2 * 30_000)
    expect(responses[0]!.destroyed).toBe(true)
  })

  test('keeps a reader who does read, however much there is', async ({ server }) => {
    const { events, open } = await openStreams(server)
    const text = textOf(await open())
    const large = event('a'.repeat(30_000))

    for (let sent = 0; sent < 300; sent += 1) {
      events.publish(1, large)
      await new Promise((resolve) => setImmediate(resolve))
    }

    await until(() => text().includes('id: 300'))
    expect(events.count(1)).toBe(1)
  })

  test('ends every stream when the server stops, and writes no more', async ({ server }) => {
    const { events, open, streams } = await openStreams(server)
    const first = await open(1)
    await open(2)
    const text = textOf(first)

    streams.closeAll()
    events.publish(1, event('too late'))
    first.end()
    await readAll(first)

    expect(text()).toMatch(/\r\n0\r\n\r\n$/)
    expect(text()).not.toContain('too late')
    expect([events.count(1), events.count(2), vi.getTimerCount()]).toEqual([0, 0, 0])
  })
})
