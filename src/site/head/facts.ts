/**
 * What a page says of the course to programs, in the words of schema.org:
 * a search engine shows it beside the page's title.
 */
import { aboutCourse, listLessons, listParts } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'
import { absoluteAddress } from './absolute-address.ts'

type Facts = Readonly<Record<string, unknown>>

/** An address, where the page knows that of its site. */
const at = (path: string, site?: string) => {
  const url = absoluteAddress(path, site)
  return url === null ? {} : { url }
}

const lasting = (minutes: number) => `PT${minutes}M`

/**
 * The course and its parts. `site` is where it is, for pages that are made for whoever asks.
 *
 * @example
 * const { name, hasCourseInstance } = courseFacts()
 * ;[name, hasCourseInstance.courseMode]
 * // => ['Glasshouse', 'online']
 */
export function courseFacts(site?: string) {
  const { title, description, language } = aboutCourse()
  const lessons = listLessons()
  const minutesOf = (some: readonly Lesson[]) =>
    lasting(some.reduce((sum, { minutes }) => sum + minutes, 0))
  return {
    '@context': 'https://schema.org',
    '@type': 'Course',
    name: title,
    description,
    ...at('/', site),
    inLanguage: language,
    isAccessibleForFree: true,
    provider: { '@type': 'Organization', name: title, ...at('/', site) },
    hasCourseInstance: {
      '@type': 'CourseInstance',
      courseMode: 'online',
      courseWorkload: minutesOf(lessons),
    },
    syllabusSections: listParts().map((part) => ({
      '@type': 'Syllabus',
      name: part.title,
      description: part.summary,
      timeRequired: minutesOf(lessons.filter((lesson) => lesson.part.slug === part.slug)),
    })),
  } as const
}

/**
 * A lesson: of which course it is, when it was published, and how long it takes. Its tags and its part are links of the page.
 *
 * @example
 * const lesson = listLessons()[0]
 * lessonFacts(lesson).timeRequired
 * // => `PT${lesson.minutes}M`
 */
export const lessonFacts = (lesson: Lesson): Facts => ({
  '@context': 'https://schema.org',
  '@type': 'LearningResource',
  name: lesson.title,
  description: lesson.summary,
  ...at(lesson.href),
  datePublished: lesson.published,
  timeRequired: lasting(lesson.minutes),
  isPartOf: { '@type': 'Course', name: aboutCourse().title, ...at('/') },
})

/**
 * As it may stand in a page: nothing in it ends the element that it stands in.
 *
 * @example
 * inPage({ name: '</script><!--' })
 * // => '{"name":"\\u003c/script>\\u003c!--"}'
 */
export const inPage = (facts: Facts): string => JSON.stringify(facts).replaceAll('<', '\\u003c')
