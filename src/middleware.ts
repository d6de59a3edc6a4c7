/**
 * The way of every request, as a list of plugs: the table of contents of the
 * server. In Phoenix: the `:browser` pipeline and the router's scopes.
 */
import { courseMessages } from '#course/messages.ts'
import { leverMessages } from '#levers/messages.ts'
import { messages } from '#app/web/messages.ts'
import { pipeline } from '#http/pipeline.ts'
import { fetchFlash } from '#http/fetch-flash.ts'
import { assignOrgToScope } from '#app/web/organization.ts'
import { fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken } from '#visit/fetch-sandbox.ts'
import { watchRequest } from '#visit/watch-request.ts'
import {
  fetchCurrentScope,
  fetchCurrentScopeForApiUser,
  redirectIfUserIsAuthenticated,
  requireAuthenticatedUser,
  requireSudoMode,
} from '#app/web/user-auth.ts'

const ofUser = [requireAuthenticatedUser]
const inOrganization = [requireAuthenticatedUser, assignOrgToScope]
const inSudoMode = [requireAuthenticatedUser, requireSudoMode]

export const onRequest = pipeline({
  around: watchRequest,

  // #region browser-pipeline
  // Before the first plug the front has checked Host and
  // Origin (src/server/request-checks.ts) and set the
  // security headers (src/server/security-headers.ts).
  every: [
    // Whose server is it? Each visitor has a database.
    fetchSandbox,
    // What did the last request leave to say?
    fetchFlash(messages, courseMessages, leverMessages),
    // Who is asking? The last, for it asks the database.
    fetchCurrentScope,
  ],
  // Each page names its layout: src/site/App.astro.
  // #endregion browser-pipeline

  // A token opens what a program may ask for: never the account itself, nor the sandbox around it.
  // #region api-pipeline
  api: { every: [fetchSandboxOfToken, fetchCurrentScopeForApiUser], routes: ['/'] },
  // #endregion api-pipeline

  // Who may connect is asked by the hooks of the page's live session, in src/app/web/live/router.ts.
  live: { every: [fetchSandboxOfPage], routes: ['/live', '/live/[id]'] },

  // A route is guarded by what it is, not by how its address begins.
  // #region routes
  routes: {
    '/guess': [requireAuthenticatedUser],
    '/users/register': [redirectIfUserIsAuthenticated],
    '/users/settings': inSudoMode,
    '/users/settings/confirm-email/[token]': inSudoMode,
    '/users/settings/sessions': inSudoMode,
    '/users/settings/api-tokens': inSudoMode,
    '/users/settings/api-tokens/[id]': inSudoMode,
    '/scores': ofUser,
    '/scores/new': ofUser,
    '/scores/[id]': ofUser,
    '/organizations': ofUser,
    '/organizations/[org]': inOrganization,
    '/organizations/[org]/scores': inOrganization,
    '/organizations/[org]/scores/new': inOrganization,
    '/organizations/[org]/scores/[id]': inOrganization,
  },
  // #endregion routes
})
