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

test('the newest answer decides', () => {
  const later = [
    { said: 'scope', found: 'plug' },
    { said: 'plug', found: null },
  ]

  expect(stateOf({ said: 'context', found: 'plug', later })).toEqual({
    stands: 'said',
    said: 'plug',
  })
})

test('what marked nothing says why', () => {
  const differs = 'you were logged in as Ana'

  expect(stateOf({ said: 'plug', found: null, differs })).toEqual({
    stands: 'unmarked',
    said: 'plug',
    fact: differs,
  })
})

test('a run from elsewhere settles nothing', () => {
  expect(isSettled({ stands: 'unmarked', said: 'plug', fact: 'you were logged in' })).toBe(false)
})
