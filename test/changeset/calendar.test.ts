import { describe, expect, test } from 'vitest'
import { CalendarDate, DateTime } from '#changeset/calendar.ts'
import { castDate, castNaiveDateTime, castTime, castUtcDateTime } from '#changeset/cast-calendar.ts'

describe('castDate', () => {
  test.for([
    ['2024-02-29', '2024-02-29'],
    ['-0001-01-01', '-0001-01-01'],
    ['2024-01-01T23:00:00-05:00', '2024-01-01'],
    ['1900-02-29', 'undefined'],
    ['2024-1-1', 'undefined'],
    ['2024-04-31', 'undefined'],
  ])('reads %s as %s', ([text, expected]) => {
    expect(String(castDate(text))).toBe(expected)
  })

  test('reads the selects of a form', () => {
    expect(String(castDate({ year: '2024', month: '2', day: 9 }))).toBe('2024-02-09')
    expect(castDate({ year: '', month: '', day: '' })).toBeNull()
    expect(castDate({ year: '', month: '1', day: '' })).toBeUndefined()
  })

  test('reads a JavaScript date as its day in UTC', () => {
    expect(String(castDate(new Date('2024-01-01T23:30:00-01:00')))).toBe('2024-01-02')
    expect(castDate(new Date('nonsense'))).toBeUndefined()
  })
})

describe('castTime', () => {
  test.for([
    ['10:30', '10:30:00'],
    ['T10:30:00,5Z', '10:30:00.500000'],
    ['24:00', 'undefined'],
    ['10:30:60', 'undefined'],
  ])('reads %s as %s', ([text, expected]) => {
    const precision = expected!.includes('.') ? 6 : 0

    expect(String(castTime(text, precision))).toBe(expected)
  })
})

describe('castNaiveDateTime', () => {
  test('reads what a datetime-local input sends', () => {
    expect(String(castNaiveDateTime('2024-01-02T03:04', 0))).toBe('2024-01-02T03:04:00')
  })

  test('leaves the offset aside', () => {
    expect(String(castNaiveDateTime('2024-01-02T03:04:05+02:00', 0))).toBe('2024-01-02T03:04:05')
  })

  test('refuses letters among the digits, where Ecto crashes', () => {
    expect(castNaiveDateTime('20a4-01-01T10:00', 0)).toBeUndefined()
  })
})

describe('castUtcDateTime', () => {
  test.for([
    ['2024-01-01T01:00:00+02:00', '2023-12-31T23:00:00Z'],
    ['2024-01-01 01:00:00', '2024-01-01T01:00:00Z'],
    ['0001-01-01T00:00:00+0100', '0000-12-31T23:00:00Z'],
    ['9999-12-31T23:00:00-02:00', 'undefined'],
    ['2024-01-01T01:00:00-00:00', 'undefined'],
    ['2024-01-01T01:00:00+24:00', 'undefined'],
  ])('reads %s as %s', ([text, expected]) => {
    expect(String(castUtcDateTime(text, 0))).toBe(expected)
  })

  test('keeps microseconds when asked to', () => {
    const instant = castUtcDateTime('2024-01-01T01:00:00.1234567Z', 6)

    expect(String(instant)).toBe('2024-01-01T01:00:00.123456Z')
    expect(JSON.stringify(instant)).toBe('"2024-01-01T01:00:00.123456Z"')
  })
})

describe('DateTime', () => {
  test('is the instant a clock shows', () => {
    const instant = DateTime.fromMilliseconds(1_700_000_000_123)

    expect(String(instant)).toBe('2023-11-14T22:13:20.123Z')
    expect(instant.valueOf()).toBe(1_700_000_000_123)
  })

  test('two of one instant are equal, whatever their offset', () => {
    const utc = castUtcDateTime('2024-01-01T00:00:00Z', 0)!
    const east = new DateTime({ year: 2024, month: 1, day: 1 }, { ...utc, hour: 2 }, 7200)

    expect(utc.equals(east)).toBe(true)
    expect(String(east)).toBe('2024-01-01T02:00:00+02:00')
    expect(String(east.toUtc())).toBe('2024-01-01T00:00:00Z')
  })
})

test('a day is frozen', () => {
  expect(Object.isFrozen(new CalendarDate({ year: 2024, month: 1, day: 1 }))).toBe(true)
})
