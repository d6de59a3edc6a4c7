/** One JSON line per event. Values never hold a form's content, a cookie or a token. */
import type { LogLevel } from './config.ts'

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = Readonly<
  Record<'error' | 'info' | 'debug', (event: string, fields?: Fields) => void>
>

// What JSON leaves as it is and a terminal, or a reader of lines, obeys.
const OBEYED = /[\x7f-\x9f\u2028\u2029]/g
const escape = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

const ORDER = ['silent', 'error', 'info', 'debug'] as const

export function createLog(
  level: LogLevel,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  const at =
    (own: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: Fields = {}) => {
      if (ORDER.indexOf(own) > ORDER.indexOf(level)) return
      const frame = { time: new Date().toISOString(), level: own, event }
      const line = JSON.stringify({ ...frame, ...fields, ...frame })
      write(`${line.replace(OBEYED, escape)}\n`)
    }
  return Object.freeze({ error: at('error'), info: at('info'), debug: at('debug') })
}

/** An error with its stack, for a field of the log. */
export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
