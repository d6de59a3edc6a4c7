/**
 * Reads dates and times: ISO 8601 text, the maps that date selects of a form
 * send, and values of the calendar. `undefined` stands for "cannot be read",
 * `null` for a form whose selects were all left empty.
 */
import {
  CalendarDate,
  DateTime,
  NaiveDateTime,
  TimeOfDay,
  type Clock,
  type Day,
} from './calendar.ts'
import { isNothing, isRecord } from './equal.ts'
import { parseInteger } from './number.ts'

type Read<Value> = Value | null | undefined

/** A day and a time as written; `offset` is `null` when nothing was said about it. */
type Moment = Day & Clock & { readonly offset: number | null }

const DATE = '^([+-]?\\d{4})-(\\d\\d)-(\\d\\d)'
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d+))?(?:(Z)|([+-])(\\d\\d)(?::?(\\d\\d))?)?$'
const DATE_ALONE = new RegExp(`${DATE}$`)
const TIME_ALONE = new RegExp(`^T?${TIME}`)
const DATE_AND_TIME = new RegExp(`${DATE}[T ]${TIME}`)
const HOUR_AND_MINUTE = /^([\s\S]{2}):([\s\S]{2})$/
// The form that `<input type="datetime-local">` sends.
const TO_THE_MINUTE = /^([\s\S]{4})-([\s\S]{2})-([\s\S]{2})[T ]([\s\S]{2}):([\s\S]{2})$/

const DAY = ['year', 'month', 'day']
const TIME_TO_THE_MINUTE = ['hour', 'minute']

export function castDate(value: unknown): Read<CalendarDate> {
  if (typeof value === 'string') {
    const date = DATE_ALONE.exec(value)
    if (date) return newDate(date.slice(1))
    const moment = parseMoment(value)
    return moment && new CalendarDate(moment)
  }
  const wall = inUtc(value)
  if (wall instanceof CalendarDate || isMoment(wall)) return new CalendarDate(wall)
  const parts = partsOf(wall, DAY)
  return parts && newDate(parts)
}

export function castTime(value: unknown, precision: 0 | 6): Read<TimeOfDay> {
  const time = readTime(value)
  return time && new TimeOfDay(atPrecision(time, precision))
}

export function castNaiveDateTime(value: unknown, precision: 0 | 6): Read<NaiveDateTime> {
  const [rest, sign] = withoutMinus(value)
  const moment = readMoment(rest)
  if (!moment) return moment
  const year = moment.year * sign
  return new NaiveDateTime({ ...moment, year }, atPrecision(moment, precision))
}

export function castUtcDateTime(value: unknown, precision: 0 | 6): Read<DateTime> {
  const [rest, sign] = withoutMinus(value)
  const moment = readMoment(rest)
  if (!moment) return moment
  const utc = new DateTime(moment, moment, moment.offset ?? 0).toUtc()
  if (!utc) return undefined
  return new DateTime({ ...utc, year: utc.year * sign }, atPrecision(utc, precision))
}

function readTime(value: unknown): Read<Clock> {
  if (typeof value === 'string') return parseTime(value)
  const wall = value instanceof Date ? inUtc(value) : value
  if (wall instanceof TimeOfDay || isMoment(wall)) return wall
  const parts = partsOf(wall, TIME_TO_THE_MINUTE)
  if (!parts) return parts
  const { second, microsecond } = wall as Readonly<Record<string, unknown>>
  const fraction = whole(microsecond)
  return newTime([...parts, whole(second) ?? 0], fraction ?? 0, fraction === null ? 0 : 6)
}

function readMoment(value: unknown): Read<Moment> {
  if (typeof value === 'string') return parseToTheMinute(value) ?? parseMoment(value)
  const wall = inUtc(value)
  if (isMoment(wall)) return { offset: null, ...wall }
  if (partsOf(wall, [...DAY, ...TIME_TO_THE_MINUTE]) === null) return null
  return together(castDate(wall), readTime(wall), null)
}

const isMoment = (value: unknown): value is NaiveDateTime | DateTime =>
  value instanceof NaiveDateTime || value instanceof DateTime

