import type { Scope, Surroundings } from '#app/accounts/scope.ts'
import type { Params } from '#changeset/cast.ts'
import type { Connection, LiveConnections } from '#live/connections.ts'

/** What the app keeps with a request. In Phoenix: its own assigns. */
export interface AppLocals {
  /** The database, clock, mailbox and pubsub that the scope of this request will have. */
  surroundings: Surroundings
  /** Who is asking. There from the plug `fetchCurrentScope` on. */
  scope: Scope
  /** The open pages of whoever is asking, and of nobody else. */
  live: OwnLivePages
}

export interface OwnLivePages {
  find(id: string): Connection | null
  /** Mounts a view and keeps it. A page without JavaScript is patient: its reader may think for a while. */
  open(
    path: string,
    mount: Parameters<LiveConnections['open']>[2],
    options: { readonly patient: boolean },
  ): ReturnType<LiveConnections['open']>
  event(id: string, name: string, params: Params): Promise<Connection>
}
