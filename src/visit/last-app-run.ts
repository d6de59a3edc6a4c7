import { leadsTo } from '#trace/came-after.ts'
import type { Trace } from '#trace/trace-step.ts'
import { routeOf } from '#router.ts'

/**
 * The newest request to the app, of those that one can look at again; left out
 * where there is none. What was asked of a lever or a lab is none, and a page
 * that was only led to stands for what led there.
 */
export function lastAppRun(traces: readonly Trace[]): Trace | undefined {
  const runs = traces.filter(isOfApp)
  const [newest, before] = runs
  if (!newest || !before || !newest.title.startsWith('GET ')) return newest
  const isLed = before.persona === newest.persona && leadsTo(before, pathOf(newest) ?? '')
  return isLed ? before : newest
}

function isOfApp(trace: Trace): boolean {
  const path = pathOf(trace)
  return (trace.kind ?? 'request') === 'request' && path !== null && routeOf(path).bends
}

function pathOf({ steps: [first] }: Trace): string | null {
  const path = first?.data['path']
  return typeof path === 'string' ? path : null
}
