import { describe, expect, test } from 'vitest'
import { pipe } from '#lib/pipe.ts'

describe('pipe', () => {
  test('gives the value back when there are no steps', () => {
    const value = Object.freeze({ email: 'ana@example.com' })

    expect(pipe(value)).toBe(value)
  })

  test('passes the value through each step, from left to right', () => {
    const result = pipe(
      2,
      (number) => number + 1,
      (number) => number * 10,
    )

    expect(result).toBe(30)
  })

  test('ends where a step throws', () => {
    const later: string[] = []
    const breaks = () => {
      throw new Error('no')
    }
    const notes = (text: string) => {
      later.push(text)
      return text
    }

    expect(() => pipe('a', breaks, notes)).toThrow('no')
    expect(later).toEqual([])
  })

  test('refuses a step over another type', () => {
    const upcase = (text: string) => text.toUpperCase()

    // @ts-expect-error -- A number is no text.
    expect(() => pipe(2, upcase)).toThrow(TypeError)
  })
})
