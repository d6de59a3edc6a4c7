/** A small app for tests of live views: its scopes and what surrounds them are nothing to the house. */
import * as session from '#live/live-session.ts'
import * as view from '#live/live-view.ts'
import { PubSub } from '#sandbox/pubsub.ts'

export interface Around {
  readonly pubsub: PubSub
  /** Another one each time that a page wakes up. */
  readonly database: string
}

export interface Scope extends Around {
  readonly user: string | null
}

export interface UserScope extends Scope {
  readonly user: string
}

export interface Session {
  readonly user: string | null
  readonly surroundings: Around
}

export type Counter = view.Shown<'counter', { readonly count: number; readonly database: string }>
export type Running = view.Running<Scope, Counter>

export const defineLiveView: <S extends Scope, Own extends object, View extends view.Shown>(
  definition: view.Definition<S, Own, Session, View>,
) => view.LiveView<S, Session, view.Running<Scope, View>> = view.defineLiveView

export const defineHook: <S extends Scope>(
  name: string,
  run: session.Hook<S, Session>['run'],
) => session.Hook<S, Session> = session.defineHook

export const inSurroundings = <S extends Scope>(scope: S, { pubsub, database }: Around): S => ({
  ...scope,
  pubsub,
  database,
})
