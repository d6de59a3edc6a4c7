import { isRecord } from './equal.ts'
import { floatText, isFloat } from './number.ts'

/**
 * Puts the opts into the placeholders of a message. A placeholder that has no opt shows its own name.
 *
 * @example
 * fillIn('should be at most %{count} character(s)', { count: 160 })
 * // => 'should be at most 160 character(s)'
 */
export function fillIn(message: string, opts: Readonly<Record<string, unknown>>): string {
  return message.replace(/%\{(\w+)\}/g, (_, key: string) =>
    Object.hasOwn(opts, key) ? textOf(opts[key]) : key,
  )
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (typeof value === 'number' && isFloat(value)) return floatText(value)
  // Classes of this library print themselves; a plain map would print as nothing useful.
  return isRecord(value) ? JSON.stringify(value) : `${value as string}`
}
