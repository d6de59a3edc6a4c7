/** One JSON line per event. Values never hold a form's content, a cookie or a token. */
import type { LogLevel } from './config.ts'

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = Readonly<
  Record<'error' | 'info' | 'debug', (event: string, fields?: Fields) => void>
>

const ORDER = ['silent', 'error', 'info', 'debug'] as const

export function createLog(
  level: LogLevel,
  write = (line: string) => void process.stdout.write(line),
): Log {
  const at =
    (own: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: Fields = {}) => {
      if (ORDER.indexOf(own) > ORDER.indexOf(level)) return
      write(`${JSON.stringify({ time: new Date().toISOString(), level: own, event, ...fields })}\n`)
    }
  return Object.freeze({ error: at('error'), info: at('info'), debug: at('debug') })
}
