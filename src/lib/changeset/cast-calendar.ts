/**
 * Reads dates and times: ISO 8601 text, the maps that date selects of a form
 * send, and values of the calendar. `undefined` stands for "cannot be read",
 * `null` for a form whose selects were all left empty.
 */
import { CalendarDate, DateTime, NaiveDateTime, TimeOfDay } from './calendar.ts'
import { isRecord } from './equal.ts'
import { parseInteger } from './number.ts'

type Unreadable = undefined

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  readonly precision: number
  /** Seconds east of Greenwich, or `null` when the text does not say. */
  readonly offset: number | null
}

const DATE = /^([+-]?)(\d{4})-(\d\d)-(\d\d)$/
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d+))?(?:(Z)|([+-])(\\d\\d)(?::?(\\d\\d))?)?$'
const TIME_OF_DAY = new RegExp(`^T?${TIME}`)
const DATE_TIME = new RegExp(`^([+-]?)(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${TIME}`)
const TO_THE_MINUTE = /^([^]{4})-([^]{2})-([^]{2})[T ]([^]{2}):([^]{2})$/

export function castDate(value: unknown): CalendarDate | null | Unreadable {
  if (typeof value === 'string') {
    const match = DATE.exec(value)
    if (match) return newDate(signed(match[1], match[2]), Number(match[3]), Number(match[4]))
    const parts = parseDateTime(value)
    return parts && new CalendarDate(parts)
  }
  if (value instanceof CalendarDate) return value
  const plain = inUtc(value)
  if (plain instanceof NaiveDateTime || plain instanceof DateTime) return new CalendarDate(plain)
  if (!isRecord(plain) || !has(plain, ['year', 'month', 'day'])) return undefined
  if (allEmpty(plain, ['year', 'month', 'day'])) return null
  return newDate(whole(plain['year']), whole(plain['month']), whole(plain['day']))
}

export function castTime(value: unknown, precision: 0 | 6): TimeOfDay | null | Unreadable {
  const time = readTime(value)
  return time && new TimeOfDay(atPrecision(time, precision))
}

function readTime(value: unknown): TimeOfDay | null | Unreadable {
  if (typeof value === 'string') return parseTime(value)
  if (value instanceof TimeOfDay) return value
  const wall = value instanceof Date ? inUtc(value) : value
  if (wall instanceof NaiveDateTime || wall instanceof DateTime) return new TimeOfDay(wall)
  if (!isRecord(wall) || !has(wall, ['hour', 'minute'])) return undefined
  if (allEmpty(wall, ['hour', 'minute'])) return null
  const microsecond = whole(wall['microsecond'])
  return newTime(
    whole(wall['hour']),
    whole(wall['minute']),
    whole(wall['second']) ?? 0,
    microsecond ?? 0,
    microsecond === null ? 0 : 6,
  )
}

export function castNaiveDateTime(
  value: unknown,
  precision: 0 | 6,
): NaiveDateTime | null | Unreadable {
  const naive = readNaiveDateTime(value)
  return naive && new NaiveDateTime(naive, atPrecision(naive, precision))
}

function readNaiveDateTime(value: unknown): NaiveDateTime | null | Unreadable {
  if (typeof value === 'string') {
    const { text, sign } = withoutMinus(value)
    const parts = parseToTheMinute(text) ?? parseDateTime(text)
    return parts && new NaiveDateTime({ ...parts, year: parts.year * sign }, parts)
  }
  if (value instanceof NaiveDateTime) return value
  const plain = inUtc(value)
  if (plain instanceof DateTime) return new NaiveDateTime(plain, plain)
  if (!isRecord(plain)) return undefined
  const fields = ['year', 'month', 'day', 'hour', 'minute']
  if (has(plain, fields) && allEmpty(plain, fields)) return null
  const [date, time] = [castDate(plain), readTime(plain)]
  return date && time ? new NaiveDateTime(date, time) : undefined
}

export function castUtcDateTime(value: unknown, precision: 0 | 6): DateTime | null | Unreadable {
  const instant = readInstant(value)
  return instant && new DateTime(instant, atPrecision(instant, precision))
}

function readInstant(value: unknown): DateTime | null | Unreadable {
  if (typeof value === 'string') {
    const { text, sign } = withoutMinus(value)
    const parts = parseToTheMinute(text) ?? parseDateTime(text)
    const instant = parts && new DateTime(parts, parts, parts.offset ?? 0).toUtc()
    if (!instant) return undefined
    return sign === 1 ? instant : new DateTime({ ...instant, year: instant.year * sign }, instant)
  }
  const plain = inUtc(value)
  if (plain instanceof DateTime) return plain
  const naive = readNaiveDateTime(plain)
  return naive && new DateTime(naive, naive)
}

