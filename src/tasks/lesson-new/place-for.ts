import type { Course } from '#course/course-data.ts'
import type { CourseReader } from '#course/course-reader.ts'
import { offer } from '#course/reading/near.ts'

const PATH = /^(?<part>[a-z\d]+(?:-[a-z\d]+)*)\/(?<lesson>[a-z\d]+(?:-[a-z\d]+)*)$/

export interface NewPlace {
  /** From the folder of package.json. */
  readonly folder: string
  /** What the author has to write into course.yaml, where that says the order. */
  readonly order: string | null
}

/**
 * The folder of a new lesson `PART/LESSON`, after those of its part. Throws
 * with a sentence for a part that is not there, and for a lesson that is.
 */
export function placeFor(
  course: Pick<CourseReader, 'content' | 'files' | 'read'>,
  path: string,
): NewPlace {
  const { part, lesson } = PATH.exec(path)?.groups ?? {}
  if (part === undefined || lesson === undefined)
    throw new Error(
      `"${path}" is no place: write PART/LESSON in small letters, as scopes/a-new-lesson.`,
    )
  const { files, content } = course
  const bare = (name: string) => name.replace(/^\d{2}-/, '')
  const parts = files.entries(`${content}/lessons`).filter(({ isFolder }) => isFolder)
  const own = parts.find(({ name }) => bare(name) === part)
  if (!own)
    throw new Error(
      `There is no part "${part}". ${offer(
        part,
        parts.map(({ name }) => bare(name)),
      )} A new part is a folder with a part.yaml.`,
    )
  const inside = `${content}/lessons/${own.name}`
  const lessons = files.entries(inside).filter(({ isFolder }) => isFolder)
  if (lessons.some(({ name }) => bare(name) === lesson))
    throw new Error(`${path} is there already.`)
  if (/^order:/m.test(files.text(`${content}/course.yaml`) ?? ''))
    return {
      folder: `${inside}/${lesson}`,
      order: `Now name it in ${content}/course.yaml, among the lessons of ${part}: ${lesson}`,
    }
  const known = course.read().course.parts.find(({ slug }) => slug === part)
  // Those to come have numbers, too.
  const taken = [
    ...lessons.map(({ name }) => Number(/^\d{2}/.exec(name)?.[0] ?? 0)),
    ...(known?.outline ?? []).map(({ number }) => Number(number.split('.')[1])),
  ]
  const number = String(Math.max(0, ...taken) + 1).padStart(2, '0')
  return { folder: `${inside}/${number}-${lesson}`, order: null }
}

/**
 * The question that a new lesson `PART/LESSON` begins with: of the last lesson before it. What comes
 * later in the course has not been read there. `null` in the first lesson of a course.
 */
export function recallFor(
  { parts, lessons, recalls }: Pick<Course, 'parts' | 'lessons' | 'recalls'>,
  path: string,
): string | null {
  const slugs = parts.map(({ slug }) => slug)
  const before = slugs.slice(0, slugs.indexOf(partOf(path)) + 1)
  const last = lessons.findLast((one) => before.includes(partOf(one.path)))?.path
  return recalls.find(({ lesson, answer }) => lesson === last && answer !== null)?.id ?? null
}

const partOf = (path: string): string => path.split('/')[0] ?? ''
