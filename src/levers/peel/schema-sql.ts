import type { Json, Trace } from '#trace/trace-step.ts'

const CHANGES = /^\s*(?:drop|create|alter|update\s+"?sqlite_schema)\b/i

/**
 * The SQL by which a lab has changed the tables, as its trace tells it, newest
 * run first; nothing where that is not kept any more.
 */
export function schemaSqlIn(traces: readonly Trace[]): readonly string[] {
  const switched = traces.filter(({ steps }) =>
    steps.some(({ tag }) => tag === 'context.Layers.switch'),
  )
  return switched.flatMap(({ steps }) =>
    steps.flatMap(({ layer, data }) => {
      const { sql, parameters } = data
      if (layer !== 'sql' || typeof sql !== 'string' || !CHANGES.test(sql)) return []
      const [text] = Array.isArray(parameters) ? (parameters as readonly Json[]) : []
      // The new text of a table says more than the statement that writes it.
      return [typeof text === 'string' ? `${sql}\n-- ?1: ${text}` : sql]
    }),
  )
}
