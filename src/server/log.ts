/**
 * One JSON line per event. Values never hold a form's content, a cookie or a token.
 *
 * Two kinds of line follow from what readers do, and a flood of requests would be a flood of lines: `request`,
 * one for each answer, and `event`, what somebody may ask for later. Of each name so many are written, the next
 * line says how many were left out before it, and `counters.ts` has all of them. On a terminal, where somebody
 * reads, both are written at `debug` alone.
 */
import { SECOND } from '#lib/duration.ts'
import type { LogLevel } from './config.ts'
import { counters } from './counters.ts'
import { Samples } from './samples.ts'

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
type Write = (event: string, fields?: Fields) => void

export type Log = Readonly<Record<'error' | 'info' | 'debug', Write>> & {
  /** What was asked and answered, once for each request. */
  readonly request: (fields: Fields & { readonly status: number }) => void
  /** What whoever runs the site may want to know of later: a log-in, a limit that was hit, a reset. */
  readonly event: Write
  /** Says of each kind how many lines were left out, where no later one of its kind has. */
  readonly sayLeftOut: () => void
}

interface Options {
  readonly write?: (line: string) => void
  /** Whether somebody sits in front of it. */
  readonly isTerminal?: boolean
  readonly now?: () => number
}

// What JSON leaves as it is and a terminal, or a reader of lines, obeys.
const OBEYED = /[\x7f-\x9f\u2028\u2029]/g
const escape = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

const ORDER = ['silent', 'error', 'info', 'debug'] as const
type Level = Exclude<LogLevel, 'silent'>

/** A class of forty stays below this; a flood does not. */
const REQUESTS = { atOnce: 500, perMilliseconds: 5 * SECOND }
/** The same for each kind of event, and for answers that are one of a flood, or may be lost in it. */
const EVENTS = { atOnce: 50, perMilliseconds: 10 * SECOND }
const LIMITED = 429

export function createLog(
  level: LogLevel,
  {
    write = (line) => void process.stdout.write(line),
    isTerminal = false,
    now = () => performance.now(),
  }: Options = {},
): Log {
  const samples = new Samples(now)
  const isOn = (own: Level) => ORDER.indexOf(own) <= ORDER.indexOf(level)
  const at =
    (own: Level): Write =>
    (event, fields = {}) => {
      if (!isOn(own)) return
      const frame = { time: new Date().toISOString(), level: own, event }
      const line = JSON.stringify({ ...frame, ...fields, ...frame })
      write(`${line.replace(OBEYED, escape)}\n`)
    }
  const ofReaders = at(isTerminal ? 'debug' : 'info')
  const sampled = (event: string, kind: string, most: typeof EVENTS, fields: Fields) => {
    if (!isOn(isTerminal ? 'debug' : 'info')) return
    const leftOut = samples.take(kind, most)
    if (leftOut === null) counters.count('glasshouse_log_left_out_total', { event: kind })
    else ofReaders(event, leftOut > 0 ? { ...fields, leftOut } : fields)
  }
  return Object.freeze({
    error: at('error'),
    info: at('info'),
    debug: at('debug'),
    request: (fields: Fields & { readonly status: number }) => {
      if (fields.status === LIMITED) sampled('request', 'request limited', EVENTS, fields)
      else if (fields.status >= 500) sampled('request', 'request failed', EVENTS, fields)
      else sampled('request', 'request', REQUESTS, fields)
    },
    event: (event: string, fields: Fields = {}) => {
      counters.count('glasshouse_events_total', { event })
      sampled(event, event, EVENTS, fields)
    },
    sayLeftOut: () => {
      for (const [of, lines] of samples.leftOut()) ofReaders('lines left out', { of, lines })
    },
  })
}

/** An error with its stack, for a field of the log. */
export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
