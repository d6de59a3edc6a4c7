import { describe, expect, test } from 'vitest'
import { rowChangesInWords } from '#trace/change-words.ts'
import type { RowChange } from '#trace/database-change.ts'

const gone = (count: number): readonly RowChange[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ table: 'users', key: String(index + 1), kind: 'deleted', columns: [] },
  }))

describe('rowChangesInWords', () => {
  test('names up to ten rows that are gone', () => {
    expect(rowChangesInWords(gone(10))).toBe(
      'Ten rows are gone: 1, 2, 3, 4, 5, 6, 7, 8, 9, and 10.',
    )
  })

  test('names ten of more, and counts the others', () => {
    expect(rowChangesInWords(gone(12))).toBe(
      'Twelve rows are gone: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, and 2 more.',
    )
  })
})
