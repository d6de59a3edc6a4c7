/** What a row of the list says of its step: a name to look up, how it ended, how long it took. */
import { numbered } from '#lib/counted.ts'
import { capital } from '#lib/capital.ts'
import type { End } from './ending.ts'
import { sqlName } from './sql-words.ts'
import { isMap, type Json, type Trace, type TraceStep } from './trace-step.ts'

/**
 * Something that a reader can look up. A scope goes by who it is of.
 *
 * @example
 * rowName({ ...step, layer: 'sql', name: 'insert into "users" …' })
 * // => 'insert into users'
 */
export function rowName({ layer, name, tag, detail, data }: TraceStep): string {
  if (layer === 'sql') return sqlName(name)
  if (layer === 'reply') return detail === '' ? name : `${name} · ${detail}`
  if (tag !== 'scope.current') return name
  const after = data['after']
  const email = isMap(after) ? after['email'] : null
  return typeof email === 'string' ? email : 'a visitor'
}

export interface Result {
  /** A shape for whoever cannot see colours; empty for none. */
  readonly mark: '' | '✕' | '■' | '∅' | '⚠'
  readonly words: string
}

const NONE: Result = { mark: '', words: '' }
const quiet = (words: string): Result => ({ mark: '', words })

/** How a step ended. The one that ended the request says so with a mark. */
export function rowResult(step: TraceStep, end: End, isDecisive: boolean): Result {
  const { outcome, detail, layer, data } = step
  if (outcome === 'halt') return { mark: '■', words: 'halted' }
  if (outcome === 'skip')
    return quiet(detail.startsWith('switched off') ? 'switched off' : 'skipped')
  if (isDecisive && end.kind === 'refused') return { mark: '✕', words: 'refused' }
  if (isDecisive && end.kind === 'nothing') return { mark: '∅', words: 'no rows' }
  if (isDecisive && end.kind === 'leaked') return { mark: '⚠', words: notWhose(step) }
  // A parent fails because of its child, which says why.
  if (outcome === 'error') return quiet('error')
  if (layer === 'constraint') return quiet('held')
  const { rows } = data
  return typeof rows === 'number' && layer === 'sql' ? quiet(rowsInWords(rows)) : NONE
}

const rowsInWords = (rows: number) => (rows === 0 ? 'no rows' : numbered(rows, 'row'))

interface Stranger {
  readonly table: string
  readonly key: string
  readonly owner: string
}

/** The first row that a query read or wrote though it is somebody else’s. */
function strangerOf({ data: { strangers } }: TraceStep): Stranger | null {
  const [first] = Array.isArray(strangers) ? (strangers as readonly Json[]) : []
  if (!isMap(first)) return null
  const { table, key, owner } = first
  if (typeof table !== 'string' || typeof owner !== 'string') return null
  const written = typeof key === 'string' ? key : JSON.stringify(key)
  return { table, key: written, owner: capital(owner) }
}

function notWhose(step: TraceStep): string {
  const stranger = strangerOf(step)
  return stranger ? `${stranger.owner}’s` : 'somebody else’s'
}

/** What was decided, as a person says it. Of a row that leaked, whose it is. */
export function rowSentence(step: TraceStep, { persona }: Pick<Trace, 'persona'>): string {
  const stranger = strangerOf(step)
  if (!stranger) return step.layer === 'reply' ? '' : sentence(step.detail)
  const { table, key, owner } = stranger
  const who = persona === 'you' ? 'you' : capital(persona)
  return `${table} ${key} belongs to ${owner}; ${who} asked. Nothing in this query says whose it must be.`
}

const sentence = (words: string) => (/^$|[.!?…]$/.test(words) ? words : `${words}.`)

/**
 * How long steps took, in milliseconds; `null` if none of them waits. What ran
 * inside another is in its time already.
 */
export function tookOf(steps: readonly TraceStep[]): number | null {
  const inside = new Set(steps.map(({ id }) => id))
  const times = steps
    .filter(({ parent }) => parent === null || !inside.has(parent))
    .map(({ data: { milliseconds } }) => milliseconds)
    .filter((time) => typeof time === 'number')
  return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0)
}
