import { expect, test } from 'vitest'
import { distance, nearest, offer } from '#course/reading/near.ts'

test.for([
  ['plug', 'plug', 0],
  ['plugg', 'plug', 1],
  ['pulg', 'plug', 1],
  ['plum', 'plug', 1],
  ['', 'plug', 4],
  ['scope', 'plug', 5],
] as const)('from %j to %j it is %i', ([a, b, far]) => {
  expect(distance(a, b)).toBe(far)
  expect(distance(b, a)).toBe(far)
})

test('a short name is near to fewer than a long one', () => {
  expect(nearest('bo', ['cy', 'ana'])).toBeNull()
  expect(nearest('changeset.emial.fromat', ['changeset.email.format'])).toBe(
    'changeset.email.format',
  )
})

test('capitals are no difference', () => {
  expect(nearest('Scopes', ['scopes'])).toBe('scopes')
})

test('of many names a sentence has the first', () => {
  const many = Array.from({ length: 20 }, (_, index) => `name-${index}`)

  expect(offer('nothing', many)).toMatch(/name-13, and 6 more\.$/)
  expect(offer('nothing', many.slice(0, 15))).toMatch(/name-13, name-14\.$/)
})
