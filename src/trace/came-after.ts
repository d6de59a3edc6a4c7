/** What came of a request by itself: the page that it led to, and the page that connected. */
import type { Trace } from './trace-step.ts'

/**
 * The traces that followed one without an act of its reader, the oldest first:
 * the page that a redirect led to, and a live page that connects once it is
 * shown. `newestFirst` are all that are kept.
 */
export function whatCameAfter(newestFirst: readonly Trace[], trace: Trace): readonly Trace[] {
  const at = newestFirst.findIndex(({ id }) => id === trace.id)
  const own = newestFirst
    .slice(0, Math.max(at, 0))
    .toReversed()
    .filter(({ persona }) => persona === trace.persona)
  const came: Trace[] = []
  for (const next of own) {
    const last = came.at(-1) ?? trace
    if (next.kind !== 'connect' && !leadsTo(last, next)) break
    came.push(next)
  }
  return came
}

/** Whether a redirect led to this request: by the address, where it has no parameters. */
function leadsTo(from: Trace, to: Trace): boolean {
  if (from.status !== 303 || !to.title.startsWith('GET ')) return false
  const location = from.steps.findLast(({ layer }) => layer === 'reply')?.data['location']
  if (typeof location !== 'string') return false
  const pattern = to.title.slice(4).split('/')
  const path = location.split('?', 1)[0]?.split('/') ?? []
  return (
    pattern.length === path.length &&
    pattern.every((part, index) => part === path[index] || /^[[‹]/.test(part))
  )
}
