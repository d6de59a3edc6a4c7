/**
 * Makes any value safe to keep in a trace: plain JSON, short, without secrets.
 * Bytes are never shown: in this house they are tokens and hashes.
 */
import { REDACTED } from '#lib/redacted.ts'
import { Secret } from '#lib/secret.ts'
import type { Json } from './trace-step.ts'
import type { Wire } from './wire.ts'

const LONGEST_TEXT = 300
const MOST_ENTRIES = 50
const DEEPEST = 5

/** What was made safe before it came here, and is kept as it is: a value in its plain form. */
export class Safe {
  readonly json: Json

  constructor(json: Wire) {
    // A plain form is JSON throughout; its types have names where those of JSON have none.
    this.json = json as unknown as Json
  }
}

export function printable(data: Readonly<Record<string, unknown>>): {
  readonly [key: string]: Json
} {
  return toJson(data, 0) as { readonly [key: string]: Json }
}

function toJson(value: unknown, depth: number): Json {
  if (value === null || value === undefined) return null
  if (value instanceof Secret) return REDACTED
  if (value instanceof Safe) return value.json
  if (ArrayBuffer.isView(value)) return `‹${value.byteLength} bytes›`
  if (typeof value === 'string') return shorten(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  // As JSON has it, where the text of no date at all would throw.
  if (value instanceof Date) return value.toJSON()
  if (value instanceof RegExp) return String(value)
  if (depth >= DEEPEST) return '…'
  if (Array.isArray(value))
    return value.slice(0, MOST_ENTRIES).map((item) => toJson(item, depth + 1))
  if (typeof value !== 'object') return `‹${typeof value}›`
  const entries = Object.entries(value)
    .slice(0, MOST_ENTRIES)
    .map(([key, item]) => [shorten(key), toJson(item, depth + 1)] as const)
  return Object.freeze(Object.fromEntries(entries))
}

/** Cuts long text. A cut never leaves half a surrogate pair, which JSON cannot carry. */
export function shorten(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= longest) return text.toWellFormed()
  return `${text.slice(0, longest).toWellFormed()}… (${text.length} characters)`
}
