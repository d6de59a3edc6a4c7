import { expect, test } from 'vitest'
import { sameWords } from './same-words.ts'

test.for([
  ['{:ok, 1}', '{:ok,\n  12}'],
  ['confirmed_at: ~U[2026-11-23 09:00:00Z]', 'confirmed_at: ~U[2027-01-01 10:00:00Z]'],
  ['a/1   b/1\nc/1', 'a/1\nb/1\nc/1'],
  ['[a: 1]', '[\n  a: 1\n]'],
  [`"${'a'.repeat(43)}"`, `"${'b'.repeat(43)}"`],
])('%j says what %j says', ([one, other]) => {
  expect(sameWords(one!, other!)).toBe(true)
})

test.for([
  ['{:ok, 1}', '{:error, 1}'],
  ['register_user/1', 'register_user/2'],
  ['nil', 'true'],
  ['a/1', 'a/1 b/1'],
])('%j does not say what %j says', ([one, other]) => {
  expect(sameWords(one!, other!)).toBe(false)
})
