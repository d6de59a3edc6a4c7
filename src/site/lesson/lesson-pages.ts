import { getCollection } from 'astro:content'
import { listLessons } from '#course/course.ts'

/** A page for each lesson of the course, as Astro asks for them. Throws where one has no text. */
export async function lessonPages() {
  const texts = new Map((await getCollection('lessons')).map((entry) => [entry.id, entry]))
  return listLessons().map((lesson) => {
    const entry = texts.get(lesson.path)
    if (!entry) throw new Error(`${lesson.href} has no text: astro:content does not know it.`)
    const [part, name] = lesson.path.split('/')
    return { params: { part, lesson: name }, props: { lesson, entry } }
  })
}
