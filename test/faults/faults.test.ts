/** The table of faults itself. */
import { expect, test } from 'vitest'
import { FAULTS } from './faults.mjs'

interface Row {
  readonly id: number
  readonly says: string
  readonly changed?: string
  readonly not?: string
}
const rows: readonly Row[] = FAULTS

test('the table has a row for each of the fifty-two faults, in their order', () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 52 }, (_, at) => at + 1))
})

test('a row is held, held in another form, or not held: one of them', () => {
  for (const { id, changed, not } of rows)
    expect([id, changed !== undefined && not !== undefined]).toEqual([id, false])
})
