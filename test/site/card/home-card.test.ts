import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { homeCard, listRecorded } from '#site/card/cards-of.ts'

const course = new CourseReader(process.cwd(), 'test/a-course')
const { drawing } = homeCard(course.read().course.about, listRecorded(course))

test('each floor of the home card tells who stopped a request there, and no other says a word', () => {
  const said = drawing.floors.flatMap(({ floor, end, caption }) =>
    end !== null || caption !== '' ? [[floor, end, caption]] : [],
  )

  expect(said).toEqual([
    ['guards', 'refused', 'redirectIfUser…'],
    ['changeset', 'refused', 'validateRequir…'],
    ['constraint', 'refused', 'users_email_in…'],
  ])
  expect(drawing.lines.flatMap(({ rooms }) => rooms)).toEqual([])
})
