import { Accounts } from '#app/accounts/accounts.ts'
import { SUDO_MINUTES_TO_ENTER } from '#app/accounts/lifetimes.ts'
import type { UserScope } from '#app/accounts/scope.ts'

/**
 * Where a change of the account leads: back to the settings, if they still
 * open. A form may be taken later than that, and whoever sent it is told so.
 */
export const afterSettings = (scope: UserScope): string =>
  Accounts.inSudoMode(scope, SUDO_MINUTES_TO_ENTER) ? '/users/settings' : '/'
