/**
 * The pages that stay connected, by address, and the hooks that guard them. In
 * Phoenix: the `live_session` blocks of the router.
 */
import { liveSession } from '#live/live-session.ts'
import { paramsIn } from '#lib/route-pattern.ts'
import type { RouteParams } from '#live/live-view.ts'
import { GuessLive } from './guess-live.ts'
import {
  assignOrgToScope,
  mountCurrentScope,
  requireAuthenticated,
  requireSudoMode,
} from './hooks.ts'
import { ScoreFormLive } from './score-form-live.ts'
import { ScoresLive } from './scores-live.ts'
import { UserRegistrationLive } from './user-registration-live.ts'
import { UserSettingsLive } from './user-settings-live.ts'

// #region live-sessions
export const LIVE_ROUTES = {
  ...liveSession('current_user', {
    onMount: [mountCurrentScope],
    routes: { '/users/register': UserRegistrationLive },
  }),
  // #region live-session-of-users
  ...liveSession('require_authenticated_user', {
    onMount: [requireAuthenticated],
    routes: {
      '/guess': GuessLive,
      '/scores': ScoresLive,
      '/scores/new': ScoreFormLive,
      '/scores/[id]/edit': ScoreFormLive,
    },
  }),
  // #endregion live-session-of-users
  ...liveSession('organization', {
    onMount: [requireAuthenticated, assignOrgToScope],
    routes: {
      '/organizations/[org]/scores': ScoresLive,
      '/organizations/[org]/scores/new': ScoreFormLive,
      '/organizations/[org]/scores/[id]/edit': ScoreFormLive,
    },
  }),
  ...liveSession('require_sudo_mode', {
    onMount: [requireSudoMode],
    routes: { '/users/settings': UserSettingsLive },
  }),
}
// #endregion live-sessions

type LiveRoutes = typeof LIVE_ROUTES

/** The live view at an address such as `/scores`, and what its path holds. */
export function findLiveRoute(
  path: string,
): { readonly route: LiveRoutes[keyof LiveRoutes]; readonly params: RouteParams } | null {
  for (const [pattern, route] of Object.entries(LIVE_ROUTES)) {
    const params = paramsIn(path, pattern)
    if (params) return { route, params }
  }
  return null
}
