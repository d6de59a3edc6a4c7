/** The table of promises itself. */
import { expect, test } from 'vitest'
import { ROWS } from './rows.mjs'

/** How many there are of each kind: a hundred, and those of the console. */
const KINDS = {
  ...{ S: 14, P: 12, T: 13, C: 8, H: 11, I: 8, B: 10, D: 9, L: 4, R: 8, X: 3 },
  CS: 8,
}

test('the table has each row once, and none is missing', () => {
  const wanted = Object.entries(KINDS).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, at) => `${kind}${at + 1}`),
  )

  expect(ROWS.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted())
})
