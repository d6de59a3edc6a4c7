/** What is known in a line of the source once its step has run, as a debugger writes it beside the line. */
import { isMap, type Json, type TraceStep } from './trace-step.ts'
import { sqlName } from './sql-words.ts'

const LONGEST = 60

/**
 * One short fact for a line, at most; `null` for none.
 *
 * @example
 * valuesOf({ ...step, layer: 'sql', data: { rows: 1 } })
 * // => 'rows = 1'
 */
export function valuesOf({ layer, name, tag, data }: TraceStep): string | null {
  const { values, errors, rows, after } = data
  if (layer === 'changeset') return name === 'cast' ? firstOf(values) : errorsOf(errors)
  if (layer === 'sql') return typeof rows === 'number' ? `rows = ${rows}` : sqlName(name)
  if (tag !== 'scope.current') return null
  return short(`scope.user = ${isMap(after) ? JSON.stringify(after['email'] ?? null) : 'null'}`)
}

/** The first of the values that came in. */
function firstOf(values: Json | undefined): string | null {
  const [first] = isMap(values) ? Object.entries(values) : []
  return first ? short(`${first[0]} = ${JSON.stringify(first[1])}`) : null
}

function errorsOf(errors: Json | undefined): string | null {
  if (!Array.isArray(errors)) return null
  const words = (errors as readonly Json[]).map((error) => {
    const { field, message } = isMap(error) ? error : {}
    return typeof field === 'string' && typeof message === 'string' ? `${field}: ${message}` : '…'
  })
  return short(`errors = [${words.join(', ')}]`)
}

const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)
