/** What came of a request by itself: the page that it led to, and the page that connected. */
import { replyOf, type Trace } from './trace-step.ts'

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
    if (next.kind !== 'connect' && !isLedTo(last, next)) break
    came.push(next)
  }
  return came
}

const isLedTo = (from: Trace, { title }: Trace) =>
  title.startsWith('GET ') && leadsTo(from, title.slice(4))

/** Whether a request was sent on to this path, or to one of this pattern, whatever was asked there. */
export function leadsTo(from: Trace, pattern: string): boolean {
  const location = from.status === 303 ? replyOf(from)?.data['location'] : null
  if (typeof location !== 'string') return false
  const parts = pattern.split('/')
  const path = location.split('?', 1)[0]?.split('/') ?? []
  return (
    parts.length === path.length &&
    parts.every((part, index) => part === path[index] || /^[[‹]/.test(part))
  )
}
