import { expect, test } from 'vitest'
import { formsFor } from './whole-course.ts'

test('lessons take the forms in turn, so that three lessons are walked in three', () => {
  const forms = ['wide', 'phone', 'plain']

  expect([0, 1, 2, 3].map((place) => formsFor(forms, place))).toEqual([
    ...[['wide'], ['phone'], ['plain']],
    ['wide'],
  ])
})
