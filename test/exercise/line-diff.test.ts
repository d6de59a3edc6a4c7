import { expect, test } from 'vitest'
import { lineDiff } from '#exercise/line-diff.ts'

const short = (yours: string, theirs: string) =>
  lineDiff(yours, theirs).map(
    ({ is, text }) => `${{ same: ' ', yours: '-', theirs: '+' }[is]}${text}`,
  )

test.for<readonly [string, string, readonly string[]]>([
  ['a\nb\n', 'a\nb', [' a', ' b']],
  ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
  ['b', 'a\nb\nc', ['+a', ' b', '+c']],
  ['a\nb\nc', 'b', ['-a', ' b', '-c']],
  ['a\nb', 'b\na', ['-a', ' b', '+a']],
])('%o beside %o', ([yours, theirs, lines]) => {
  expect(short(yours, theirs)).toEqual(lines)
})
