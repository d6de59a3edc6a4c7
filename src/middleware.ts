/**
 * Leads every request through the plugs that the router names, to its page.
 * Which plugs, and in which order, is in src/router.ts.
 */
import { courseMessages } from '#course/messages.ts'
import { leverMessages } from '#levers/messages.ts'
import { messages } from '#app/web/messages.ts'
import { pipeline, type Way } from '#http/pipeline.ts'
import { splitFixed, type Plug } from '#http/plug.ts'
import { fetchFlash } from '#http/fetch-flash.ts'
import { assignOrgToScope } from '#app/web/organization.ts'
import { fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken } from '#visit/fetch-sandbox.ts'
import { lightAtRest } from '#visit/at-rest.ts'
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

type Router = Readonly<{ routeOf: typeof routeOf; pipelineOf: typeof pipelineOf }>

const ROUTER: Router = { routeOf, pipelineOf }

// A router with a fault is another one, and has ways of its own.
const ways = new WeakMap<Router, Map<string, Way>>()

const plugsNamed = (names: readonly PlugName[]) => names.map((name) => PLUGS[name])

export const onRequest = pipeline({
  around: lightAtRest(watchRequest),
  api: splitFixed(plugsNamed(PIPELINES.api)),
  // Asked for twice in each request, of few patterns.
  wayOf(pattern) {
    const router = standsIn('router', ROUTER)
    return ways.get(router)?.get(pattern) ?? newWay(router, pattern)
  },
})

function newWay(router: Router, pattern: string): Way {
  const { guards, opensToTokens } = router.routeOf(pattern)
  const way: Way = {
    first: splitFixed(plugsNamed(router.pipelineOf(pattern))),
    guards: plugsNamed(guards),
    opensToTokens,
    showsSecrets: showsSecrets(pattern),
  }
  const known = ways.get(router) ?? new Map<string, Way>()
  ways.set(router, known.set(pattern, way))
  return way
}
