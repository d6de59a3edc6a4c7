import { describe, expect, test } from 'vitest'
import { LiveConnections, type LivePageLimits } from '#live/connections.ts'
import { assign, newSocket, redirectTo } from '#live/socket.ts'
import type { PresentOwner } from '#live/surroundings.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import type { Trace } from '#trace/trace-step.ts'
import { Exchange, PubSub } from '#sandbox/pubsub.ts'
import type { NewsOf } from '#trace/stream-event.ts'
import {
  defineLiveView,
  inSurroundings,
  type Around,
  type Counter,
  type Running,
  type Scope,
} from './app.ts'

const COUNTED = 'counted'
const ENDINGS = 'endings'

/** What `wait` waits for. */
let gate = Promise.resolve()

/** Counts what it is told: by events, and by messages of a topic. */
const CounterLive = defineLiveView<Scope, { count: number }, Counter>({
  name: 'CounterLive',
  mount: (_params, _session, socket) => {
    if (socket.connected) socket.assigns.currentScope.pubsub.subscribe(COUNTED)
    return assign(socket, { count: 0 })
  },
  handleEvent: {
    count: (_params, socket) => assign(socket, { count: socket.assigns.count + 1 }),
    fail: () => {
      throw new Error('a view that fails')
    },
    wait: async (_params, socket) => {
      await gate
      return assign(socket, { count: socket.assigns.count + 1 })
    },
    rest: (_params, socket) => socket,
    leave: (_params, socket) => redirectTo(socket, '/elsewhere'),
    fill: (_params, socket) => assign(socket, { count: 0, much: 'x'.repeat(200_000) }),
  },
  handleInfo: (_message, socket) => assign(socket, { count: socket.assigns.count + 10 }),
  render: ({ count, currentScope: { database } }) => ({
    name: 'counter',
    props: { count, database },
  }),
})

/** Pages over places in memory: visitor 1 is at home in `one`, visitor 2 in `two`. */
function openHouse(given: Partial<LivePageLimits> = {}) {
  const limits = { livePages: 10, livePagesPerVisitor: 3, livePagesPerAddress: 1_000, ...given }
  const exchange = new Exchange()
  const around = (place: string, database: string): Around => ({
    ...{ pubsub: new PubSub(exchange, place), database },
  })
  const places = new Map([
    [1, 'one'],
    [2, 'two'],
  ])
  const told: (NewsOf<'live'> & { readonly visitor: number })[] = []
  const traces: Trace[] = []
  const errors: unknown[] = []
  let awake = 0
  const live = new LiveConnections<Scope, Around, Counter>({
    wakeUp: (visitor) => {
      const place = places.get(visitor.id)
      if (place === undefined) return Promise.resolve(null)
      awake += 1
      const release = () => Promise.resolve(void (awake -= 1))
      const keepTrace = (trace: Trace) => void traces.push(trace)
      const bend = <Value>(act: () => Value) => act()
      return Promise.resolve({
        ...{ place, surroundings: around(place, 'anew') },
        ...{ keepTrace, bend, release },
      })
    },
    inSurroundings,
    endingsOf: ({ user }) => [ENDINGS, `endings of ${user}`],
    publish: (visitor, { type, data }) =>
      void told.push({ visitor, type, data } as (typeof told)[number]),
    limits,
    logError: (error) => void errors.push(error),
  })
  const ownerOf = (visitor: number | null, place = 'one'): PresentOwner<Around> => ({
    ...{ visitor: visitor === null ? null : { id: visitor }, place },
    ...{ surroundings: around(place, 'request'), persona: 'you', clientAddress: '203.0.113.7' },
  })
  const owner = ownerOf(1)
  const open = async (own = owner, options = {}) => {
    const opened = await live.open(own, '/counter', mountCounter, options)
    if ('halted' in opened) throw new Error('The counter was halted.')
    return opened
  }
  const say = (topic: string, type: string, place = 'one') =>
    new PubSub(exchange, place).broadcast(topic, { type })
  return { live, open, owner, ownerOf, places, told, traces, errors, say, awake: () => awake }
}

async function mountCounter(surroundings: Around): Promise<{ readonly running: Running }> {
  const currentScope = { ...surroundings, user: 'ana' }
  const socket = newSocket({ currentScope }, { connected: true })
  return { running: await CounterLive.mount({}, { user: 'ana', surroundings }, socket) }
}

const countOf = ({ running }: { readonly running: Running }) => running.shown.props.count

