/** The recordings of the demos, read when the site is built. For prerendered pages: they are large. */
import recordings from 'virtual:glasshouse/recordings'
import type { Trace } from '#trace/trace-step.ts'

/** What was recorded of a demo, a trace for each of its steps; none before its first recording. */
export function listRecordingsOf({ id }: { readonly id: string }): readonly Trace[] {
  return recordings[id] ?? []
}
