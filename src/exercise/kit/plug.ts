/**
 * `glasshouse/plug`: plugs for exercises, and the hooks of live views. The plugs are
 * the house’s own, over a request that nobody sent. What one of an exercise finds is
 * less than what one of the app does, and named alike.
 */
import * as house from '#http/plug.ts'
import type { Scope } from './given.ts'

export { defineHook } from '#live/live-session.ts'
export { assign, assignNew, newSocket, putFlash, redirectTo } from '#live/socket.ts'
export type { Socket } from '#live/socket.ts'

/** A request on its way. In Phoenix: `Plug.Conn`. */
export interface PlugContext {
  readonly request: Request
  readonly url: URL
  /** What plugs before have found out. In Phoenix: `conn.assigns`. */
  readonly locals: { readonly scope: Scope } & Readonly<Record<string, unknown>>
  readonly cookies: { readonly get: (name: string) => string | undefined }
  readonly redirect: (path: string, status?: number) => Response
}

export type Plug = house.Plug

type Assign = (values: Readonly<Record<string, unknown>>) => void
type PlugResult = Response | undefined | void

/** Names a plug. One that answers halts; one that answers nothing passes the request on. */
export const definePlug = (
  name: string,
  run: (context: PlugContext, assign: Assign) => PlugResult | Promise<PlugResult>,
): Plug =>
  // The house’s plugs know more of a request: what runs these gives them no more than this.
  house.definePlug(name, run as unknown as house.Plug['run'])

/** Runs plugs in order until one answers. */
export const runPlugs = (plugs: readonly Plug[], context: PlugContext): Promise<PlugResult> =>
  house.runPlugs(plugs, context as unknown as Parameters<house.Plug['run']>[0])

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly scope: Scope
  /** By their names, or whoever is asked for one: a plug that reads none asks nobody. */
  readonly cookies?: Readonly<Record<string, string>> | PlugContext['cookies']['get']
}

const ORIGIN = 'http://glasshouse.test'
const SEE_OTHER = 303

/** A request as a test sends it. */
export function contextOf({ method = 'GET', path = '/', scope, cookies = {} }: Sent): PlugContext {
  const url = new URL(path, ORIGIN)
  return {
    request: new Request(url, { method }),
    url,
    locals: { scope },
    cookies: { get: typeof cookies === 'function' ? cookies : (name) => cookies[name] },
    redirect: (to, status = SEE_OTHER) => new Response(null, { status, headers: { location: to } }),
  }
}
