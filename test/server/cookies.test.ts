import { expect, test } from 'vitest'
import { withoutRepeated } from '#server/cookies.ts'

test.for([
  ['', ''],
  ['a=1', 'a=1'],
  ['a=1; b=2', 'a=1; b=2'],
  ['a=1;b=2', 'a=1; b=2'],
  ['a=1; b=2; a=3', 'b=2'],
  ['a=1; a=1', ''],
  ['a=1; a = 2; b=3', 'b=3'],
  ['a; a=1; b=3', 'b=3'],
  ['a=b=c; A=1', 'a=b=c; A=1'],
  ['__proto__=1; constructor=2', '__proto__=1; constructor=2'],
] as const)('%j is read as %j', ([header, read]) => {
  expect(withoutRepeated(header)).toBe(read)
})
