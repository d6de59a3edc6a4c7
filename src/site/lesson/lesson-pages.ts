import { listLessons } from '#course/course.ts'

/** A page for each lesson of the course, as Astro asks for them. */
export const lessonPages = () =>
  listLessons().map((lesson) => {
    const [part, name] = lesson.path.split('/')
    return { params: { part, lesson: name }, props: { lesson } }
  })
