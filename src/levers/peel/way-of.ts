/** Which layers stood on the way of a run, and what each of them has said lately. */
import { findLiveRoute } from '#app/web/live/router.ts'
import { numbered } from '#lib/counted.ts'
import { isSwitchedOff } from '#trace/layers-off.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import { plugsOf } from '#visit/plugs-of.ts'
import type { Layer } from './layers.ts'

const WRITES = /^sql\.(?:insert|update|delete)\.(\w+)/

/** A run may end before it has met all that stood on its way: a table counts that has all fields of what was cast. */
export function onTheWay(
  { steps }: Pick<Trace, 'steps'>,
  layers: readonly Layer[],
): ReadonlySet<string> {
  const pattern = patternOf(steps)
  const tags = new Set([
    ...plugsOf(pattern).map((name) => `plug.${name}`),
    ...(findLiveRoute(pattern)?.route.hooks ?? []).map((name) => `live.onMount.${name}`),
    ...steps.map(({ tag }) => tag),
  ])
  const cast = steps.filter(({ tag }) => tag.endsWith('.cast')).map(fieldsOf)
  const fields = new Set(cast.flat())
  const written = new Set(steps.flatMap(({ tag }) => WRITES.exec(tag)?.[1] ?? []))
  const columns = columnsByTable(layers)
  for (const [table, own] of columns)
    if (cast.some((all) => all.length > 0 && all.every((field) => own.has(field))))
      written.add(table)
  const isMet = ({ tag, constraint }: Layer) => {
    if (!constraint) return tags.has(tag)
    if (!written.has(constraint.table)) return false
    // What no form fills in is filled in by the program.
    return constraint.kind !== 'not_null' || fields.has(constraint.columns[0] ?? '')
  }
  return new Set(layers.filter(isMet).map(({ tag }) => tag))
}

function patternOf(steps: readonly TraceStep[]): string {
  const path = steps[0]?.data['path']
  return typeof path === 'string' ? path : ''
}

function fieldsOf({ data: { fields } }: TraceStep): readonly string[] {
  return Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []
}

/** As far as constraints tell: the columns of each table that any of them is about. */
function columnsByTable(layers: readonly Layer[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byTable = Map.groupBy(
    layers.flatMap(({ constraint }) => constraint ?? []),
    ({ table }) => table,
  )
  return new Map(
    [...byTable].map(([table, own]) => [table, new Set(own.flatMap(({ columns }) => columns))]),
  )
}

/** `refused 2`, `let 4 pass`; empty for what nobody has met lately. */
export function saidLately({ tag }: Layer, traces: readonly Trace[]): string {
  const met = traces.flatMap(({ steps }) => steps.filter((step) => step.tag === tag))
  const refused = met.filter(({ outcome }) => outcome === 'error' || outcome === 'halt').length
  if (refused > 0) return `refused ${refused}`
  const skipped = met.filter(isSwitchedOff).length
  const passed = met.filter(({ outcome }) => outcome === 'ok').length
  if (passed === 0) return skipped > 0 ? `left out ${numbered(skipped, 'time')}` : ''
  return `let ${passed} pass`
}
