import { expect, test } from 'vitest'
import { rowId } from '#http/params.ts'

test.for([
  ['1', 1],
  ['42', 42],
  [42, 42],
  ['999999999999999', 999_999_999_999_999],
] as const)('rowId reads %j', ([value, id]) => {
  expect(rowId(value)).toBe(id)
})

test.for([
  '',
  '0',
  '-1',
  '+1',
  '01',
  '1.0',
  '1e3',
  '0x1',
  ' 1',
  '1 ',
  '1\n',
  '1 or 1=1',
  '٣',
  '9999999999999999',
  0,
  -1,
  1.5,
  Number.NaN,
  Infinity,
  2 ** 53,
  null,
  undefined,
  true,
  ['1'],
  { id: 1 },
])('rowId reads nothing from %j', (value) => {
  expect(rowId(value)).toBeNull()
})
