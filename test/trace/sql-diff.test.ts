import { describe, expect, test } from 'vitest'
import { sqlDiff, sqlWords } from '#trace/sql-diff.ts'

test('a quoted name, a text and a parameter are one word each', () => {
  expect(sqlWords(`select "id" from "a b" where x = ?1 and y <> 'it is; ok' limit ?`)).toEqual([
    ...['select', '"id"', 'from', '"a b"', 'where', 'x', '=', '?1', 'and', 'y', '<', '>'],
    ...["'it is; ok'", 'limit', '?'],
  ])
})

describe('sqlDiff', () => {
  test('marks the words that a query without its scope lacks', () => {
    const [safe, twin] = sqlDiff(
      'select * from "scores" where "id" = ? and "user_id" = ?',
      'select * from "scores" where "id" = ?',
    )

    const marked = safe.filter(({ differs }) => differs).map(({ text }) => text)
    expect(marked).toEqual(['and', '"user_id"', '=', '?'])
    expect(twin.filter(({ differs }) => differs)).toEqual([])
  })

  test('marks nothing where nothing differs but the space', () => {
    expect(
      sqlDiff('select  1', 'select 1')
        .flat()
        .some(({ differs }) => differs),
    ).toBe(false)
  })
})
