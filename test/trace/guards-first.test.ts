import { expect, test } from 'vitest'
import { GUARDS_FIRST, inOrder } from '#trace/guards-first.ts'
import { watched } from '#trace/watch.ts'

test('the parts of a pipeline are turned round for whoever goes without their order', () => {
  const parts = ['look up', 'guard']

  expect(inOrder(parts)).toEqual(parts)
  expect(watched({ without: new Set([GUARDS_FIRST]) }, () => inOrder(parts))).toEqual([
    'guard',
    'look up',
  ])
  expect(watched({ without: new Set(['plug.fetchFlash']) }, () => inOrder(parts))).toEqual(parts)
})