/** A JavaScript date or a date-time with an offset, as the same instant in UTC. */
function inUtc(value: unknown): unknown {
  if (value instanceof DateTime) return value.toUtc()
  if (!(value instanceof Date)) return value
  return Number.isNaN(value.getTime()) ? undefined : DateTime.fromMilliseconds(value.getTime())
}

function atPrecision<Time extends { microsecond: number; precision: number }>(
  time: Time,
  precision: 0 | 6,
): Time {
  return { ...time, microsecond: precision === 0 ? 0 : time.microsecond, precision }
}

function parseTime(text: string): TimeOfDay | Unreadable {
  const short = /^([^]{2}):([^]{2})$/.exec(text)
  if (short) return newTime(whole(short[1]), whole(short[2]), 0, 0, 0)
  const match = TIME_OF_DAY.exec(text)
  if (!match || readOffset(match.slice(5)) === undefined) return undefined
  return newTime(Number(match[1]), Number(match[2]), Number(match[3]), ...readFraction(match[4]))
}

/** ISO 8601 with seconds; an offset may follow. */
function parseDateTime(text: string): Parts | Unreadable {
  const match = DATE_TIME.exec(text)
  const offset = match ? readOffset(match.slice(9)) : undefined
  if (!match || offset === undefined) return undefined
  const date = newDate(signed(match[1], match[2]), Number(match[3]), Number(match[4]))
  const fraction = readFraction(match[8])
  const time = newTime(Number(match[5]), Number(match[6]), Number(match[7]), ...fraction)
  return date && time && { ...date, ...time, offset }
}

/** The form that `<input type="datetime-local">` sends. */
function parseToTheMinute(text: string): Parts | Unreadable {
  const match = TO_THE_MINUTE.exec(text)
  if (!match) return undefined
  const date = newDate(whole(match[1]), whole(match[2]), whole(match[3]))
  const time = newTime(whole(match[4]), whole(match[5]), 0, 0, 0)
  return date && time && { ...date, ...time, offset: null }
}

function withoutMinus(value: string): { text: string; sign: 1 | -1 } {
  let start = 0
  while (value[start] === '-') start++
  return { text: value.slice(start), sign: start % 2 === 0 ? 1 : -1 }
}

const signed = (sign: string | undefined, year: string | undefined) =>
  Number(year) * (sign === '-' ? -1 : 1) + 0

function readFraction(digits: string | undefined): [microsecond: number, precision: number] {
  if (digits === undefined) return [0, 0]
  const known = digits.slice(0, 6)
  return [Number(known.padEnd(6, '0')), known.length]
}

/** `null` for no offset at all, `undefined` for one that no clock has. */
function readOffset([utc, sign, hours, minutes = '0']: readonly (string | undefined)[]):
  number | null | Unreadable {
  if (utc) return 0
  if (!sign) return null
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  if (sign === '+') return seconds
  return seconds === 0 ? undefined : -seconds
}

function newDate(year: Whole, month: Whole, day: Whole): CalendarDate | Unreadable {
  if (year === null || month === null || day === null) return undefined
  if (Math.abs(year) > 9999 || month < 1 || month > 12) return undefined
  if (day < 1 || day > daysIn(year, month)) return undefined
  return new CalendarDate({ year, month, day })
}

function newTime(
  hour: Whole,
  minute: Whole,
  second: number,
  microsecond: number,
  precision: number,
): TimeOfDay | Unreadable {
  if (hour === null || minute === null) return undefined
  const valid =
    within(hour, 23) && within(minute, 59) && within(second, 59) && within(microsecond, 999_999)
  return valid ? new TimeOfDay({ hour, minute, second, microsecond, precision }) : undefined
}

const within = (value: number, last: number) => value >= 0 && value <= last

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

type Whole = number | null

/** A whole number sent by a form, or `null`. */
function whole(value: unknown): Whole {
  const parsed = typeof value === 'string' ? parseInteger(value) : value
  return Number.isSafeInteger(parsed) ? Number(parsed) + 0 : null
}

const has = (record: object, keys: readonly string[]) =>
  keys.every((key) => Object.hasOwn(record, key))

const allEmpty = (record: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  keys.every((key) => record[key] === '') ||
  keys.every((key) => record[key] === null || record[key] === undefined)
