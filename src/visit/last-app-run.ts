import type { Trace } from '#trace/trace-step.ts'
import { routeOf } from '#router.ts'

/**
 * The newest request to the app, of those that one can look at again; left out
 * where there is none. What was asked of a lever or a lab is none.
 */
export const lastAppRun = (traces: readonly Trace[]): Trace | undefined =>
  traces.find(({ kind, steps: [first] }) => {
    const path = first?.data['path']
    return (kind ?? 'request') === 'request' && typeof path === 'string' && routeOf(path).bends
  })
