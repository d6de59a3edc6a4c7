/**
 * Which functions the prompt only lists, and why; and what it calls by another
 * name than the source does. Everything else of the contexts may be called.
 */

const OF_SESSIONS =
  'Sessions are made and ended where somebody logs in or out. Do it on the page, and look at the trace.'
const OF_TOKENS =
  'A token opens a door, so none is printed here. Make one in the settings, and look at the trace.'

/** By the names of the source. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'Accounts.generateUserSessionToken': OF_SESSIONS,
  'Accounts.renewUserSessionToken': OF_SESSIONS,
  'Accounts.getUserBySessionToken': OF_SESSIONS,
  'Accounts.deleteUserSessionToken': OF_SESSIONS,
  'Accounts.deleteUserSession': OF_SESSIONS,
  'Accounts.deleteOtherUserSessions': OF_SESSIONS,
  'Accounts.deleteAllUserSessions': OF_SESSIONS,
  'Accounts.createUserApiToken': OF_TOKENS,
  'Accounts.fetchUserByApiToken': OF_TOKENS,
  'Accounts.changeUserRegistration': 'Write `change(build(users))`: it is no more than that.',
  'Scores.subscribeScores': 'Only a page that stays open hears of scores. Open /scores.',
}

/** The functions of a scope that a prompt has no use for. */
export const SCOPE_NOT_HERE =
  'A scope is made where a request comes in. `Scope.for_user(user)` makes one here.'

/** Plugs and hooks. */
export const PLUG_NOT_HERE =
  'A plug runs when a request comes, and a hook when a page connects. Open /users/settings and look at the trace.'

/** Each call of one of these hashes a password, which takes its time. */
export const HASHES: ReadonlySet<string> = new Set([
  'Accounts.getUserByEmailAndPassword',
  'Accounts.registerUserWithPassword',
  'Accounts.changeUserPassword',
  'Accounts.updateUserPassword',
  'User.passwordChangeset',
])
