import type { Step } from '#lib/step.ts'
import { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import type { Changeset, FieldError } from './changeset.ts'
import { Decimal } from './decimal.ts'
import { isMap } from './equal.ts'
import { ruleError, type MessageOptions } from './message.ts'
import type { FieldOf } from './schema.ts'
import { rule } from './validations.ts'

export interface LengthOptions extends MessageOptions {
  readonly is?: number
  readonly min?: number
  readonly max?: number
  /** Graphemes are what a person counts; bytes are what a column or a hash counts, in UTF-8. */
  readonly count?: 'graphemes' | 'codepoints' | 'bytes'
}

type Kind = 'is' | 'min' | 'max'
type Unit = 'string' | 'binary' | 'list' | 'map'

/** `no more than` this many are counted. */
interface Measured {
  readonly unit: Unit
  readonly length: number
}

/**
 * Limits the length of a changed text, list or map. In Ecto: `validate_length/3`.
 *
 * Text is counted in graphemes unless `count` says otherwise. Only the first
 * limit that is not met is reported: `is`, then `min`, then `max`.
 *
 * @example
 * const changeset = cast(build(users), { email: 'ana@example.com' }, ['email'])
 * pipe(changeset, validateLength('email', { max: 10 })).errors[0]
 * // => { field: 'email', message: 'should be at most %{count} character(s)', opts: { count: 10, validation: 'length', kind: 'max', type: 'string' } }
 */
export function validateLength<Row extends object>(
  field: FieldOf<Row>,
  options: LengthOptions,
): Step<Changeset<Row>> {
  const arg = Object.freeze({ ...options })
  const limits = (['is', 'min', 'max'] as const).flatMap((kind) => limit(field, options, kind))
  // Counting stops where every limit is decided, however long the text is.
  const enough = Math.max(0, ...limits.map(([, count]) => count)) + 1
  return rule({ name: 'validateLength', kind: 'length', field, arg, options: arg }, (value) => {
    const { unit, length } = measure(field, value, options.count ?? 'graphemes', enough)
    const broken = limits.find(([kind, count]) => !holds(kind, length, count))
    return broken ? [lengthError(field, options, broken[0], broken[1], unit)] : []
  })
}

function limit(field: string, options: LengthOptions, kind: Kind): [Kind, number][] {
  const count = options[kind]
  if (count === undefined || count === null) return []
  if (typeof count === 'number' && count >= 0) return [[kind, count]]
  throw new TypeError(
    `validateLength: expected ${kind} for ${field} to be a number from 0 up, got ${String(count)}.`,
  )
}

function holds(kind: Kind, length: number, count: number): boolean {
  if (kind === 'is') return length === count
  return kind === 'min' ? length >= count : length <= count
}

const units: Readonly<Record<Unit, string>> = {
  string: 'be %{count} character(s)',
  binary: 'be %{count} byte(s)',
  list: 'have %{count} item(s)',
  map: 'have %{count} item(s)',
}

const bounds: Readonly<Record<Kind, string>> = { is: '', min: 'at least ', max: 'at most ' }

function lengthError(
  field: string,
  options: LengthOptions,
  kind: Kind,
  count: number,
  type: Unit,
): FieldError {
  const usual = `should ${units[type].replace('%', `${bounds[kind]}%`)}`
  return ruleError(field, options, usual, { count, validation: 'length', kind, type })
}

function measure(field: string, value: unknown, count: string, enough: number): Measured {
  if (typeof value === 'string' || value instanceof Uint8Array) {
    if (count === 'bytes') return { unit: 'binary', length: byteLength(value, enough) }
    if (count === 'codepoints') return { unit: 'string', length: codepointLength(value, enough) }
    if (count === 'graphemes') return { unit: 'string', length: graphemeLength(value, enough) }
    throw new TypeError(
      `validateLength: expected count for ${field} to be graphemes, codepoints or bytes, got ${count}.`,
    )
  }
  if (Array.isArray(value)) return { unit: 'list', length: value.length }
  if (isMap(value)) return { unit: 'map', length: mapSize(value) }
  throw new TypeError(
    `validateLength: expected the change of ${field} to be text, a list or a map, got a ${typeof value}. ` +
      'Use validateNumber for numbers.',
  )
}

// Ecto counts the parts of a date as it counts the keys of a map; so many has each in Elixir.
const PARTS = new Map<unknown, number>([
  [Decimal, 4],
  [CalendarDate, 5],
  [TimeOfDay, 6],
  [NaiveDateTime, 9],
  [DateTime, 13],
])

const mapSize = (value: object): number => PARTS.get(value.constructor) ?? Object.keys(value).length

function byteLength(value: string | Uint8Array, enough: number): number {
  if (typeof value !== 'string') return value.length
  // Each unit is one byte or more, so what lies behind need not be encoded.
  if (value.length >= enough) return byteLengthOf(value.slice(0, enough))
  return byteLengthOf(value)
}

const byteLengthOf = (text: string) => new TextEncoder().encode(text).length

function codepointLength(value: string | Uint8Array, enough: number): number {
  const text = typeof value === 'string' ? value : oneUnitPerBadByte(value)
  let length = 0
  for (const _ of text) if (++length >= enough) break
  return length
}

// Text without combining marks, emoji or CRLF has as many graphemes as units.
const PLAIN = /^[\0-\x0c\x0e-\x7f]*$/
let segmenter: Intl.Segmenter | undefined

function graphemeLength(value: string | Uint8Array, enough: number): number {
  const text = typeof value === 'string' ? value : oneUnitPerBadByte(value)
  if (PLAIN.test(text)) return text.length
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let length = 0
  for (const _ of segmenter.segment(text)) if (++length >= enough) break
  return length
}

/** Bytes as text in which each byte that is not UTF-8 is one character. */
function oneUnitPerBadByte(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length;) {
    const size = sequenceSize(bytes, index)
    text += size === 0 ? '\ufffd' : new TextDecoder().decode(bytes.subarray(index, index + size))
    index += size || 1
  }
  return text
}

/** How many bytes the character at `index` takes, 0 when it is no UTF-8. */
function sequenceSize(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0
  const size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(index, index + size),
    )
    return index + size <= bytes.length ? size : 0
  } catch {
    return 0
  }
}