describe('an event', () => {
  test('changes what its page shows, one after the other', async () => {
    const { live, owner, open } = openHouse()
    const page = await open()

    await Promise.all([1, 2, 3].map(() => live.event(page.id, owner, 'count', {})))

    expect([countOf(page), page.version]).toEqual([3, 4])
    expect([live.versionOf(page.id), live.versionOf('unknown')]).toEqual([4, null])
  })

  test('finds the scope over what its own request can ask, and the page’s topics', async () => {
    const { live, ownerOf, open, say } = openHouse()
    const page = await open()

    const surroundings = { ...ownerOf(1).surroundings, database: 'another' }
    await live.event(page.id, { ...ownerOf(1), surroundings }, 'count', {})

    expect(page.running.shown.props.database).toBe('another')
    expect(page.running.scope.user).toBe('ana')
    page.running.scope.pubsub.subscribe('later')
    say('later', 'created')
    await expect.poll(() => countOf(page)).toBe(11)
  })

  test('says in its trace where it has changed nothing', async () => {
    const { live, owner, open } = openHouse()
    const page = await open()
    const recorder = new Recorder({ id: 'a', title: 'an event', persona: 'you' })

    await collect(recorder, async () => {
      await live.event(page.id, owner, 'count', {})
      await live.event(page.id, owner, 'rest', {})
    })

    expect(recorder.snapshot().steps.map(({ detail }) => detail)).toEqual([
      'count',
      'rest: the same socket comes back',
    ])
  })

  test('that the view does not know is refused, and the page stays', async () => {
    const { live, owner, open } = openHouse()
    const page = await open()

    for (const name of ['unknown', 'constructor', '__proto__', ''])
      await expect(live.event(page.id, owner, name, {})).rejects.toMatchObject({ status: 422 })
    expect(live.find(page.id, owner)).toBe(page)
  })

  test.for(['fail', 'fill'])('after which the view cannot go on (%s) closes it', async (name) => {
    const { live, owner, open, told } = openHouse()
    const page = await open()

    await expect(live.event(page.id, owner, name, {})).rejects.toThrow()

    expect(live.find(page.id, owner)).toBeNull()
    expect(told).toEqual([{ visitor: 1, type: 'disconnected', data: { id: page.id } }])
  })

  test('is one of 32 at most that a page has under way, whoever sends it', async () => {
    const { live, owner, open } = openHouse()
    const page = await open()
    let go = () => {}
    gate = new Promise((resolve) => (go = resolve))
    const send = () => live.event(page.id, owner, 'wait', {})
    const underWay = Array.from({ length: 32 }, send)

    await expect(send()).rejects.toMatchObject({
      status: 429,
      message: 'This page sends more than can be answered. Try again in a moment.',
      headers: { 'retry-after': '1' },
    })
    go()
    await Promise.all(underWay)

    expect([countOf(page), live.find(page.id, owner)]).toEqual([32, page])
    await send()
    expect(countOf(page)).toBe(33)
  })

  test('that leads elsewhere ends the page', async () => {
    const { live, owner, open } = openHouse()
    const page = await open()

    const { running } = await live.event(page.id, owner, 'leave', {})

    expect(running.redirect).toEqual({ to: '/elsewhere', flash: null })
    expect(live.size).toBe(0)
  })

  test('is nothing to anybody but the page’s own visitor, persona and place', async () => {
    const { live, owner, ownerOf, open } = openHouse()
    const page = await open()
    const others = [
      ownerOf(2),
      ownerOf(null),
      { ...owner, persona: 'alice' },
      { ...owner, place: null },
      { ...owner, place: 'two' },
    ]

    for (const other of others)
      await expect(live.event(page.id, other, 'count', {})).rejects.toMatchObject({ status: 410 })
    live.left({ id: 2 }, [page.id])

    expect(live.heard({ id: 2 }, [page.id, 'unknown'])).toEqual({})
    expect([countOf(page), live.size]).toEqual([0, 1])
  })
})

