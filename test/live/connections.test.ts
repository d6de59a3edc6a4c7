import { describe, expect } from 'vitest'
import { scopeForVisitor, type Scope } from '#accounts/scope.ts'
import type { StreamEvent } from '#lib/stream-event.ts'
import { LiveConnections, type Connection, type Owner } from '#live/connections.ts'
import { defineLiveView, type LiveView } from '#live/live-view.ts'
import { defineHook, liveSession } from '#live/live-session.ts'
import { assign, assignNew, newSocket, redirectTo } from '#live/socket.ts'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { newVisitor, test, type TestHouse } from '../support/sandboxes.ts'

const CLOCK_TOPIC = 'counter'

/** Counts what it is told: by events, and by messages of a topic. */
const CounterLive: LiveView = defineLiveView<Scope, { guesses: number }>({
  name: 'CounterLive',
  mount: (_params, _session, socket) => {
    if (socket.connected) socket.assigns.currentScope.pubsub.subscribe(CLOCK_TOPIC)
    return assign(socket, { guesses: 0 })
  },
  handleEvent: {
    count: (_params, socket) => assign(socket, { guesses: socket.assigns.guesses + 1 }),
    fail: () => {
      throw new Error('a view that fails')
    },
    leave: (_params, socket) => redirectTo(socket, '/elsewhere'),
    fill: (_params, socket) => assign(socket, { guesses: 0, much: 'x'.repeat(200_000) }),
  },
  handleInfo: (_message, socket) => assign(socket, { guesses: socket.assigns.guesses + 10 }),
  render: ({ guesses: score }) => ({
    name: 'guess',
    props: { email: '', score, message: '', time: '', correct: false, wrong: [], savedAs: null },
  }),
})

async function inhabited(house: TestHouse, limits = { livePages: 10, livePagesPerVisitor: 3 }) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  const { sandbox, release } = await sandboxes.findOrCreate(visitor)
  const owner: Owner = { visitor, sandbox, persona: 'you', clientAddress: '127.0.0.1' }
  const told: StreamEvent[] = []
  house.hub.subscribe(visitor.id, (event) => event.channel === 'live' && told.push(event))
  const errors: unknown[] = []
  const logError = (error: unknown) => errors.push(error)
  const live = new LiveConnections({ sandboxes, hub: house.hub, limits, logError })
  const open = async (own = owner, options = {}): Promise<Connection> => {
    const opened = await live.open(own, '/counter', mountCounter, options)
    if ('halted' in opened) throw new Error('The counter was halted.')
    return opened
  }
  const end = async () => {
    live.closeAll()
    await release()
  }
  return { sandboxes, visitor, sandbox, owner, told, errors, live, open, end }
}

const mountCounter: Parameters<LiveConnections['open']>[2] = async (surroundings) => {
  const currentScope = scopeForVisitor(surroundings)
  const socket = newSocket({ currentScope }, { connected: true })
  return { running: await CounterLive.mount({}, { userToken: null, surroundings }, socket) }
}

const guessesOf = ({ running: { shown } }: Pick<Connection, 'running'>) =>
  shown.name === 'guess' ? shown.props.score : null

describe('an event', () => {
  test('changes what its page shows, one after the other', async ({ house }) => {
    const { live, owner, open, end } = await inhabited(house)
    const page = await open()

    await Promise.all([1, 2, 3].map(() => live.event(page.id, owner, 'count', {})))

    expect([guessesOf(page), page.version]).toEqual([3, 4])
    await end()
  })

  test('that the view does not know is refused, and the page stays', async ({ house }) => {
    const { live, owner, open, end } = await inhabited(house)
    const page = await open()

    for (const name of ['unknown', 'constructor', '__proto__', ''])
      await expect(live.event(page.id, owner, name, {})).rejects.toMatchObject({ status: 422 })
    expect(live.find(page.id, owner)).toBe(page)
    await end()
  })

  test.for(['fail', 'fill'])(
    'after which the view cannot go on (%s) closes it',
    async (name, { house }) => {
      const { live, owner, open, told, end } = await inhabited(house)
      const page = await open()

      await expect(live.event(page.id, owner, name, {})).rejects.toThrow()

      expect(live.find(page.id, owner)).toBeNull()
      expect(told).toMatchObject([{ type: 'disconnected', data: { id: page.id } }])
      await end()
    },
  )

  test('that leads elsewhere ends the page', async ({ house }) => {
    const { live, owner, open, end } = await inhabited(house)
    const page = await open()

    const { running } = await live.event(page.id, owner, 'leave', {})

    expect(running.redirect).toEqual({ to: '/elsewhere', flash: null })
    expect(live.size).toBe(0)
    await end()
  })

  test('is nothing to anybody but the page’s own visitor, persona and sandbox', async ({
    house,
  }) => {
    const { live, sandboxes, owner, open, end } = await inhabited(house)
    const page = await open()
    const visitor = await newVisitor(sandboxes)
    const others: Owner[] = [
      { ...owner, visitor },
      { ...owner, persona: 'alice' },
      { ...owner, sandbox: null },
      { ...owner, visitor: null },
    ]

    for (const other of others)
      await expect(live.event(page.id, other, 'count', {})).rejects.toMatchObject({ status: 410 })
    live.left(visitor, [page.id])

    expect(live.heard(visitor, [page.id, 'unknown'])).toEqual({})
    expect([guessesOf(page), live.size]).toEqual([0, 1])
    await end()
  })
})

