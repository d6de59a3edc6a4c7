import type { Step } from '#trace/step.ts'
import { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import type { Changeset, FieldError } from './changeset.ts'
import { Decimal } from './decimal.ts'
import { isMap } from './equal.ts'
import { changeRule, ruleError, type MessageOptions } from './rule.ts'
import type { FieldOf } from './schema.ts'

export interface LengthOptions extends MessageOptions {
  readonly is?: number
  readonly min?: number
  readonly max?: number
  /** Graphemes are what a person counts; bytes are what a column or a hash counts, in UTF-8. */
  readonly count?: 'graphemes' | 'codepoints' | 'bytes'
}

type Kind = 'is' | 'min' | 'max'
type Unit = 'string' | 'binary' | 'list' | 'map'
type Count = NonNullable<LengthOptions['count']>

/**
 * Limits the length of a changed text, list or map. In Ecto: `validate_length/3`.
 *
 * Text is counted in graphemes unless `count` says otherwise. Only the first
 * limit that is not met is reported: `is`, then `min`, then `max`. A limit for
 * people is none for machines, so a text of more than 16 UTF-16 units for
 * each character of `max`, and of more than 64, is too long as well.
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
  const is = limit(field, options, 'is')
  const min = limit(field, options, 'min')
  const max = limit(field, options, 'max')
  // Counting stops where every limit is decided, however long the text is.
  const enough = Math.max(is ?? 0, min ?? 0, max ?? 0) + 1
  const isLimited = is !== null || max !== null
  const mostUnits = isLimited
    ? Math.max(FEW_UNITS, MOST_UNITS_OF_CHARACTER * (enough - 1))
    : Infinity
  return changeRule('validateLength', 'length', field, arg, arg, (value) => {
    const unit = unitOf(field, value, options.count)
    const roughly = is === null && min === null
    const isEndless = unit === 'string' && typeof value === 'string' && value.length > mostUnits
    const counted = options.count ?? 'graphemes'
    const length = isEndless ? enough : measure(value, unit, counted, enough, roughly)
    if (is !== null && length !== is) return lengthError(field, options, 'is', is, unit)
    if (min !== null && length < min) return lengthError(field, options, 'min', min, unit)
    if (max !== null && length > max) return lengthError(field, options, 'max', max, unit)
    return null
  })
}

function limit(field: string, options: LengthOptions, kind: Kind): number | null {
  const count = options[kind] ?? null
  if (count === null || (typeof count === 'number' && count >= 0)) return count
  throw new TypeError(
    `validateLength: expected ${kind} for ${field} to be a number from 0 up, got ${String(count)}.`,
  )
}

const bounds: Readonly<Record<Kind, string>> = { is: '', min: 'at least ', max: 'at most ' }

const units: Readonly<Record<Unit, readonly [verb: string, noun: string]>> = {
  string: ['be', 'character'],
  binary: ['be', 'byte'],
  list: ['have', 'item'],
  map: ['have', 'item'],
}

function lengthError(
  field: string,
  options: LengthOptions,
  kind: Kind,
  count: number,
  type: Unit,
): FieldError {
  const [verb, noun] = units[type]
  const usual = `should ${verb} ${bounds[kind]}%{count} ${noun}(s)`
  return ruleError(field, options, usual, { count, validation: 'length', kind, type })
}

function unitOf(field: string, value: unknown, count: Count = 'graphemes'): Unit {
  if (isText(value)) {
    if (count === 'bytes') return 'binary'
    if (count === 'codepoints' || count === 'graphemes') return 'string'
    throw new TypeError(
      `validateLength: expected count for ${field} to be graphemes, codepoints or bytes, got ${String(count)}.`,
    )
  }
  if (Array.isArray(value)) return 'list'
  if (isMap(value)) return 'map'
  throw new TypeError(
    `validateLength: expected the change of ${field} to be text, a list or a map, got a ${typeof value}. ` +
      'Use validateNumber for numbers.',
  )
}

const isText = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array

/**
 * No character that people write has more UTF-16 units than this on average. A
 * letter under thousands of marks is one character to Ecto, where the size of a
 * column stands behind the rule; SQLite has no such size.
 */
const MOST_UNITS_OF_CHARACTER = 16
/** One alone may have more: a family of emoji, a letter under a few marks. */
const FEW_UNITS = 64

/**
 * The length, or any number from `enough` up when it is no less than that.
 * `roughly` allows a number that is too high but below `enough`.
 */
function measure(
  value: NonNullable<unknown>,
  unit: Unit,
  count: Count,
  enough: number,
  roughly: boolean,
): number {
  if (!isText(value)) return Array.isArray(value) ? value.length : mapSize(value)
  if (unit === 'binary') return byteLength(value, enough)
  const text = typeof value === 'string' ? value : oneCharacterPerBadByte(value)
  // No character is shorter than one unit of the text.
  if (roughly && text.length < enough) return text.length
  const start = text.slice(0, enough)
  if (PLAIN.test(start)) return start.length
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return countUpTo(enough, count === 'graphemes' ? segmenter.segment(text) : text)
}

// Without combining marks, emoji and CRLF, each unit is one character.
// eslint-disable-next-line no-control-regex -- control characters are units like others
const PLAIN = /^[\0-\x0c\x0e-\x7f]*$/
let segmenter: Intl.Segmenter | undefined

function countUpTo(enough: number, parts: Iterable<unknown>): number {
  const counted = parts[Symbol.iterator]()
  let length = 0
  while (length < enough && !counted.next().done) length++
  return length
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

// Each unit of text is one byte or more, so what lies beyond need not be encoded.
function byteLength(value: string | Uint8Array, enough: number): number {
  if (typeof value !== 'string') return value.length
  return new TextEncoder().encode(value.slice(0, enough)).length
}

/** Bytes as text in which each byte that is not UTF-8 is a character that stands alone. */
function oneCharacterPerBadByte(bytes: Uint8Array): string {
  const readable = bytes.slice()
  for (let index = 0; index < bytes.length;) {
    const size = sequenceSize(bytes, index)
    if (size === 0) readable[index] = 0
    index += size || 1
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(readable)
}

/** How many bytes the character at `index` takes, 0 when it is no UTF-8. */
function sequenceSize(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0
  if (first < 0x80) return 1
  const size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  const second = bytes[index + 1] ?? 0
  // No longer form than needed, no surrogates, nothing beyond U+10FFFF.
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest) return 0
  for (let next = index + 2; next < index + size; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0
  }
  return size
}
