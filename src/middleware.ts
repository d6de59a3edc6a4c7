/**
 * The way of every request, as a list of plugs: the table of contents of the
 * server. In Phoenix: the `:browser` pipeline and the router's scopes.
 */
import { pipeline } from '#web/pipeline.ts'
import { fetchFlash } from '#web/plugs/fetch-flash.ts'
import { fetchSandbox } from '#web/plugs/sandbox.ts'
import {
  fetchCurrentScope,
  redirectIfUserIsAuthenticated,
  requireAuthenticatedUser,
  requireSudoMode,
} from '#web/plugs/user-auth.ts'

export const onRequest = pipeline({
  // #region browser-pipeline
  every: [fetchSandbox, fetchFlash, fetchCurrentScope],
  // #endregion browser-pipeline

  // A route is guarded by what it is, not by how its address begins.
  // #region routes
  routes: {
    '/users/register': [redirectIfUserIsAuthenticated],
    '/users/settings': [requireAuthenticatedUser, requireSudoMode],
  },
  // #endregion routes
})
