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
  for (let visitor = 0; visitor <= KeptSessions.most; visitor += 1) kept.keep(visitor, 'a', {})
  expect(kept.size).toBe(KeptSessions.most)

  now = 10 * MINUTE
  kept.sweep()
  expect(kept.size).toBe(0)
})
