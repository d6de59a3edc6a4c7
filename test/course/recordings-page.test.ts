import { expect, test } from 'vitest'
import { questionAbout, recordingHref } from '#course/recordings-page.ts'

test('a recording has a page of its own below its lesson', () => {
  expect(recordingHref({ id: 'ana-comes-in', lesson: 'persons/who-comes-in' }, 2)).toBe(
    '/recordings/persons/who-comes-in/ana-comes-in.2',
  )
})

test('a question is about its step, and about the one that asks again', () => {
  const question = { step: 1, again: 3 }
  const demo = { predictions: [question] }

  expect(questionAbout(demo, 1)).toBe(question)
  expect(questionAbout(demo, 3)).toBe(question)
  expect(questionAbout(demo, 2)).toBeNull()
})
