/** The course that the software is tested with: in another language, with another order and other colours. */
import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'

const course = new CourseReader(process.cwd(), 'test/own-course')

test('has no mistake', () => {
  expect(course.read().mistakes.map(mistakeInWords)).toEqual([])
})

test('is in the order of its course.yaml, in folders without numbers', () => {
  const { lessons, about } = course.read().course

  expect(lessons.map(({ number, path }) => `${number} ${path}`)).toEqual([
    '1.1 wer-fragt/eine-regel',
    '1.2 wer-fragt/ein-konto',
    '1.3 wer-fragt/ohne-eine-schicht',
  ])
  expect(about).toMatchObject({ title: 'Gewächshaus', language: 'de', leadDemo: 'keine-adresse' })
})
