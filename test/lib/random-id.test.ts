import { expect, test } from 'vitest'
import { randomId } from '#lib/random-id.ts'

// More than are drawn at a time, and of a size that does not divide them.
const MANY = 2_000

test('no two are the same, whenever they were drawn', () => {
  const ids = Array.from({ length: MANY }, () => randomId(9))
  expect(new Set(ids).size).toBe(MANY)
  expect(ids.every((id) => /^[\w-]{12}$/.test(id))).toBe(true)
})

test('none begins with the end of the one before', () => {
  const bytes = Array.from({ length: MANY }, () => [...Buffer.from(randomId(9), 'base64url')])
  const shared = bytes.filter((own, index) => {
    const before = bytes[index - 1]
    return before?.slice(-3).join() === own.slice(0, 3).join()
  })
  expect(shared).toEqual([])
})

test.each([0, -1, 4_097, Number.NaN])('%d bytes are none that it can give', (bytes) => {
  expect(() => randomId(bytes)).toThrow(RangeError)
})
