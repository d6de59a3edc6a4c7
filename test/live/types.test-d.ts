import { expectTypeOf, test } from 'vitest'
import { liveSession } from '#live/live-session.ts'
import type { Shown } from '#live/live-view.ts'
import { assign, redirectTo } from '#live/socket.ts'
import { defineHook, defineLiveView, type Counter, type Scope, type UserScope } from './app.ts'

type Greeting = Shown<'greeting', { readonly user: string }>

const anybody = defineHook<Scope>('anybody', (_params, { surroundings }, socket) =>
  Promise.resolve({ cont: assign(socket, { currentScope: { ...surroundings, user: null } }) }),
)
const somebody = defineHook<UserScope>('somebody', (_params, { user, surroundings }, socket) =>
  Promise.resolve(
    user === null
      ? { halt: redirectTo(socket, '/users/log-in') }
      : { cont: assign(socket, { currentScope: { ...surroundings, user } }) },
  ),
)
const CounterLive = defineLiveView<Scope, object, Counter>({
  name: 'CounterLive',
  mount: (_params, _session, socket) => socket,
  render: () => ({ name: 'counter', props: { count: 0, database: '' } }),
})
const GreetingLive = defineLiveView<UserScope, object, Greeting>({
  name: 'GreetingLive',
  mount: (_params, _session, socket) => socket,
  render: ({ currentScope }) => ({ name: 'greeting', props: { user: currentScope.user } }),
})

test('a view that needs a user compiles behind a hook that finds one', () => {
  const routes = { '/greeting': GreetingLive, '/counter': CounterLive }
  const live = liveSession('user', { onMount: [anybody, somebody], routes })

  expectTypeOf(live).toHaveProperty('/greeting')
  expectTypeOf(live).not.toHaveProperty('/elsewhere')
  type ShownAt<Path extends keyof typeof live> = Extract<
    Awaited<ReturnType<(typeof live)[Path]['mount']>>,
    { readonly running: unknown }
  >['running']['shown']
  expectTypeOf<ShownAt<'/greeting'>>().toEqualTypeOf<Greeting>()
  expectTypeOf<ShownAt<'/counter'>>().toEqualTypeOf<Counter>()
})

test('and does not where the last hook lets anybody through', () => {
  liveSession('anybody', {
    onMount: [somebody, anybody],
    // @ts-expect-error Nobody has looked who it is.
    routes: { '/greeting': GreetingLive },
  })
  // @ts-expect-error A session without a hook has no scope at all.
  liveSession('nothing', { onMount: [], routes: { '/counter': CounterLive } })
})

test('a hook that says it found somebody has to give them', () => {
  defineHook<UserScope>('forgetful', (_params, { surroundings }, socket) =>
    // @ts-expect-error There is nobody.
    Promise.resolve({ cont: assign(socket, { currentScope: { ...surroundings, user: null } }) }),
  )
})

test('a view shows what it said it shows', () => {
  defineLiveView<Scope, object, Greeting>({
    name: 'AnotherLive',
    mount: (_params, _session, socket) => socket,
    // @ts-expect-error The scope of anybody may have no user to greet.
    render: ({ currentScope }) => ({ name: 'greeting', props: { user: currentScope.user } }),
  })
})
