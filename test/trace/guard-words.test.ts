import { expect, test } from 'vitest'
import { explanationOf } from '#course/course.ts'
import { GUARDS } from '#trace/guard.ts'
import { aboutGuard } from '#trace/guard-words.ts'

test.for(GUARDS)('%s is explained by a sentence, and by a heading of a lesson', (guard) => {
  const { sentence, label } = aboutGuard(guard)

  expect(sentence).toMatch(/^The .+\.$|^A .+\.$/)
  expect(label).toMatch(/^About /)
  // That the heading is there is told by whoever reads the course.
  expect(explanationOf(guard)).toMatch(/^\/lessons\/[^#]+#[a-z-]+$/)
})