describe('a message', () => {
  test('reaches every page that has subscribed, and leaves a trace of its own', async ({
    house,
  }) => {
    const { sandbox, open, told, end } = await inhabited(house)
    const pages = [await open(), await open()]

    sandbox.pubsub.broadcast(CLOCK_TOPIC, { type: 'created' })

    await expect.poll(() => pages.map(guessesOf)).toEqual([10, 10])
    await expect.poll(() => told.map(({ type }) => type)).toEqual(['changed', 'changed'])
    expect(sandbox.traces.list()[0]).toMatchObject({ title: 'CounterLive, told created' })
    await end()
  })

  test('to disconnect closes the page, and its page is told', async ({ house }) => {
    const { sandboxes, visitor, sandbox, open, live, told, end } = await inhabited(house)
    await open()

    await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 1_000)

    expect([live.size, told.map(({ type }) => type)]).toEqual([0, ['disconnected']])
    await end()
  })

  test('of another sandbox is not heard', async ({ house }) => {
    const { sandboxes, open, end } = await inhabited(house)
    const page = await open()
    const other = await sandboxes.findOrCreate(await newVisitor(sandboxes))

    other.sandbox.pubsub.broadcast(CLOCK_TOPIC, { type: 'created' })

    expect(guessesOf(page)).toBe(0)
    await other.release()
    await end()
  })
})

describe('a page', () => {
  test('that is silent for 45 seconds is closed; one without scripts may think', async ({
    house,
  }) => {
    const { live, owner, visitor, open, end } = await inhabited(house)
    const [silent, patient, heard] = [
      await open(),
      await open(owner, { patient: true }),
      await open(),
    ]
    expect(live.heard(visitor, [heard.id, 'unknown'])).toEqual({ [heard.id]: 1 })

    expect(live.reap(performance.now() + 44_000)).toBe(0)
    expect(live.reap(performance.now() + 46_000)).toBe(2)

    expect(live.find(patient.id, owner)).toBe(patient)
    expect(live.find(silent.id, owner)).toBeNull()
    await end()
  })

  test('makes room for a newer one of the same visitor', async ({ house }) => {
    const { live, owner, open, end } = await inhabited(house)
    const first = await open()
    for (let count = 0; count < 3; count += 1) await open()

    expect([live.size, live.find(first.id, owner)]).toEqual([3, null])
    await end()
  })

  test('finds no room in a house that is full', async ({ house }) => {
    const { live, open, end } = await inhabited(house, { livePages: 2, livePagesPerVisitor: 5 })
    await open()
    await open()

    await expect(open()).rejects.toMatchObject({ status: 503 })
    expect(live.size).toBe(2)
    await end()
  })
})

describe('a live session', () => {
  const visits: string[] = []
  const found = defineHook<Scope>('mountCurrentScope', async (_params, _session, socket) => ({
    cont: await assignNew(socket, 'currentScope', () => {
      visits.push('looked up')
      throw new Error('There is nobody to look up here.')
    }),
  }))
  const shut = defineHook<Scope>('requireNobody', (_params, _session, socket) => {
    return Promise.resolve({ halt: redirectTo(socket, '/users/log-in') })
  })

  test('reuses the scope that a plug has found', async ({ house }) => {
    const { sandbox, end } = await inhabited(house)
    const routes = liveSession('current_user', { onMount: [found], routes: { '/c': CounterLive } })
    const socket = newSocket({ currentScope: scopeForVisitor(sandbox) }, { connected: false })

    const session = { userToken: null, surroundings: sandbox }
    const mounted = await routes['/c']!.mount({}, session, socket)

    expect('running' in mounted && guessesOf(mounted)).toBe(0)
    expect(visits).toEqual([])
    await end()
  })

  test('does not mount what a hook halts', async ({ house }) => {
    const { sandbox, end } = await inhabited(house)
    const routes = liveSession('nobody', { onMount: [found, shut], routes: { '/c': CounterLive } })
    const socket = newSocket({ currentScope: scopeForVisitor(sandbox) }, { connected: false })

    const session = { userToken: null, surroundings: sandbox }
    const mounted = await routes['/c']!.mount({}, session, socket)

    expect(mounted).toEqual({ halted: { to: '/users/log-in', flash: null } })
    await end()
  })
})
