import { expect, test } from 'vitest'
import { questionAbout, recordingHref } from '#course/recordings-page.ts'

test('a recording has a page of its own below its lesson', () => {
  expect(recordingHref({ id: 'a-first-visit', lesson: 'scopes/who-is-asking' }, 2)).toBe(
    '/recordings/scopes/who-is-asking/a-first-visit.2',
  )
})

test('a question is about its step, and about the one that asks again', () => {
  const question = { step: 1, again: 3 }
  const demo = { predictions: [question] }

  expect(questionAbout(demo, 1)).toBe(question)
  expect(questionAbout(demo, 3)).toBe(question)
  expect(questionAbout(demo, 2)).toBeNull()
})
