import { expect, test } from 'vitest'
import { readMessage } from '#runner/messages.ts'

test('takes from a worker what has the shape of a message, and no more of it than that', () => {
  expect(readMessage({ type: 'up', and: 'more' })).toEqual({ type: 'up' })
  expect(readMessage({ type: 'call', call: 1, name: 'a', args: [1] })).toEqual({
    ...{ type: 'call', call: 1, name: 'a', args: [1] },
  })
  expect(readMessage({ type: 'threw', id: 1, name: 'Error', message: 'no', stack: '…' })).toEqual({
    ...{ type: 'threw', id: 1, name: 'Error', message: 'no' },
  })
})

test.for([
  [null],
  ['up'],
  [{}],
  [{ type: 'else' }],
  [{ type: 'call', call: '1', name: 'a', args: [] }],
  [{ type: 'call', call: 1, name: 'a', args: 'none' }],
  [{ type: 'done', id: '1' }],
  [{ type: 'threw', id: 1, name: 'Error', message: {} }],
])('takes nothing of %j', ([said]) => {
  expect(readMessage(said)).toBeNull()
})
