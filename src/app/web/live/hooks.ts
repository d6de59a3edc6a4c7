/**
 * Who may connect. A plug guards the request for a page; these guard the
 * connection that the page opens, which no plug of that page sees. In
 * Phoenix: the `on_mount/4` clauses of `UserAuth`.
 */
import { Accounts } from '#app/accounts/accounts.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import {
  isOrganizationScope,
  isUserScope,
  putOrganization,
  scopeForVisitor,
  type OrganizationScope,
  type Scope,
  type UserScope,
} from '#app/accounts/scope.ts'
import {
  SUDO_MINUTES_TO_ACT,
  SUDO_MINUTES_TO_ENTER,
} from '#app/accounts/lifetimes.ts'
import {
  assign,
  assignNew,
  putFlash,
  redirectTo,
  type Socket,
} from '#live/socket.ts'
import type { Said } from '#http/messages.ts'
import { messages } from '../messages.ts'
import { scopeOfSession } from '../session.ts'
import { noteScope } from '../who-asks.ts'
import { defineHook, type Session } from './app-live.ts'

// #region mount-current-scope
/**
 * Finds out who connects, whoever it is.
 * In Phoenix: `mount_current_scope`.
 */
export const mountCurrentScope = defineHook<Scope>(
  'mountCurrentScope',
  async (_params, session, socket) => ({
    cont: await withScope(session, socket),
  }),
)

/**
 * What the plug has found for the first sight is there
 * already; a connection looks once more.
 */
// #region with-scope
const withScope = (session: Session, socket: Socket) =>
  assignNew(socket, 'currentScope', async () => {
    const { surroundings, userToken: token } = session
    const scope = scopeForVisitor(surroundings)
    const found = token
      ? await Accounts.getUserBySessionToken(scope, token)
      : null
    // #endregion with-scope
    const current = found
      ? scopeOfSession(scope, found)
      : scope
    noteScope(current)
    // #region with-scope-end
    return current
  })
// #endregion with-scope-end
// #endregion mount-current-scope

// #region require-authenticated
/** Lets those through who are logged in. In Phoenix: `require_authenticated`. */
export const requireAuthenticated = defineHook<UserScope>(
  'requireAuthenticated',
  async (_params, session, socket) => {
    const mounted = await withScope(session, socket)
    const scope = mounted.assigns.currentScope
    if (!isUserScope(scope))
      return askToLogIn(mounted, messages.must_log_in())
    return {
      cont: assign(mounted, { currentScope: scope }),
    }
  },
)
// #endregion require-authenticated

// #region require-sudo-mode
/**
 * Lets those through who have just proved who they are.
 * In Phoenix: `require_sudo_mode`.
 *
 * To open a page takes a fresher proof than to act on one
 * that is open: a page that was let in connects as long as
 * its forms are taken.
 */
export const requireSudoMode = defineHook<UserScope>(
  'requireSudoMode',
  async (_params, session, socket) => {
    const mounted = await withScope(session, socket)
    const scope = mounted.assigns.currentScope
    const minutes = session.admitted
      ? SUDO_MINUTES_TO_ACT
      : SUDO_MINUTES_TO_ENTER
    const isSure =
      isUserScope(scope) &&
      Accounts.inSudoMode(scope, minutes)
    if (!isSure)
      return askToLogIn(
        mounted,
        messages.must_reauthenticate(),
      )
    return {
      cont: assign(mounted, { currentScope: scope }),
    }
  },
)
// #endregion require-sudo-mode

// #region assign-org-to-scope
/** Puts the organization that the address names into the scope, unless the plug has done it. */
export const assignOrgToScope =
  defineHook<OrganizationScope>(
    'assignOrgToScope',
    async (params, session, socket) => {
      const mounted = await withScope(session, socket)
      const scope = mounted.assigns.currentScope
      if (!isUserScope(scope))
        return askToLogIn(mounted, messages.must_log_in())
      if (isOrganizationScope(scope))
        return {
          cont: assign(mounted, { currentScope: scope }),
        }
      const slug = params['org'] ?? ''
      const organization =
        await Organizations.getOrganizationBySlugOrThrow(
          scope,
          slug,
        )
      return {
        cont: assign(mounted, {
          currentScope: putOrganization(
            scope,
            organization,
          ),
        }),
      }
    },
  )
// #endregion assign-org-to-scope

/** A connection cannot set the cookie that leads back after the log-in; neither can Phoenix's. */
const askToLogIn = (socket: Socket, message: Said) => ({
  halt: redirectTo(
    putFlash(socket, message.name),
    '/users/log-in',
  ),
})
