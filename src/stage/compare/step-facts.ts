/** What two runs are compared by: of each layer what it decided, without times, ids of requests and the reader’s own marks. */
import { isMap, type Json, type TraceStep } from '#trace/trace-step.ts'

type Facts = Readonly<Record<string, Json>>

/**
 * What a step saw that another run may have otherwise.
 *
 * @example
 * factsOf({ layer: 'sql', tag: 'sql.select.scores', data: { sql: 'select ?', parameters: [1], rows: 1, milliseconds: 2 } })
 * // => { sql: 'select ?', parameters: [1], rows: 1 }
 */
export function factsOf({ layer, tag, data }: Pick<TraceStep, 'layer' | 'tag' | 'data'>): Facts {
  const own = (...names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (name in data ? [[name, withoutTimes(data[name]!)]] : [])),
    )
  switch (layer) {
    case 'request':
      return { ...own('params'), ...fieldsOf(data['fields']) }
    case 'scope':
      return tag === 'scope.current' ? own('after') : own('options')
    case 'context':
      return { ...own('returned'), given: withoutTimes(givenIn(data)) }
    case 'changeset':
      return tag.endsWith('.cast') ? own('errors', 'values') : own('errors', 'options')
    case 'sql':
      return own('sql', 'parameters', 'rows', 'strangers')
    case 'mail':
      return own('to', 'subject')
    case 'reply':
      return own('flash', 'location')
    default:
      return {}
  }
}

/** Whether two steps of one tag decided the same. */
export function isEqual(one: TraceStep, other: TraceStep): boolean {
  const told = (step: TraceStep) =>
    JSON.stringify([step.outcome, step.name, detailOf(step), factsOf(step)])
  return told(one) === told(other)
}

// Who asks stands over the column, and what was counted stands in the facts.
const detailOf = ({ layer, detail }: TraceStep) =>
  layer === 'request' || layer === 'scope' || layer === 'sql' ? '' : detail

/** What was sent, without what the course itself sends along. */
function fieldsOf(fields: Json | undefined): Facts {
  if (!isMap(fields)) return {}
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('_')))
}

/** The arguments after the scope: the scope has a row of its own. */
const givenIn = ({ args }: TraceStep['data']): Json =>
  Array.isArray(args)
    ? (args as readonly Json[]).filter((each) => !isMap(each) || each['$'] !== 'scope')
    : []

/** Two runs are never made at one time, which is no difference of theirs. */
function withoutTimes(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutTimes)
  if (typeof value === 'string') return TIME.test(value) ? '‹time›' : value
  if (!isMap(value)) return value
  if (value['$'] === 'time') return '‹time›'
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name.endsWith('_at') ? '‹time›' : withoutTimes(inner),
    ]),
  )
}

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/
