/**
 * A live view keeps what it shows on the server, one for each open page. It is
 * mounted for the first sight of a page, which is thrown away, and once more
 * when the page connects. What a scope is, what a session holds and what there
 * is to show is the app's to say. In Phoenix: `Phoenix.LiveView`.
 */
import type { Params } from '#changeset/cast.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Source } from '#trace/trace-step.ts'
import { callSite } from '#trace/call-site.ts'
import { span } from '#trace/trace.ts'
import type { FlashMessage, Redirect, Socket } from './socket.ts'

/** From the page's address: `{ id: '3' }` of `/scores/3`, and what stands behind its `?`. */
export type RouteParams = Readonly<Record<string, string>>

/** What a topic says. Each context knows which messages its topics carry. */
export interface Message {
  readonly type: string
}

/** What a live view shows: which component, and what it is given. Plain data, drawn by a page. */
export interface Shown<Name extends string = string, Props extends object = object> {
  readonly name: Name
  readonly props: Props
}

type MaybePromise<Value> = Value | Promise<Value>

/** What every live view finds in its socket: a hook has put it there. */
export interface WithScope<S extends object> {
  readonly currentScope: S
}

type Mounted<S extends object, Own extends object> = Socket<WithScope<S> & Own>

/** `Session`: what the connection was opened with. In Phoenix: the session that a socket gets. */
export interface Definition<S extends object, Own extends object, Session, View extends Shown> {
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
  readonly render: (assigns: Readonly<WithScope<S> & Own>) => View
}

/** A live view that takes a scope of kind `S`: one that needs a user cannot be mounted without. */
export interface LiveView<S extends object, Session, Page> {
  readonly name: string
  readonly source: Source | null
  readonly mount: (
    params: RouteParams,
    session: Session,
    socket: Socket<WithScope<S>>,
  ) => Promise<Page>
}

/**
 * Gives the same scope over what there is to ask now: a live view outlives the
 * request that opened it, and a database does not stay open.
 */
export type Renew<Scope extends object> = <S extends Scope>(scope: S) => S

/** A live view as it is now. Each event and each message gives the next one. */
export interface Running<Scope extends object, View extends Shown = Shown> {
  readonly view: string
  readonly shown: View
  readonly flash: FlashMessage | null
  readonly redirect: Redirect | null
  readonly scope: Scope
  readonly event: (
    name: string,
    params: Params,
    renew: Renew<Scope>,
  ) => Promise<Running<Scope, View>>
  readonly info: (message: Message, renew: Renew<Scope>) => Promise<Running<Scope, View>>
}

/** What one page may keep on the server, in UTF-16 units of JSON. */
const MOST_STATE = 131_072

/**
 * Makes a live view of functions that take a socket and return the next one. An event that it does
 * not name is refused with 422, and a page that keeps too much throws. In Phoenix: `use MyAppWeb,
 * :live_view`.
 *
 * @example
 * const CountLive = defineLiveView({
 *   name: 'CountLive',
 *   mount: (params, session, socket) => assign(socket, { count: 0 }),
 *   handleEvent: { add: ({ by }, socket) => assign(socket, { count: Number(by) }) },
 *   render: ({ count }) => ({ name: 'count', props: { count } }),
 * })
 * const page = await CountLive.mount({}, {}, newSocket({ currentScope: ana }, { connected: true }))
 * const next = await page.event('add', { by: '2' }, (scope) => scope)
 * next.shown.props
 * // => { count: 2 }
 */
export function defineLiveView<
  Scope extends object,
  S extends Scope,
  Own extends object,
  Session,
  View extends Shown,
>(definition: Definition<S, Own, Session, View>): LiveView<S, Session, Running<Scope, View>> {
  const { name, mount, handleEvent = {}, handleInfo, render } = definition
  const source = callSite()
  const step = (fn: string, tag = fn) =>
    ({ layer: 'live', name: `${name}.${fn}`, tag: `live.${name}.${tag}`, source }) as const

  const running = (socket: Mounted<S, Own>): Running<Scope, View> => {
    const { currentScope } = socket.assigns
    const stateSize = JSON.stringify({ ...socket.assigns, currentScope: undefined }).length
    if (stateSize > MOST_STATE) throw new Error(`${name} keeps ${stateSize} characters: too many.`)
    const next = (renew: Renew<Scope>): Mounted<S, Own> => ({
      ...socket,
      flash: null,
      assigns: { ...socket.assigns, currentScope: renew(currentScope) },
    })
    return Object.freeze({
      view: name,
      shown: render(socket.assigns),
      flash: socket.flash,
      redirect: socket.redirect,
      scope: currentScope,
      event: async (event: string, params: Params, renew: Renew<Scope>) => {
        const handle = Object.hasOwn(handleEvent, event) ? handleEvent[event] : undefined
        if (!handle) throw new Refusal(422, `This page knows no event of this name.`)
        const report = { ...step('handleEvent', event), detail: event }
        const before = next(renew)
        const conclude = (after: Mounted<S, Own>) =>
          after === before ? { detail: `${event}: the same socket comes back` } : {}
        return running(await span(report, () => handle(params, before), conclude))
      },
      info: async (message: Message, renew: Renew<Scope>) => {
        if (!handleInfo) return running(socket)
        const report = { ...step('handleInfo', message.type), detail: message.type }
        return running(await span(report, () => handleInfo(message, next(renew))))
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
