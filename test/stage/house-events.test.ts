/** The stream of a browser whose server, or what stands in front of it, answers something else for a while. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'

/** As much of a browser's own as the stream needs. It is closed by any answer that is no stream. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 0

  constructor() {
    super()
    Source.all.push(this)
  }

  say(event: StreamEvent): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }))
  }

  end(readyState: number): void {
    this.readyState = readyState
    this.dispatchEvent(new Event('error'))
  }
}

class Silent extends EventTarget {
  postMessage(): void {
    // No other tab is there.
  }
  close(): void {
    // As above.
  }
}

const PING: StreamEvent = { channel: 'stream', type: 'ping', persona: null, data: { stream: 's' } }
let status = 502

/** The module anew: it has one stream for its page. */
async function open() {
  vi.resetModules()
  const house = await import('#stage/live/house-events.ts')
  house.connect()
  await vi.advanceTimersByTimeAsync(0)
  return house
}

const newest = () => Source.all.at(-1)!

/** The pauses before each of so many tries, in seconds. */
async function pauses(tries: number): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < tries; n += 1) {
    newest().end(Source.CLOSED)
    const before = Source.all.length
    let seconds = 0
    while (Source.all.length === before && seconds < 200) {
      await vi.advanceTimersByTimeAsync(1_000)
      seconds += 1
    }
    found.push(seconds)
  }
  return found
}

beforeEach(() => {
  vi.useFakeTimers()
  status = 502
  Source.all = []
  vi.stubGlobal('EventSource', Source)
  vi.stubGlobal('BroadcastChannel', Silent)
  vi.stubGlobal('navigator', { locks: { request: (_: string, work: () => unknown) => work() } })
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      status === 200 ? Response.json({ live: { page: 3 } }) : new Response(null, { status }),
    ),
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a stream that is answered with something else', () => {
  test('is asked for again, after pauses that grow to a minute', async () => {
    await open()

    expect(await pauses(8)).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
  })

  test.for([502, 503, 429, 500, 404])('is asked for again after %i', async (answer) => {
    status = answer
    await open()

    expect(await pauses(1)).toEqual([2])
  })

  test('begins with a short pause again once it was open', async () => {
    await open()
    await pauses(4)

    newest().say(PING)

    expect(await pauses(2)).toEqual([2, 4])
  })

  test('is left alone where there is nothing to hear, until there is', async () => {
    status = 204
    const { connect } = await open()

    newest().end(Source.CLOSED)
    await vi.advanceTimersByTimeAsync(200_000)
    expect(Source.all).toHaveLength(1)

    connect()
    await vi.advanceTimersByTimeAsync(0)
    expect(Source.all).toHaveLength(2)
  })

  test('is asked for at once when the server has answered something else', async () => {
    const { connect } = await open()
    await pauses(5)
    newest().end(Source.CLOSED)
    await vi.advanceTimersByTimeAsync(1_000)
    const before = Source.all.length

    connect()
    await vi.advanceTimersByTimeAsync(0)

    expect(Source.all).toHaveLength(before + 1)
  })

  test('is the browser’s own matter while it tries by itself', async () => {
    await open()

    newest().end(0)
    await vi.advanceTimersByTimeAsync(200_000)

    expect(Source.all).toHaveLength(1)
  })

  test('has live pages catch up when it is back', async () => {
    const { keepAlive } = await open()
    const catchUp = vi.fn()
    keepAlive({ liveId: 'page', catchUp })
    await pauses(1)

    status = 200
    newest().say(PING)
    await vi.advanceTimersByTimeAsync(0)

    expect(catchUp.mock.calls).toEqual([[3]])
  })
})
