import { describe, expect, test } from 'vitest'
import { inExactWords, inWords, parseDuration, waitInWords } from '#lib/duration.ts'

const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('inWords', () => {
  test.for([
    [0, 'less than a minute'],
    [MINUTE - 1, 'less than a minute'],
    [MINUTE, '1 minute'],
    [2 * MINUTE - 1, '1 minute'],
    [59 * MINUTE, '59 minutes'],
    [HOUR, '1 hour'],
    [23 * HOUR + 59 * MINUTE, '23 hours'],
    [DAY, '1 day'],
    [14 * DAY, '14 days'],
    [-DAY, 'less than a minute'],
  ] as const)('says %i ms as %s', ([milliseconds, words]) => {
    expect(inWords(milliseconds)).toBe(words)
  })
})

describe('parseDuration', () => {
  test.for([
    ['15m', 15 * MINUTE],
    ['14d', 14 * DAY],
    ['9m59s', 10 * MINUTE - 1000],
    ['1d2h3m4s', DAY + 2 * HOUR + 3 * MINUTE + 4000],
    ['0s', 0],
    ['999999s', 999_999_000],
  ] as const)('reads %s as %i ms', ([text, milliseconds]) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  test.for([
    '',
    '15',
    'm',
    '-5m',
    '+5m',
    '1.5h',
    '5M',
    '5 m',
    ' 5m',
    '5m ',
    '5m\n',
    '5m3h',
    '5m5m',
  ])('reads nothing from %j', (text) => {
    expect(parseDuration(text)).toBeNull()
  })

  test.for(['1e3s', '0x10s', '٣m', '9999999s', 'Infinitys'])('nor from %j', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})

describe('inExactWords', () => {
  test.for([
    [0, 'no time'],
    [999, 'no time'],
    [1000, '1 second'],
    [10 * MINUTE - 1000, '9 minutes 59 seconds'],
    [14 * DAY, '14 days'],
    [400 * DAY + HOUR + 1000, '400 days 1 hour 1 second'],
  ] as const)('says %i ms as %s', ([milliseconds, words]) => {
    expect(inExactWords(milliseconds)).toBe(words)
  })
})

describe('waitInWords', () => {
  test.for([
    [1, 'in 1 second'],
    [89, 'in 89 seconds'],
    [90, 'in 2 minutes'],
    [1_800, 'in 30 minutes'],
    [3_599, 'in 60 minutes'],
    [3_600, 'at 13:05 UTC'],
  ] as const)('%i seconds', ([seconds, words]) => {
    expect(waitInWords(seconds, Date.UTC(2026, 0, 1, 12, 5))).toBe(words)
  })
})
