/**
 * Which live views share their hooks. A plug guards the request for a page;
 * the hooks guard the connection that the page opens, which no plug sees. In
 * Phoenix: `live_session` and `on_mount`. In other words: route guards.
 */
import type { Source } from '#trace/trace-step.ts'
import { callSite } from '#call-site'
import { leftOut } from '#trace/step.ts'
import { span } from '#trace/trace.ts'
import { standsIn } from '#trace/watch.ts'
import type { LiveView, RouteParams, WithScope } from './live-view.ts'
import type { Redirect, Redirected, Socket } from './socket.ts'

/** A socket that goes on to the next hook, or one that was sent elsewhere. */
type HookResult<S extends object> =
  { readonly cont: Socket<WithScope<S>> } | { readonly halt: Redirected }

/** A hook that answers for a scope of kind `S`. In Phoenix: a clause of `on_mount/4`. */
export interface Hook<S extends object, Session> {
  readonly name: string
  readonly source: Source | null
  readonly run: (params: RouteParams, session: Session, socket: Socket) => Promise<HookResult<S>>
}

/**
 * Names a hook, so that the trace can say which one ran and where it stands. In Phoenix:
 * `on_mount/4`.
 *
 * @example
 * const requireUser = defineHook('requireUser', async (params, session, socket) =>
 *   session.user ? { cont: socket } : { halt: redirectTo(socket, '/users/log-in') },
 * )
 * const { halt } = await requireUser.run({}, { user: null }, newSocket({}, { connected: true }))
 * halt.redirect.to
 * // => '/users/log-in'
 */
export function defineHook<S extends object, Session>(
  name: string,
  run: Hook<S, Session>['run'],
): Hook<S, Session> {
  return Object.freeze({ name, run, source: callSite() })
}

/** What was mounted, or where the reader was sent instead. */
export type Mounted<Page> = { readonly running: Page } | { readonly halted: Redirect }

/** A page that a live session serves. */
export interface LiveRoute<Session, Page> {
  readonly session: string
  readonly view: string
  /** The names of the hooks that it passes, in order. */
  readonly hooks: readonly string[]
  /** Runs the hooks and then the view's mount. */
  readonly mount: (params: RouteParams, session: Session, socket: Socket) => Promise<Mounted<Page>>
}

/**
 * Puts these hooks before the mount of each of these views. In Phoenix: `live_session/3`.
 *
 * The last hook says which scope the views may count on: a view that needs a user does not compile
 * behind one that does not.
 *
 * @example
 * const nobody = defineHook('nobody', async (params, session, socket) => ({
 *   halt: redirectTo(socket, '/'),
 * }))
 * const closed = { onMount: [nobody], routes: { '/game': { name: 'GameLive' } } }
 * const routes = liveSession('closed', closed)
 * await routes['/game'].mount({}, {}, newSocket({}, { connected: true }))
 * // => { halted: { to: '/', flash: null } }
 */
export function liveSession<
  S extends object,
  Session,
  Pages extends Readonly<Record<string, Redirectable>>,
>(
  name: string,
  {
    onMount,
    routes,
  }: {
    readonly onMount: Hooks<S, Session>
    readonly routes: {
      readonly [Path in keyof Pages]: LiveView<NoInfer<S>, Session, Pages[Path]>
    }
  },
): { readonly [Path in keyof Pages]: LiveRoute<Session, Pages[Path]> } {
  const routeOf = <Page extends Redirectable>(
    view: LiveView<S, Session, Page>,
  ): LiveRoute<Session, Page> => ({
    session: name,
    view: view.name,
    hooks: onMount.map((hook) => hook.name),
    mount: async (params, session, socket) => {
      const result = await through(onMount, params, session, socket)
      if ('halted' in result) return result
      const running = await view.mount(params, session, result.socket)
      return running.redirect ? { halted: running.redirect } : { running }
    },
  })
  const views = Object.entries<LiveView<S, Session, Pages[keyof Pages]>>(routes)
  // Every path leads to its own view, as it was given.
  return Object.fromEntries(views.map(([path, view]) => [path, routeOf(view)])) as {
    readonly [Path in keyof Pages]: LiveRoute<Session, Pages[Path]>
  }
}

interface Redirectable {
  readonly redirect: Redirect | null
}

type Hooks<S extends object, Session> = readonly [...Hook<object, Session>[], Hook<S, Session>]

async function through<S extends object, Session>(
  hooks: Hooks<S, Session>,
  params: RouteParams,
  session: Session,
  socket: Socket,
): Promise<{ readonly halted: Redirect } | { readonly socket: Socket<WithScope<S>> }> {
  let current = socket
  for (const named of hooks) {
    const tag = `live.onMount.${named.name}`
    const hook = standsIn(tag, named)
    const { name, source } = hook
    const report = { layer: 'live', name, tag, source } as const
    if (leftOut(report)) continue
    const result = await span(
      report,
      () => hook.run(params, session, current),
      (settled) => ({ outcome: 'halt' in settled ? 'halt' : 'ok' }),
    )
    if ('halt' in result) return { halted: result.halt.redirect }
    current = result.cont
  }
  // The last hook has answered for it, unless its reader has switched it off.
  return { socket: current as Socket<WithScope<S>> }
}
