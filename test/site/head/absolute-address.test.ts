import { expect, test } from 'vitest'
import { absoluteAddress } from '#site/head/absolute-address.ts'

test('an address is whole where the build knows its site', () => {
  expect(absoluteAddress('/lessons', 'https://course.example')).toBe(
    'https://course.example/lessons',
  )
})

test.for([[undefined], ['']] as const)('there is none without a site: %s', ([site]) => {
  expect(absoluteAddress('/lessons', site)).toBeNull()
})

test('nothing that stands in a path leads to another site', () => {
  expect(absoluteAddress('/m/..%2F..', 'https://course.example')).toBe(
    'https://course.example/m/..%2F..',
  )
  expect(absoluteAddress('//other.example/x', 'https://course.example')).toBe(
    'https://course.example//other.example/x',
  )
})