function together(day: Read<Day>, time: Read<Clock>, offset: number | null): Moment | undefined {
  return day && time ? { ...day, ...time, offset } : undefined
}

/** A JavaScript date, or a date-time with an offset, as the same instant in UTC. */
function inUtc(value: unknown): unknown {
  if (value instanceof DateTime) return value.toUtc()
  if (!(value instanceof Date)) return value
  return Number.isNaN(value.getTime()) ? undefined : DateTime.fromMilliseconds(value.getTime())
}

const atPrecision = (time: Clock, precision: 0 | 6): Clock => ({
  ...time,
  microsecond: precision === 0 ? 0 : time.microsecond,
  precision,
})

function parseTime(text: string): Clock | undefined {
  const short = HOUR_AND_MINUTE.exec(text)
  if (short) return newTime([...short.slice(1), 0])
  const match = TIME_ALONE.exec(text)
  if (!match || readOffset(match.slice(5)) === undefined) return undefined
  return newTime(match.slice(1), ...readFraction(match[4]))
}

/** ISO 8601 with seconds; an offset may follow. */
function parseMoment(text: string): Moment | undefined {
  const match = DATE_AND_TIME.exec(text)
  const offset = match ? readOffset(match.slice(8)) : undefined
  if (!match || offset === undefined) return undefined
  const time = newTime(match.slice(4), ...readFraction(match[7]))
  return together(newDate(match.slice(1)), time, offset)
}

function parseToTheMinute(text: string): Moment | undefined {
  const match = TO_THE_MINUTE.exec(text)
  if (!match) return undefined
  return together(newDate(match.slice(1)), newTime([match[4], match[5], 0]), null)
}

/** Ecto reads a leading minus as a sign of the year, and another one as its opposite. */
function withoutMinus(value: unknown): [rest: unknown, sign: 1 | -1] {
  if (typeof value !== 'string') return [value, 1]
  let start = 0
  while (value[start] === '-') start++
  return [value.slice(start), start % 2 === 0 ? 1 : -1]
}

function readFraction(digits: string | undefined): [microsecond: number, precision: number] {
  const known = digits?.slice(0, 6) ?? ''
  return [Number(known.padEnd(6, '0')), known.length]
}

/** Seconds; `null` for no offset at all, `undefined` for one that no clock has. */
function readOffset(parts: readonly (string | undefined)[]): Read<number> {
  const [utc, sign, hours, minutes = '0'] = parts
  if (utc) return 0
  if (!sign) return null
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  // An offset of -00:00 means "unknown".
  return sign === '+' ? seconds : -seconds || undefined
}

function newDate(parts: readonly unknown[]): CalendarDate | undefined {
  const [year, month, day] = [whole(parts[0]), whole(parts[1]), whole(parts[2])]
  if (!within(year, -9999, 9999) || !within(month, 1, 12)) return undefined
  return within(day, 1, daysIn(year, month)) ? new CalendarDate({ year, month, day }) : undefined
}

function newTime(parts: readonly unknown[], microsecond = 0, precision = 0): Clock | undefined {
  const [hour, minute, second] = [whole(parts[0]), whole(parts[1]), whole(parts[2])]
  if (!within(hour, 0, 23) || !within(minute, 0, 59) || !within(second, 0, 59)) return undefined
  if (!within(microsecond, 0, 999_999)) return undefined
  return { hour, minute, second, microsecond, precision }
}

const within = (value: number | null, first: number, last: number): value is number =>
  value !== null && value >= first && value <= last

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** A whole number sent by a form, or `null`. */
function whole(value: unknown): number | null {
  const parsed = typeof value === 'string' ? parseInteger(value) : value
  return Number.isSafeInteger(parsed) ? Number(parsed) + 0 : null
}

/** The parts of a map, `null` when all were left empty, `undefined` when it lacks one. */
function partsOf(value: unknown, keys: readonly string[]): Read<readonly unknown[]> {
  if (!isRecord(value) || !keys.every((key) => Object.hasOwn(value, key))) return undefined
  const parts = keys.map((key) => value[key])
  const empty = parts.every((part) => part === '') || parts.every(isNothing)
  return empty ? null : parts
}
