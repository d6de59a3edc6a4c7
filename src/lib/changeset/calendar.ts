/**
 * Dates and times as a database keeps them: a day, a time of day, both without
 * a zone, and an instant. JavaScript's `Date` is only the last of these.
 */

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  /** How many digits of the fraction are known, 0 to 6. */
  readonly precision: number
}

/** A day. In Elixir: `Date`. */
export class CalendarDate implements Day {
  readonly year: number
  readonly month: number
  readonly day: number

  constructor({ year, month, day }: Day) {
    this.year = year
    this.month = month
    this.day = day
    Object.freeze(this)
  }

  toString(): string {
    return dateText(this)
  }

  toJSON(): string {
    return this.toString()
  }
}

/** A time of day. In Elixir: `Time`. */
export class TimeOfDay implements Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  readonly precision: number

  constructor({ hour, minute, second, microsecond, precision }: Clock) {
    this.hour = hour
    this.minute = minute
    this.second = second
    this.microsecond = microsecond
    this.precision = precision
    Object.freeze(this)
  }

  toString(): string {
    return timeText(this)
  }

  toJSON(): string {
    return this.toString()
  }
}

/** A day and a time of day, somewhere. In Elixir: `NaiveDateTime`. */
export class NaiveDateTime implements Day, Clock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  readonly precision: number

  constructor(date: Day, time: Clock) {
    this.year = date.year
    this.month = date.month
    this.day = date.day
    this.hour = time.hour
    this.minute = time.minute
    this.second = time.second
    this.microsecond = time.microsecond
    this.precision = time.precision
    Object.freeze(this)
  }

  toString(): string {
    return `${dateText(this)}T${timeText(this)}`
  }

  toJSON(): string {
    return this.toString()
  }
}

/** An instant. In Elixir: `DateTime`. Fields of type `utc_datetime` hold it with offset 0. */
export class DateTime implements Day, Clock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  readonly precision: number
  /** Seconds east of Greenwich. */
  readonly offset: number

  constructor(date: Day, time: Clock, offset = 0) {
    this.year = date.year
    this.month = date.month
    this.day = date.day
    this.hour = time.hour
    this.minute = time.minute
    this.second = time.second
    this.microsecond = time.microsecond
    this.precision = time.precision
    this.offset = offset
    Object.freeze(this)
  }

  /** The instant a clock shows: milliseconds since 1970, UTC. */
  static fromMilliseconds(milliseconds: number, precision = 3): DateTime {
    const date = new Date(milliseconds)
    return new DateTime(...utcParts(date), 0).withFraction(
      date.getUTCMilliseconds() * 1000,
      precision,
    )
  }

  /** The same instant in UTC, or `null` when that is beyond the year 9999. */
  toUtc(): DateTime | null {
    if (this.offset === 0) return this
    const [date, time] = utcParts(new Date(epochSeconds(this) * 1000))
    const { microsecond, precision } = this
    if (Math.abs(date.year) > 9999) return null
    return new DateTime(date, { ...time, microsecond, precision })
  }

  withFraction(microsecond: number, precision: number): DateTime {
    return new DateTime(this, { ...clockOf(this), microsecond, precision }, this.offset)
  }

  /** Milliseconds since 1970, UTC. */
  valueOf(): number {
    return epochSeconds(this) * 1000 + Math.floor(this.microsecond / 1000)
  }

  toString(): string {
    return `${dateText(this)}T${timeText(this)}${offsetText(this.offset)}`
  }

  toJSON(): string {
    return this.toString()
  }
}

const clockOf = ({ hour, minute, second, microsecond, precision }: Clock): Clock => ({
  hour,
  minute,
  second,
  microsecond,
  precision,
})

function utcParts(date: Date): [Day, Clock] {
  return [
    { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
    {
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond: 0,
      precision: 0,
    },
  ]
}

/** Seconds since 1970 if the wall clock is UTC, or at its own offset. */
function epochSeconds(value: Day & Clock & { readonly offset?: number }): number {
  const date = new Date(0)
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(value.year, value.month - 1, value.day)
  const days = date.getTime() / 1000
  return days + value.hour * 3600 + value.minute * 60 + value.second - (value.offset ?? 0)
}

/** Whether both show the same moment, whatever their precision. */
export function sameMoment(a: Day & Clock, b: Day & Clock): boolean {
  return epochSeconds(a) === epochSeconds(b) && a.microsecond === b.microsecond
}

export function sameTime(a: Clock, b: Clock): boolean {
  return (
    a.hour === b.hour &&
    a.minute === b.minute &&
    a.second === b.second &&
    a.microsecond === b.microsecond
  )
}

const pad = (value: number, length = 2) => String(Math.abs(value)).padStart(length, '0')

export function dateText({ year, month, day }: Day): string {
  return `${year < 0 ? '-' : ''}${pad(year, 4)}-${pad(month)}-${pad(day)}`
}

export function timeText({ hour, minute, second, microsecond, precision }: Clock): string {
  const fraction = precision > 0 ? `.${pad(microsecond, 6).slice(0, precision)}` : ''
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`
}

export function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset) / 60
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}
