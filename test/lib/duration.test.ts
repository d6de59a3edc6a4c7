import { describe, expect, test } from 'vitest'
import { inWords } from '#lib/duration.ts'

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
