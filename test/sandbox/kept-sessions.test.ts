import { expect, test } from 'vitest'
import { MINUTE } from '#lib/duration.ts'
import { KeptSessions } from '#sandbox/kept-sessions.ts'

test('sessions are given back once, with their own sandbox, for ten minutes', () => {
  let now = 0
  const kept = new KeptSessions(() => now)
  kept.keep(1, 'a', { session: 'x' })
  expect(kept.take(1, 'b')).toEqual({})
  kept.keep(1, 'a', { session: 'x' })
  now = 10 * MINUTE - 1
  expect(kept.take(1, 'a')).toEqual({ session: 'x' })
  expect(kept.take(1, 'a')).toEqual({})

  kept.keep(1, 'a', { session: 'x' })
  now += 10 * MINUTE
  expect(kept.take(1, 'a')).toEqual({})
})

test('what is over is swept, and a thousand are the most', () => {
  let now = 0
  const kept = new KeptSessions(() => now)
  const session = { session: 'x' }
  for (let visitor = 0; visitor <= KeptSessions.most; visitor += 1) kept.keep(visitor, 'a', session)
  expect(kept.take(0, 'a')).toEqual({})
  expect(kept.take(1, 'a')).toEqual(session)

  now = 10 * MINUTE
  kept.sweep()
  // Whoever comes while it is not over yet finds nothing all the same: it was forgotten.
  now = 0
  expect(kept.take(2, 'a')).toEqual({})
})
