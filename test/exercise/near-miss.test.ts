import { describe, expect, test } from 'vitest'
import { nearMiss } from '#exercise/near-miss.ts'
import type { Seen } from '#exercise/seen.ts'

const HOPED = 'email has already been taken'

describe('errors that are nearly right', () => {
  const near = (...errors: readonly string[]) => nearMiss({ errors }, { errors: [HOPED] })

  test.for<readonly [string, string]>([
    ['email is taken', '`email` has “is taken”.'],
    ['name has already been taken', '“has already been taken” stands on `name`.'],
    [
      'email Has already been taken',
      '`email` has “Has already been taken”: it differs in capital letters.',
    ],
    [
      'email has already been taken.',
      '`email` has “has already been taken.”: it differs in a full stop.',
    ],
    [
      'email has already  been taken',
      '`email` has “has already  been taken”: it differs in spaces.',
    ],
    [
      'email Has already been taken.',
      '`email` has “Has already been taken.”: it differs in letters and spaces alone.',
    ],
  ])('%s', ([error, says]) => {
    expect(near(error)).toBe(says)
  })

  test('of which there is one too many', () => {
    expect(near(HOPED, "name can't be blank")).toBe("also “name can't be blank”.")
  })

  test('of which one is missing', () => {
    const taken = 'name is taken'

    expect(nearMiss({ errors: [taken] }, { errors: [taken, HOPED] })).toBe(`“${HOPED}” is missing.`)
  })

  test('that stand in another order', () => {
    expect(nearMiss({ errors: ['a x', 'a y'] }, { errors: ['a y', 'a x'] })).toBe(
      'the same errors, in another order.',
    )
    // Which field is looked at first is nobody's business.
    expect(nearMiss({ errors: ['a x', 'b y'] }, { errors: ['b y', 'a x'] })).toBeNull()
  })

  test('and those that are not near at all', () => {
    expect(near('name is invalid')).toBeNull()
    expect(near()).toBeNull()
    expect(near(HOPED)).toBeNull()
  })
})

test.for<readonly [Partial<Seen>, Partial<Seen>, string | null]>([
  [{ changes: { a: 1, b: 2 } }, { changes: { a: 1 } }, 'it also changes `b`.'],
  [{ changes: {} }, { changes: { a: 1 } }, '`a` is not changed.'],
  [{ changes: { a: 2 } }, { changes: { a: 1 } }, '`a` has another value.'],
  [{ changes: { b: 2 } }, { changes: { a: 1 } }, null],
  [{ is: [2, 1] }, { is: [1, 2] }, 'the same, in another order.'],
  [{ is: [1, 2, 3] }, { is: [1, 2] }, 'all of it is there, and 1 more.'],
  [{ is: [1] }, { is: [1, 2] }, '1 of it is missing.'],
  [{ is: [3] }, { is: [1, 2] }, null],
  [{ is: '1' }, { is: 1 }, 'it is a string, and a number was hoped for.'],
  [{ is: undefined }, { is: null }, '`undefined` is not `null`.'],
  [{ is: Promise.resolve(1) }, { is: 1 }, 'it is a promise: wait for it with `await`.'],
  [{ is: 1 }, { is: 1 }, null],
])('values that are nearly right: %o for %o', ([seen, hoped, says]) => {
  expect(nearMiss(seen, hoped)).toBe(says)
})