describe('a message', () => {
  test('reaches every page that has subscribed, over surroundings of its own', async () => {
    const { open, say, told, traces, awake } = openHouse()
    const pages = [await open(), await open()]

    say(COUNTED, 'created')

    await expect.poll(() => pages.map(countOf)).toEqual([10, 10])
    expect(pages[0]!.running.shown.props.database).toBe('anew')
    await expect.poll(() => told.map(({ type }) => type)).toEqual(['changed', 'changed'])
    expect(told[0]!.data).toEqual({ id: pages[0]!.id, version: 2 })
    expect(traces.map(({ title, status }) => [title, status])).toEqual([
      ['CounterLive, told created', 200],
      ['CounterLive, told created', 200],
    ])
    await expect.poll(awake).toBe(0)
  })

  test.for([ENDINGS, 'endings of ana'])(
    'that the scope holds no more (%s) closes the page, and its page is told',
    async (topic) => {
      const { live, open, say, told } = openHouse()
      await open()

      say(topic, 'disconnect')

      expect([live.size, told.map(({ type }) => type)]).toEqual([0, ['disconnected']])
    },
  )

  test('of another place is not heard', async () => {
    const { open, say } = openHouse()
    const page = await open()

    say(COUNTED, 'created', 'two')

    expect(countOf(page)).toBe(0)
  })

  test.for(['two', null])('ends a page whose visitor is in place %s by now', async (now) => {
    const { live, open, say, places, told, awake } = openHouse()
    const page = await open()
    if (now === null) places.delete(1)
    else places.set(1, now)

    say(COUNTED, 'created')

    await expect.poll(() => live.size).toBe(0)
    expect([countOf(page), told.map(({ type }) => type)]).toEqual([0, ['disconnected']])
    await expect.poll(awake).toBe(0)
  })

  test('that comes while the page is mounted is heard when it is there', async () => {
    const { live, owner, say } = openHouse()

    const opened = await live.open(owner, '/counter', async (surroundings) => {
      const mounted = await mountCounter(surroundings)
      say(COUNTED, 'created')
      return mounted
    })

    await expect.poll(() => 'running' in opened && countOf(opened)).toBe(10)
  })
})

describe('a page', () => {
  test('that is halted is not kept, and hears nothing', async () => {
    const { live, owner, say, errors } = openHouse()
    const halted = { to: '/users/log-in', flash: null }

    const opened = await live.open(owner, '/counter', async (surroundings) => {
      await mountCounter(surroundings)
      return { halted }
    })
    say(COUNTED, 'created')

    expect([opened, live.size, errors]).toEqual([{ halted }, 0, []])
  })

  test('that is silent for 45 seconds is closed; one without scripts may think', async () => {
    const { live, owner, open } = openHouse()
    const [silent, patient, heard] = [
      await open(),
      await open(owner, { patient: true }),
      await open(),
    ]
    expect(live.heard({ id: 1 }, [heard.id, 'unknown'])).toEqual({ [heard.id]: 1 })

    expect(live.reap(performance.now() + 44_000)).toBe(0)
    expect(live.reap(performance.now() + 46_000)).toBe(2)

    expect(live.find(patient.id, owner)).toBe(patient)
    expect(live.find(silent.id, owner)).toBeNull()
  })

  test('makes room for a newer one of the same visitor', async () => {
    const { live, owner, open } = openHouse()
    const first = await open()
    for (let count = 0; count < 3; count += 1) await open()

    expect([live.size, live.find(first.id, owner)]).toEqual([3, null])
  })

  test('of a visitor without a name shares 80 places with its address', async () => {
    const { live, ownerOf, open } = openHouse({ livePages: 200, livePagesPerVisitor: 3 })
    const nobody = ownerOf(null)
    const first = await open(nobody)
    for (let count = 1; count < 80; count += 1) await open(nobody)
    expect([live.size, live.find(first.id, nobody)]).toEqual([80, first])
    // Looked at just now, it is no longer the one that was silent for longest.
    const elsewhere = { ...nobody, clientAddress: '198.51.100.1' }
    const [other, named] = [await open(elsewhere), await open()]
    expect(live.size).toBe(82)

    await open(nobody)

    expect(live.size).toBe(82)
    expect(live.find(other.id, elsewhere)).toBe(other)
    expect(live.find(named.id, ownerOf(1))).toBe(named)
  })

  test('finds no room in a house that is full', async () => {
    const { live, open } = openHouse({ livePages: 2, livePagesPerVisitor: 5 })
    await open()
    await open()

    await expect(open()).rejects.toMatchObject({ status: 503 })
    expect(live.size).toBe(2)
  })

  test('takes one from the address that has most, for one that has less', async () => {
    const { live, ownerOf, open, told } = openHouse({ livePages: 4 })
    const first = await open(ownerOf(1))
    for (const visitor of [1, 2, 2]) await open(ownerOf(visitor))
    const elsewhere = { ...ownerOf(3), clientAddress: '198.51.100.1' }

    const page = await open(elsewhere)

    expect([live.size, live.find(first.id, ownerOf(1))]).toEqual([4, null])
    expect(live.find(page.id, elsewhere)).toBe(page)
    expect(told).toMatchObject([{ visitor: 1, type: 'disconnected', data: { id: first.id } }])
  })

  test('takes one from the visitor who has most at an address, and no more than is fair', async () => {
    const { live, ownerOf, open } = openHouse({ livePagesPerAddress: 3 })
    for (let count = 0; count < 3; count += 1) await open(ownerOf(1))

    await open(ownerOf(2))

    await expect(open(ownerOf(2))).rejects.toMatchObject({ status: 429 })
    expect(live.size).toBe(3)
  })
})
