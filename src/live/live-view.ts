/**
 * A live view keeps what it shows on the server, one for each open page. It is
 * mounted for the first sight of a page, which is thrown away, and once more
 * when the page connects. In Phoenix: `Phoenix.LiveView`.
 */
import { inSurroundings, type Scope, type Surroundings } from '#app/accounts/scope.ts'
import type { Params } from '#changeset/cast.ts'
import type { Shown } from '#app/web/live/views.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Message } from '#sandbox/pubsub.ts'
import { callSite } from '#trace/call-site.ts'
import type { Source } from '#trace/trace-step.ts'
import { span } from '#trace/trace.ts'
import type { FlashMessage, Redirect, Socket } from './socket.ts'

/** From the page's address: `{ id: '3' }` of `/scores/3`, and what stands behind its `?`. */
export type RouteParams = Readonly<Record<string, string>>

/** What the connection was opened with. In Phoenix: the session that a socket gets. */
export interface Session {
  readonly userToken: string | null
  /** Of the sandbox in which it was opened. */
  readonly surroundings: Surroundings
}

type MaybePromise<Value> = Value | Promise<Value>

/** What every live view finds in its socket: a hook has put it there. */
export interface WithScope<S extends Scope> {
  readonly currentScope: S
}

type Mounted<S extends Scope, Own extends object> = Socket<WithScope<S> & Own>

interface Definition<S extends Scope, Own extends object> {
  /** As the trace names it: `GuessLive`. */
  readonly name: string
  readonly mount: (
    params: RouteParams,
    session: Session,
    socket: Socket<WithScope<S>>,
  ) => MaybePromise<Mounted<S, Own>>
  /** By the event's name. An event that is not here is refused. */
  readonly handleEvent?: Readonly<
    Record<string, (params: Params, socket: Mounted<S, Own>) => MaybePromise<Mounted<S, Own>>>
  >
  /** A message of a topic that `mount` has subscribed to. */
  readonly handleInfo?: (message: Message, socket: Mounted<S, Own>) => MaybePromise<Mounted<S, Own>>
  readonly render: (assigns: Readonly<WithScope<S> & Own>) => Shown
}

/** A live view that takes a scope of kind `S`: one that needs a user cannot be mounted without. */
export interface LiveView<S extends Scope = Scope> {
  readonly name: string
  readonly source: Source | null
  readonly mount: (
    params: RouteParams,
    session: Session,
    socket: Socket<WithScope<S>>,
  ) => Promise<Running>
}

/** A live view as it is now. Each event and each message gives the next one. */
export interface Running {
  readonly view: string
  readonly shown: Shown
  readonly flash: FlashMessage | null
  readonly redirect: Redirect | null
  readonly scope: Scope
  /** The database that the scope asks is another handle each time; the person in it stays. */
  readonly event: (name: string, params: Params, surroundings: Surroundings) => Promise<Running>
  readonly info: (message: Message, surroundings: Surroundings) => Promise<Running>
}

/** What one page may keep on the server, in UTF-16 units of JSON. */
const MOST_STATE = 131_072

export function defineLiveView<S extends Scope, Own extends object>(
  definition: Definition<S, Own>,
): LiveView<S> {
  const { name, mount, handleEvent = {}, handleInfo, render } = definition
  const source = callSite()
  const step = (fn: string, tag = fn) =>
    ({ layer: 'live', name: `${name}.${fn}`, tag: `live.${name}.${tag}`, source }) as const

  const running = (socket: Mounted<S, Own>): Running => {
    const { currentScope } = socket.assigns
    const stateSize = JSON.stringify({ ...socket.assigns, currentScope: undefined }).length
    if (stateSize > MOST_STATE) throw new Error(`${name} keeps ${stateSize} characters: too many.`)
    const next = (surroundings: Surroundings): Mounted<S, Own> => ({
      ...socket,
      flash: null,
      assigns: { ...socket.assigns, currentScope: inSurroundings(currentScope, surroundings) },
    })
    return Object.freeze({
      view: name,
      shown: render(socket.assigns),
      flash: socket.flash,
      redirect: socket.redirect,
      scope: currentScope,
      event: async (event: string, params: Params, surroundings: Surroundings) => {
        const handle = Object.hasOwn(handleEvent, event) ? handleEvent[event] : undefined
        if (!handle) throw new Refusal(422, `This page knows no event of this name.`)
        const report = { ...step('handleEvent', event), detail: event }
        return running(await span(report, () => handle(params, next(surroundings))))
      },
      info: async (message: Message, surroundings: Surroundings) => {
        if (!handleInfo) return running(socket)
        const report = { ...step('handleInfo', message.type), detail: message.type }
        return running(await span(report, () => handleInfo(message, next(surroundings))))
      },
    })
  }

  return Object.freeze({
    name,
    source,
    mount: async (params: RouteParams, session: Session, socket: Socket<WithScope<S>>) => {
      const detail = socket.connected ? 'connected' : 'for the first sight'
      const report = { ...step('mount'), detail }
      return running(await span(report, () => mount(params, session, socket)))
    },
  })
}
