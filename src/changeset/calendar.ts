/**
 * Dates and times as a database keeps them: a day, a time of day, both
 * without a zone, and an instant. JavaScript's `Date` is only the last of these.
 */

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

export interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  /** How many digits of the fraction are known, 0 to 6. */
  readonly precision: number
}

abstract class CalendarValue {
  abstract toString(): string

  toJSON(): string {
    return this.toString()
  }
}

/** A day. In Elixir: `Date`. */
export class CalendarDate extends CalendarValue implements Day {
  declare readonly year: number
  declare readonly month: number
  declare readonly day: number

  constructor(day: Day) {
    super()
    Object.freeze(Object.assign(this, dayOf(day)))
  }

  override toString(): string {
    return dateText(this)
  }
}

/** A time of day. In Elixir: `Time`. */
export class TimeOfDay extends CalendarValue implements Clock {
  declare readonly hour: number
  declare readonly minute: number
  declare readonly second: number
  declare readonly microsecond: number
  declare readonly precision: number

  constructor(time: Clock) {
    super()
    Object.freeze(Object.assign(this, clockOf(time)))
  }

  /** Whether both are the same time, whatever their precision. */
  equals(other: TimeOfDay): boolean {
    return secondsOf(this) === secondsOf(other) && this.microsecond === other.microsecond
  }

  override toString(): string {
    return timeText(this)
  }
}

/** A day and a time of day, somewhere. In Elixir: `NaiveDateTime`. */
export class NaiveDateTime extends CalendarValue implements Day, Clock {
  declare readonly year: number
  declare readonly month: number
  declare readonly day: number
  declare readonly hour: number
  declare readonly minute: number
  declare readonly second: number
  declare readonly microsecond: number
  declare readonly precision: number

  constructor(day: Day, time: Clock) {
    super()
    Object.freeze(Object.assign(this, dayOf(day), clockOf(time)))
  }

  /** Whether both are the same moment, whatever their precision. */
  equals(other: NaiveDateTime): boolean {
    return sameMoment(this, other)
  }

  override toString(): string {
    return `${dateText(this)}T${timeText(this)}`
  }
}

/** An instant. In Elixir: `DateTime`. Fields of type `utc_datetime` hold it with offset 0. */
export class DateTime extends CalendarValue implements Day, Clock {
  declare readonly year: number
  declare readonly month: number
  declare readonly day: number
  declare readonly hour: number
  declare readonly minute: number
  declare readonly second: number
  declare readonly microsecond: number
  declare readonly precision: number
  /** Seconds east of Greenwich. */
  declare readonly offset: number

  constructor(day: Day, time: Clock, offset = 0) {
    super()
    Object.freeze(Object.assign(this, dayOf(day), clockOf(time), { offset }))
  }

  /**
   * The instant that a clock shows, in milliseconds since 1970, UTC.
   *
   * @example
   * String(DateTime.fromMilliseconds(1_700_000_000_000, 0))
   * // => '2023-11-14T22:13:20Z'
   */
  static fromMilliseconds(milliseconds: number, precision = 3): DateTime {
    const date = new Date(milliseconds)
    const microsecond = precision === 0 ? 0 : date.getUTCMilliseconds() * 1000
    return inUtc(date, microsecond, precision)
  }

  /** The same instant in UTC, or `null` when that is beyond the year 9999. */
  toUtc(): DateTime | null {
    if (this.offset === 0) return this
    const utc = inUtc(new Date(this.valueOf()), this.microsecond, this.precision)
    return Math.abs(utc.year) > 9999 ? null : utc
  }

  /** Whether both are the same instant, whatever their precision and offset. */
  equals(other: DateTime): boolean {
    return sameMoment(this, other)
  }

  /** Milliseconds since 1970, UTC. */
  override valueOf(): number {
    return epochSeconds(this) * 1000 + Math.floor(this.microsecond / 1000)
  }

  override toString(): string {
    return `${dateText(this)}T${timeText(this)}${offsetText(this.offset)}`
  }
}

const dayOf = ({ year, month, day }: Day): Day => ({ year, month, day })

const clockOf = ({ hour, minute, second, microsecond, precision }: Clock): Clock => ({
  hour,
  minute,
  second,
  microsecond,
  precision,
})

function inUtc(date: Date, microsecond: number, precision: number): DateTime {
  return new DateTime(
    { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
    {
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond,
      precision,
    },
  )
}

/** Seconds since 1970 of a wall clock in UTC, or at its own offset. */
function epochSeconds(value: Day & Clock & { readonly offset?: number }): number {
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(value.year, value.month - 1, value.day)
  return midnight / 1000 + secondsOf(value) - (value.offset ?? 0)
}

const secondsOf = ({ hour, minute, second }: Clock) => (hour * 60 + minute) * 60 + second

const sameMoment = (a: Day & Clock, b: Day & Clock) =>
  epochSeconds(a) === epochSeconds(b) && a.microsecond === b.microsecond

const pad = (value: number, length = 2) => String(Math.abs(value)).padStart(length, '0')

export const dateText = ({ year, month, day }: Day): string =>
  `${year < 0 ? '-' : ''}${pad(year, 4)}-${pad(month)}-${pad(day)}`

export function timeText({ hour, minute, second, microsecond, precision }: Clock): string {
  const fraction = precision > 0 ? `.${pad(microsecond, 6).slice(0, precision)}` : ''
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`
}

export function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset) / 60
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}
