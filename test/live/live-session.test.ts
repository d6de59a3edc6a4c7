import { describe, expect, test } from 'vitest'
import { liveSession } from '#live/live-session.ts'
import { assign, assignNew, newSocket, redirectTo } from '#live/socket.ts'
import { Exchange, PubSub } from '#sandbox/pubsub.ts'
import { defineHook, defineLiveView, type Counter, type Scope } from './app.ts'

const CounterLive = defineLiveView<Scope, { count: number }, Counter>({
  name: 'CounterLive',
  mount: (_params, _session, socket) => assign(socket, { count: 0 }),
  render: ({ count, currentScope: { database } }) => ({
    name: 'counter',
    props: { count, database },
  }),
})

const found = defineHook<Scope>('mountCurrentScope', async (_params, { surroundings }, socket) => ({
  cont: await assignNew(socket, 'currentScope', () => ({ ...surroundings, user: null })),
}))
const shut = defineHook<Scope>('requireNobody', (_params, _session, socket) =>
  Promise.resolve({ halt: redirectTo(socket, '/users/log-in') }),
)

const surroundings = { pubsub: new PubSub(new Exchange(), 'one'), database: 'first' }
const session = { user: null, surroundings }
const connecting = newSocket({}, { connected: true })

describe('a live session', () => {
  test('looks up the scope of a page that connects', async () => {
    const routes = liveSession('current_user', { onMount: [found], routes: { '/c': CounterLive } })

    const mounted = await routes['/c'].mount({}, session, connecting)

    expect('running' in mounted && mounted.running.shown.props).toEqual({
      ...{ count: 0, database: 'first' },
    })
  })

  test('reuses the scope that a plug has found', async () => {
    const routes = liveSession('current_user', { onMount: [found], routes: { '/c': CounterLive } })
    const currentScope = { ...surroundings, database: 'of the plug', user: null }

    const first = newSocket({ currentScope }, { connected: false })
    const mounted = await routes['/c'].mount({}, session, first)

    expect('running' in mounted && mounted.running.scope).toBe(currentScope)
  })

  test('does not mount what a hook halts', async () => {
    const routes = liveSession('nobody', { onMount: [found, shut], routes: { '/c': CounterLive } })

    const mounted = await routes['/c'].mount({}, session, connecting)

    expect(mounted).toEqual({ halted: { to: '/users/log-in', flash: null } })
  })

  test('halts where the view itself leads elsewhere', async () => {
    const AwayLive = defineLiveView<Scope, object, Counter>({
      name: 'AwayLive',
      mount: (_params, _session, socket) => redirectTo(socket, '/elsewhere'),
      render: () => ({ name: 'counter', props: { count: 0, database: '' } }),
    })
    const routes = liveSession('current_user', { onMount: [found], routes: { '/a': AwayLive } })

    const mounted = await routes['/a'].mount({}, session, connecting)

    expect(mounted).toEqual({ halted: { to: '/elsewhere', flash: null } })
  })

  test('says of each route which view it leads to', () => {
    const routes = liveSession('current_user', {
      onMount: [found],
      routes: { '/c': CounterLive, '/d': CounterLive },
    })

    expect(
      Object.entries(routes).map(([path, { session, view }]) => [path, session, view]),
    ).toEqual([
      ['/c', 'current_user', 'CounterLive'],
      ['/d', 'current_user', 'CounterLive'],
    ])
  })
})
