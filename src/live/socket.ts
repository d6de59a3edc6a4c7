/**
 * What a live view knows of the reader it serves. A socket is never changed:
 * each function here returns the next one. In Phoenix: `Phoenix.LiveView.Socket`.
 */
import { callSite } from '#call-site'
import { record, span } from '#trace/trace.ts'

/** Where to go instead, and what to say there. */
export interface Redirect {
  readonly to: string
  readonly flash: FlashMessage | null
}

/** A message by its name, as the web layer knows it. */
export interface FlashMessage {
  readonly name: string
  readonly about: string
}

/** One reader’s page, as a live view holds it: what it knows, and what it answers with. */
export interface Socket<Assigns extends object = object> {
  /** Whether the page is connected, or is made for its first sight. In Phoenix: `connected?/1`. */
  readonly connected: boolean
  readonly assigns: Readonly<Assigns>
  /** What to tell the reader with this answer. */
  readonly flash: FlashMessage | null
  readonly redirect: Redirect | null
}

/**
 * A socket that begins with these assigns, has nothing to tell, and sends nobody elsewhere.
 *
 * @example
 * newSocket({ count: 1 }, { connected: true }).assigns
 * // => { count: 1 }
 */
export function newSocket<Assigns extends object>(
  assigns: Assigns,
  { connected }: { readonly connected: boolean },
): Socket<Assigns> {
  return Object.freeze({ connected, assigns, flash: null, redirect: null })
}

/**
 * Puts values where `render` finds them. In Phoenix: `assign/2`.
 *
 * @example
 * const socket = newSocket({ count: 1 }, { connected: true })
 * assign(socket, { open: true }).assigns
 * // => { count: 1, open: true }
 */
export function assign<Assigns extends object, More extends object>(
  socket: Socket<Assigns>,
  more: More,
): Socket<Assigns & More> {
  return Object.freeze({ ...socket, assigns: Object.freeze({ ...socket.assigns, ...more }) })
}

/**
 * Puts the value of `fn` under `key`, unless something is there. It is how
 * what a plug has found for the first sight of a page is not looked for again.
 * In Phoenix: `assign_new/3`.
 *
 * @example
 * const socket = newSocket({ user: 'ana' }, { connected: true })
 * const same = await assignNew(socket, 'user', () => 'bo')
 * same.assigns.user
 * // => 'ana'
 */
export async function assignNew<Key extends string, Value>(
  socket: Socket<object>,
  key: Key,
  fn: () => Value | Promise<Value>,
): Promise<Socket<Record<Key, Value>>> {
  const source = callSite()
  const step = { layer: 'live', name: 'assignNew', tag: `live.assignNew.${key}`, source } as const
  if (hasKey<Key, Value>(socket, key)) {
    record({ ...step, outcome: 'skip', detail: `${key} is there: its function was not run` })
    return socket
  }
  const value = await span({ ...step, detail: `${key} was not there: its function ran once` }, fn)
  return assign(socket, { [key]: value } as Record<Key, Value>)
}

function hasKey<Key extends string, Value>(
  socket: Socket<object>,
  key: Key,
): socket is Socket<Record<Key, Value>> {
  return Object.hasOwn(socket.assigns, key)
}

/**
 * A message for the reader, beside what is shown. In Phoenix: `put_flash/3`.
 *
 * @example
 * putFlash(newSocket({}, { connected: true }), 'score_deleted').flash
 * // => { name: 'score_deleted', about: '' }
 */
export function putFlash<Assigns extends object>(
  socket: Socket<Assigns>,
  name: string,
  about = '',
): Socket<Assigns> {
  return Object.freeze({ ...socket, flash: { name, about } })
}

/** A socket whose reader goes elsewhere. */
export type Redirected<S extends Socket = Socket> = S & { readonly redirect: Redirect }

/**
 * Sends the reader to another page of the app, with the flash that was put. In Phoenix:
 * `redirect/2`.
 *
 * @example
 * redirectTo(newSocket({}, { connected: true }), '/scores').redirect
 * // => { to: '/scores', flash: null }
 */
export function redirectTo<Assigns extends object>(
  socket: Socket<Assigns>,
  to: string,
): Redirected<Socket<Assigns>> {
  return Object.freeze({ ...socket, redirect: { to, flash: socket.flash } })
}
