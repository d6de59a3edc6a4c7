/**
 * Which live views share their hooks. A plug guards the request for a page;
 * the hooks guard the connection that the page opens, which no plug sees. In
 * Phoenix: `live_session` and `on_mount`.
 */
import type { Scope } from '#app/accounts/scope.ts'
import { callSite } from '#trace/call-site.ts'
import type { Source } from '#trace/trace-step.ts'
import { span } from '#trace/trace.ts'
import type { LiveView, RouteParams, Running, Session, WithScope } from './live-view.ts'
import type { Redirect, Redirected, Socket } from './socket.ts'

/** A socket that goes on to the next hook, or one that was sent elsewhere. */
type HookResult<S extends Scope> =
  { readonly cont: Socket<WithScope<S>> } | { readonly halt: Redirected }

/** A hook that answers for a scope of kind `S`. In Phoenix: a clause of `on_mount/4`. */
export interface Hook<S extends Scope = Scope> {
  readonly name: string
  readonly source: Source | null
  readonly run: (
    params: RouteParams,
    session: Session,
    socket: Socket<Partial<WithScope<Scope>>>,
  ) => Promise<HookResult<S>>
}

export function defineHook<S extends Scope>(name: string, run: Hook<S>['run']): Hook<S> {
  return Object.freeze({ name, run, source: callSite() })
}

/** A page that a live session serves. */
export interface LiveRoute {
  readonly session: string
  readonly view: string
  /** Runs the hooks and then the view's mount: what runs from here on, or where the reader was sent. */
  readonly mount: (
    params: RouteParams,
    session: Session,
    socket: Socket<Partial<WithScope<Scope>>>,
  ) => Promise<{ readonly running: Running } | { readonly halted: Redirect }>
}

export type LiveRoutes = Readonly<Record<string, LiveRoute>>

/**
 * The last hook says which scope the views may count on: a view that needs a
 * user does not compile behind one that does not.
 */
export function liveSession<S extends Scope>(
  name: string,
  {
    onMount,
    routes,
  }: {
    readonly onMount: readonly [...Hook[], Hook<S>]
    readonly routes: Readonly<Record<string, LiveView<NoInfer<S>>>>
  },
): LiveRoutes {
  const through = async (
    params: RouteParams,
    session: Session,
    socket: Socket<object>,
  ): Promise<{ readonly halted: Redirect } | { readonly socket: Socket<WithScope<S>> }> => {
    let current: Socket<object> = socket
    for (const hook of onMount) {
      const result = await span(
        { layer: 'live', name: hook.name, tag: `live.onMount.${hook.name}`, source: hook.source },
        () => hook.run(params, session, current),
        (settled) => ({ outcome: 'halt' in settled ? 'halt' : 'ok' }),
      )
      if ('halt' in result) return { halted: result.halt.redirect }
      current = result.cont
    }
    // The last hook has answered for it.
    return { socket: current as Socket<WithScope<S>> }
  }
  return Object.fromEntries(
    Object.entries(routes).map(([route, view]): [string, LiveRoute] => [
      route,
      {
        session: name,
        view: view.name,
        mount: async (params, session, socket) => {
          const result = await through(params, session, socket)
          if ('halted' in result) return result
          return { running: await view.mount(params, session, result.socket) }
        },
      },
    ]),
  )
}
