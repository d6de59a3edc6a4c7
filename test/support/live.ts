import { inSurroundings, type Scope } from '#app/accounts/scope.ts'
import type { Surroundings } from '#app/accounts/surroundings.ts'
import type { Renew } from '#live/live-view.ts'

/** What an open page does with its scope when it wakes up in these surroundings. */
export const renewedIn =
  (surroundings: Surroundings): Renew<Scope> =>
  (scope) =>
    inSurroundings(scope, surroundings)
