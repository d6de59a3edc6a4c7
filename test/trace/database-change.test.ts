import { describe, expect, test } from 'vitest'
import { mergeChanges, NO_CHANGES, type RowChange } from '#trace/database-change.ts'

const inserted = (count: number, from = 1): readonly RowChange[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ table: 'scores', key: String(from + index), kind: 'inserted', columns: [] },
  }))

const changing = (rows: readonly RowChange[]) => ({ ...NO_CHANGES, rows })

describe('mergeChanges', () => {
  test('tells of two hundred rows of one request, and is complete', () => {
    const { rows, complete } = mergeChanges(changing(inserted(100)), changing(inserted(100, 101)))

    expect([rows.length, complete]).toEqual([200, true])
  })

  test('tells of the first two hundred of more, and says that there are more', () => {
    const { rows, complete } = mergeChanges(changing(inserted(150)), changing(inserted(51, 151)))

    expect([rows.length, rows.at(-1)?.key, complete]).toEqual([200, '200', false])
  })

  test('is not complete when one of them was not', () => {
    const more = { ...changing(inserted(1)), complete: false }

    expect(mergeChanges(more, NO_CHANGES).complete).toBe(false)
    expect(mergeChanges(NO_CHANGES, more).complete).toBe(false)
  })

  test('tells of each row once, and of none that came and went', () => {
    const [one, two] = inserted(2)
    const changed = { ...one!, kind: 'updated', columns: ['points'] } as const
    const gone = { ...two!, kind: 'deleted' } as const

    expect(mergeChanges(changing([one!, two!]), changing([changed, gone])).rows).toEqual([one])
  })
})
