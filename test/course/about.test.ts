import { expect, test } from 'vitest'
import { regionAround, speaksOf } from '#course/about.ts'

test.for([
  ['changeset.email.format', 'changeset.email.format', true],
  ['changeset.email', 'changeset.email.format', true],
  ['changeset', 'changeset.email.format', true],
  ['plug  changeset.email', 'changeset.email.format', true],
  ['changeset.email.format', 'changeset.email', false],
  ['changeset.email', 'changeset.email_again.format', false],
  ['email', 'changeset.email.format', false],
  ['', 'changeset.email.format', false],
  ['.', 'changeset.email.format', false],
] as const)('a paragraph about "%s" speaks of %s: %s', ([about, tag, speaks]) => {
  expect(speaksOf(about, tag)).toBe(speaks)
})

test('of regions inside each other, a line is in the smallest', () => {
  const outer = { name: 'outer', from: 3, to: 20 }
  const inner = { name: 'inner', from: 5, to: 9 }

  expect(regionAround([outer, inner], 9)).toBe(inner)
  expect(regionAround([outer, inner], 10)).toBe(outer)
  expect(regionAround([outer, inner], 21)).toBeNull()
})
