import { fetchTermOrThrow } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'
import { holds } from './find.ts'

/** The lessons that say every word: in number, title, summary, idea, tags, part, or a word that they define. */
export const lessonsThatSay = (
  lessons: readonly Lesson[],
  words: readonly string[],
): readonly Lesson[] => lessons.filter((lesson) => holds(textsOf(lesson), words))

const textsOf = ({ number, title, summary, gives, tags, part, introduces }: Lesson) => [
  ...[number, title, summary, gives, part.title],
  ...tags,
  ...introduces.flatMap((name) => {
    const { word, says, phoenix } = fetchTermOrThrow(name)
    return [word, says, phoenix]
  }),
]
