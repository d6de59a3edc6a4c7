/**
 * Leads every request through the plugs that the router names, to its page.
 * Which plugs, and in which order, is in src/router.ts.
 */
import { courseMessages } from '#course/messages.ts'
import { leverMessages } from '#levers/messages.ts'
import { messages } from '#app/web/messages.ts'
import { pipeline } from '#http/pipeline.ts'
import type { Plug } from '#http/plug.ts'
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
import { standsIn } from '#trace/watch.ts'
import { pipelineOf, PIPELINES, routeOf, showsSecrets, type PlugName } from './router.ts'

/** Every plug that the router names. */
const PLUGS: Readonly<Record<PlugName, Plug>> = {
  assignOrgToScope,
  fetchCurrentScope,
  fetchCurrentScopeForApiUser,
  fetchFlash: fetchFlash(
    [messages, courseMessages, leverMessages],
    (pattern) => routeOf(pattern).leavesFlash,
  ),
  fetchSandbox,
  fetchSandboxOfPage,
  fetchSandboxOfToken,
  redirectIfUserIsAuthenticated,
  requireAuthenticatedUser,
  requireSudoMode,
}

const ROUTER = { routeOf, pipelineOf }

const plugsNamed = (names: readonly PlugName[]) => names.map((name) => PLUGS[name])

export const onRequest = pipeline({
  around: watchRequest,
  api: plugsNamed(PIPELINES.api),
  wayOf(pattern) {
    const router = standsIn('router', ROUTER)
    const { guards, opensToTokens } = router.routeOf(pattern)
    return {
      first: plugsNamed(router.pipelineOf(pattern)),
      guards: plugsNamed(guards),
      opensToTokens,
      showsSecrets: showsSecrets(pattern),
    }
  },
})
