/** A query as the log of a Phoenix server prints it, to be read and copied. */
import type { Json, Trace, TraceStep } from './trace-step.ts'

/**
 * The lines of a query's log.
 *
 * @example
 * queryLog({ ...step, name: 'select 1', data: { parameters: [7] } })
 * // => '[debug] QUERY OK\nselect 1 [7]'
 */
export function queryLog({
  name,
  outcome,
  data,
}: Pick<TraceStep, 'name' | 'outcome' | 'data'>): string {
  const sql = typeof data['sql'] === 'string' ? data['sql'] : name
  const source = SOURCE.exec(sql)?.groups?.['table']
  const facts = [
    `QUERY ${outcome === 'error' ? 'ERROR' : 'OK'}`,
    ...(source === undefined ? [] : [`source="${source}"`]),
    ...timeOf(data['milliseconds']),
  ]
  return `[debug] ${facts.join(' ')}\n${withNumbers(sql)} ${JSON.stringify(parametersOf(data))}`
}

/**
 * The statement with a number for each of its parameters, in their order.
 *
 * @example
 * withNumbers('select * from "scores" where "id" = ? and "user_id" = ?')
 * // => 'select * from "scores" where "id" = ?1 and "user_id" = ?2'
 */
export function withNumbers(sql: string): string {
  let next = 0
  return sql.replace(PLACE, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return whole
    next += 1
    return `?${next}`
  })
}

const SOURCE = /\b(?:into|from|update)\s+"?(?<table>\w+)/i

const timeOf = (time: Json | undefined): readonly string[] =>
  typeof time === 'number' ? [`db=${time.toFixed(1)}ms`] : []

const parametersOf = ({ parameters }: TraceStep['data']): readonly Json[] =>
  Array.isArray(parameters) ? (parameters as readonly Json[]) : []

/** The statement with its parameters in their places, to be run by hand. */
export function filledIn({ name, data }: Pick<TraceStep, 'name' | 'data'>): string {
  const sql = typeof data['sql'] === 'string' ? data['sql'] : name
  const parameters = parametersOf(data)
  let next = 0
  return sql.replace(PLACE, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return whole
    const value = parameters[next]
    next += 1
    return value === undefined ? whole : literal(value)
  })
}

// A question mark inside a text or a name is none.
const PLACE = /("[^"]*"|'[^']*')|\?/g

function literal(value: Json): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  return `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`
}

/** All queries of a run, each with the line that asked it. */
export function logOf({ steps }: Pick<Trace, 'steps'>): string {
  const queries = steps.filter(({ layer, outcome }) => layer === 'sql' && outcome !== 'skip')
  if (queries.length === 0) return 'No query was asked.\n'
  return queries.map((step) => `${queryLog(step)}${askedAt(step)}\n`).join('\n')
}

const askedAt = ({ source }: TraceStep) => (source ? `\n↳ ${source.file}:${source.line}` : '')
