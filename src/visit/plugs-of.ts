import { pipelineOf, routeOf, ROUTES, type PlugName } from '#router.ts'
import { fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken } from './fetch-sandbox.ts'

/** They run whatever is switched off. */
const FIXED = new Set(
  [fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken].map(({ name }) => name),
)

/** The plugs of a route that a lab can leave out, in the order in which a request meets them. */
export const plugsOf = (pattern: string): readonly PlugName[] =>
  [...pipelineOf(pattern), ...routeOf(pattern).guards].filter((name) => !FIXED.has(name))

/** All of them, over every route that a lab reaches. */
export const plugsOfAll = (): readonly PlugName[] => [
  ...new Set(
    Object.keys(ROUTES)
      .filter((pattern) => routeOf(pattern).bends)
      .flatMap(plugsOf),
  ),
]
