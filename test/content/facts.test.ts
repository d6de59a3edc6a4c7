/** What lessons quote to the letter stands somewhere: in a source, in a recording, in `facts.yaml`. */
import { expect, test } from 'vitest'
import { unfoundedIn } from '../../src/tasks/course/facts.ts'
import { theCourse } from '../support/the-course.ts'

test('each quoted message, name and number is in a source, a recording or facts.yaml', () => {
  const told = unfoundedIn(theCourse()).map(({ file, line, text }) => `${file}:${line} ${text}`)

  expect(told).toEqual([])
})
