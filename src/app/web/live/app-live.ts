/**
 * Live views and hooks over the scopes of this app: what the library of live
 * views leaves open. In Phoenix: `use MyAppWeb, :live_view`.
 */
import type { Scope } from '#app/accounts/scope.ts'
import type { Surroundings } from '#app/accounts/surroundings.ts'
import * as session from '#live/live-session.ts'
import * as view from '#live/live-view.ts'

/** What a connection was opened with. In Phoenix: the session that a socket gets. */
export interface Session {
  readonly userToken: string | null
  /** Its page was opened before, by this session, and is open still. */
  readonly admitted?: boolean
  /** What its scope can ask: of the place in which it was opened. */
  readonly surroundings: Surroundings
}

export type Running<View extends view.Shown = view.Shown> = view.Running<Scope, View>

/** A live view for scopes of kind `S`, which shows a `View`. */
export type LiveView<S extends Scope = Scope, View extends view.Shown = view.Shown> = view.LiveView<
  S,
  Session,
  Running<View>
>

/** A hook that answers for a scope of kind `S`. */
export type Hook<S extends Scope = Scope> = session.Hook<S, Session>

export const defineLiveView: <S extends Scope, Own extends object, View extends view.Shown>(
  definition: view.Definition<S, Own, Session, View>,
) => LiveView<S, View> = view.defineLiveView

export const defineHook: <S extends Scope>(name: string, run: Hook<S>['run']) => Hook<S> =
  session.defineHook
