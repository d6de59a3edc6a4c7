import { advanceClock } from '#sandbox/advance-clock.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { describe, expect } from 'vitest'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import type { Shown } from '#live/live-view.ts'
import { assign, newSocket } from '#live/socket.ts'
import type { StreamEvent } from '#trace/stream-event.ts'
import { defineLiveView } from '#app/web/live/app-live.ts'
import type { ScoreListView } from '#app/web/scores/score-view.ts'
import { disconnectSessions } from '#app/web/session.ts'
import { openLivePages, type LiveOwner } from '#visit/live-pages.ts'
import { insertUser, newVisitor, test, type TestHouse } from '../support/sandboxes.ts'

const TOPIC = 'scores'

/** Notes in its address how often it was told, and by which clock. */
const ToldLive = defineLiveView<
  ReturnType<typeof scopeForVisitor>,
  { told: number },
  Shown<'scores', ScoreListView>
>({
  name: 'ToldLive',
  mount: (_params, _session, socket) => {
    socket.assigns.currentScope.pubsub.subscribe(TOPIC)
    return assign(socket, { told: 0 })
  },
  handleInfo: (_message, socket) => assign(socket, { told: socket.assigns.told + 1 }),
  render: ({ told }) => ({ name: 'scores', props: { path: `told ${told}`, scores: [], now: 0 } }),
})

/** A visitor with an open page in a sandbox, logged in or not. */
async function openPage(house: TestHouse, sessionId: number | null = null) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  const { sandbox, release } = await sandboxes.findOrCreate(visitor)
  const told: StreamEvent[] = []
  house.hub.subscribe(visitor.id, (event) => event.channel === 'live' && told.push(event))
  const errors: unknown[] = []
  const live = openLivePages({
    ...{ sandboxes, events: house.hub, logError: (error) => void errors.push(error) },
    limits: { livePages: 10, livePagesPerVisitor: 3, livePagesPerAddress: 10 },
  })
  const user = await insertUser(sandbox, 'ana@example.com')
  const owner: LiveOwner = {
    ...{ visitor, place: sandbox.id, surroundings: sandbox },
    ...{ persona: 'you', clientAddress: '203.0.113.7' },
  }
  const page = await live.open(owner, '/told', async (surroundings) => {
    const currentScope =
      sessionId === null
        ? scopeForVisitor(surroundings)
        : scopeForUser(surroundings, user, 0, sessionId)
    const socket = newSocket({ currentScope }, { connected: true })
    return { running: await ToldLive.mount({}, { userToken: null, surroundings }, socket) }
  })
  if ('halted' in page) throw new Error('openPage: the page was halted.')
  const end = async () => {
    live.closeAll()
    await release()
  }
  return { sandboxes, visitor, sandbox, live, page, told, errors, end }
}

describe('an open page', () => {
  test('that is told something leaves a trace in its sandbox', async ({ house }) => {
    const { sandbox, page, told, errors, end } = await openPage(house)

    sandbox.pubsub.broadcast(TOPIC, { type: 'created' })

    await expect.poll(() => told).toHaveLength(1)
    expect(told).toEqual([
      {
        ...{ channel: 'live', type: 'changed', persona: 'you' },
        data: { id: page.id, version: 2 },
      },
    ])
    expect(page.running.shown).toMatchObject({ props: { path: 'told 1' } })
    expect(sandbox.traces.list()).toMatchObject([{ title: 'ToldLive, told created', status: 200 }])
    expect(errors).toEqual([])
    await end()
  })

  test('hears nothing of another sandbox', async ({ house }) => {
    const { sandboxes, page, end } = await openPage(house)
    const other = await sandboxes.findOrCreate(await newVisitor(sandboxes))

    other.sandbox.pubsub.broadcast(TOPIC, { type: 'created' })

    expect(page.version).toBe(1)
    await other.release()
    await end()
  })

  test('connects again when the clock was moved', async ({ house }) => {
    const { sandboxes, visitor, sandbox, live, told, end } = await openPage(house)

    await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 1_000)

    expect([live.size, told.map(({ type }) => type)]).toEqual([0, ['disconnected']])
    await end()
  })

  test('is over with its sandbox', async ({ house }) => {
    const { sandboxes, visitor, live, told, end } = await openPage(house)

    await deleteSandbox(sandboxes, visitor)

    expect([live.size, told.map(({ type }) => type)]).toEqual([0, ['disconnected']])
    await end()
  })

  test('is over with the session that opened it, and with no other', async ({ house }) => {
    const { sandbox, live, end } = await openPage(house, 7)
    const scope = scopeForVisitor(sandbox)

    disconnectSessions(scope, [8])
    expect(live.size).toBe(1)
    disconnectSessions(scope, [7])
    expect(live.size).toBe(0)

    await end()
  })
})
