import type { Scope } from '#app/accounts/scope.ts'
import type { Surroundings } from '#app/accounts/surroundings.ts'
import type { Params } from '#changeset/cast.ts'
import type { Connection } from '#live/connections.ts'
import type { Mounted } from '#live/live-session.ts'
import type { Redirect } from '#live/socket.ts'
import type { Running } from './live/app-live.ts'
import type { Shown } from './live/shown.ts'

/** What the app keeps with a request. In Phoenix: its own assigns. */
export interface AppLocals {
  /** The database, clock, chance, mailer and pubsub that the scope of this request will have. */
  surroundings: Surroundings
  /** Who is asking. There from the plug `fetchCurrentScope` on. */
  scope: Scope
  /** The open pages of whoever is asking, and of nobody else. */
  live: OwnLivePages
}

/** A live page of this app that is open. */
export type LivePage = Connection<Scope, Shown>

export interface OwnLivePages {
  find(id: string): LivePage | null
  /** Mounts a view and keeps it. A page without JavaScript is patient: its reader may think for a while. */
  open(
    path: string,
    mount: (surroundings: Surroundings) => Promise<Mounted<Running<Shown>>>,
    options: { readonly patient: boolean },
  ): Promise<LivePage | { readonly halted: Redirect }>
  event(id: string, name: string, params: Params): Promise<LivePage>
}
