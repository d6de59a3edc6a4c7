import type { Scope, Surroundings } from '#app/accounts/scope.ts'

/** What the app keeps with a request. In Phoenix: its own assigns. */
export interface AppLocals {
  /** The database, clock, mailbox and pubsub that the scope of this request will have. */
  surroundings: Surroundings
  /** Who is asking. There from the plug `fetchCurrentScope` on. */
  scope: Scope
}
