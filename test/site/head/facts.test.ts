import { expect, test } from 'vitest'
import { aboutCourse, listLessons, listParts } from '#course/course.ts'
import { courseFacts, inPage, lessonFacts } from '#site/head/facts.ts'

test('a lesson says its course, its day and its minutes', () => {
  const lesson = listLessons()[0]!

  expect(lessonFacts(lesson)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'LearningResource',
    name: lesson.title,
    description: lesson.summary,
    datePublished: lesson.published,
    timeRequired: `PT${lesson.minutes}M`,
    isPartOf: { '@type': 'Course', name: aboutCourse().title },
  })
})

test('the course says its parts, and its address where there is one', () => {
  const { syllabusSections, ...facts } = courseFacts('https://course.example')

  expect(syllabusSections.map(({ name }) => name)).toEqual(listParts().map(({ title }) => title))
  expect(facts).toMatchObject({ '@type': 'Course', url: 'https://course.example/' })
  expect(courseFacts()).not.toHaveProperty('url')
})

test.for(['</script><script>alert(1)</script>', '<!--<script>', 'a & b', 'line\u2028end'])(
  'no text ends the element that it stands in: %s',
  (name) => {
    const html = inPage({ name })

    expect(html).not.toMatch(/</)
    expect(JSON.parse(html)).toEqual({ name })
  },
)
