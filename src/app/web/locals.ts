import type { Scope } from '#app/accounts/scope.ts'
import type { Surroundings } from '#app/accounts/surroundings.ts'

/** What the app keeps with a request. In Phoenix: its own assigns. */
export interface AppLocals {
  /** The database, clock, mailer and pubsub that the scope of this request will have. */
  surroundings: Surroundings
  /** Who is asking. There from the plug `fetchCurrentScope` on. */
  scope: Scope
}
