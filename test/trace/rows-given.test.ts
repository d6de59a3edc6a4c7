import { expect, test } from 'vitest'
import { rowsGiven } from '#trace/rows-given.ts'

test.each([
  ['sql.select.scores', { rows: 2, keys: [1, 4] }, '2 rows', 'scores 1, 4', 'scores'],
  ['sql.select.users', { rows: 0 }, 'no rows', '', 'users'],
  ['sql.begin', {}, null, '', null],
  ['sql.select', { rows: 1, keys: [1] }, '1 row', '', null],
])('%s with %j', (tag, data, count, keys, table) => {
  expect(rowsGiven({ tag, data })).toEqual({ count, keys, table })
})
