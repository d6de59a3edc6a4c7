import { describe, expect, test } from 'vitest'
import { applyPatch, changedLines, readPatch, sizeOf } from '#levers/hunt/patch.ts'

const TEXT = ['one', 'two', '', 'three', 'four', 'five', ''].join('\n')
const written = (...lines: readonly string[]) =>
  ['--- a/src/x.ts', '+++ b/src/x.ts', ...lines, ''].join('\n')

const GONE = written('@@ -1,4 +1,3 @@', ' one', '-two', ' ', ' three')
const CHANGED = written('@@ -3,3 +3,4 @@', '', ' three', '-four', '+4', '+and more')
const TWICE = written(
  '@@ -1,2 +1,2 @@',
  '-one',
  '+1',
  ' two',
  '@@ -5,2 +5,2 @@',
  ' four',
  '-five',
  '+5',
)

describe('applyPatch', () => {
  test.for([
    [GONE, 'one\n\nthree\nfour\nfive\n'],
    [CHANGED, 'one\ntwo\n\nthree\n4\nand more\nfive\n'],
    [TWICE, '1\ntwo\n\nthree\nfour\n5\n'],
  ] as const)('makes of %j the patched text', ([patch, patched]) => {
    expect(applyPatch(readPatch(patch), TEXT)).toBe(patched)
  })

  test('says which line is another one than the patch expects', () => {
    expect(() => applyPatch(readPatch(CHANGED), TEXT.replace('four', 'vier'))).toThrow(
      'no longer fits: line 5 of src/x.ts is "vier", and the patch expects "four".',
    )
    expect(() => applyPatch(readPatch(GONE), `zero\n${TEXT}`)).toThrow('no longer fits: line 1')
    expect(() => applyPatch(readPatch(TWICE), 'one\ntwo\n')).toThrow('line 5 of src/x.ts is null')
  })
})

test.for([
  [GONE, [{ from: 1, to: 2 }], 1],
  [CHANGED, [{ from: 5, to: 6 }], 2],
  [
    TWICE,
    [
      { from: 1, to: 1 },
      { from: 6, to: 6 },
    ],
    2,
  ],
] as const)('the lines that %j changes are those of the patched file', ([patch, lines, size]) => {
  expect(changedLines(readPatch(patch))).toEqual(lines)
  expect(sizeOf(readPatch(patch))).toBe(size)
})

test.for([
  ['', 'names no file'],
  ['@@ -1 +1 @@\n-a\n+b\n', 'names no file'],
  ['--- a/x.ts\n+++ b/x.ts\n', 'changes nothing'],
] as const)('%j is no patch', ([patch, why]) => {
  expect(() => readPatch(patch)).toThrow(why)
})
