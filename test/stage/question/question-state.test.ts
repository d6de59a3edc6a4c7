import { expect, test } from 'vitest'
import { isSettled, stateOf } from '#stage/question/question-state.ts'

test.for([
  [{ said: 'plug', found: null }, { stands: 'said', said: 'plug' }, false],
  [{ said: null, found: null }, { stands: 'skipped' }, true],
  [{ said: null, found: 'plug' }, { stands: 'ran', found: 'plug' }, true],
  [{ said: 'scope', found: 'plug' }, { stands: 'marked', said: 'scope', found: 'plug' }, true],
] as const)('%j stands so', ([kept, state, settled]) => {
  expect(stateOf(kept)).toEqual(state)
  expect(isSettled(stateOf(kept))).toBe(settled)
})

test('a run from elsewhere settles nothing', () => {
  expect(isSettled({ stands: 'unmarked', said: 'plug', fact: 'you were logged in' })).toBe(false)
})
