/** Which quotations of a course stand nowhere. */
import { globSync } from 'node:fs'
import type { CourseReader } from '#course/course-reader.ts'
import { Ground, quotationsIn, type Quotation } from '#course/reading/quotations.ts'

/** A quotation that is in no source, no recording and not in `facts.yaml`. */
export interface Unfounded extends Quotation {
  readonly file: string
}

/** Where what lessons quote may stand, below the folder of package.json and that of the course. */
const SOURCES = ['src/**/*.{ts,astro,mjs}', 'migrations/**/*.ts', 'package.json']
const OF_COURSE = [
  'seeds/*.yaml',
  'labs/*.yaml',
  'lessons/*/*/{twins.ts,demos.yaml,{recordings,transcripts}.json}',
]
const OF_EXERCISES = 'lessons/*/*/exercises/**/*.ts'
const OF_TRANSCRIPTS = 'lessons/*/*/transcripts.yaml'

/** Looks each of them up. */
export function unfoundedIn(course: CourseReader): readonly Unfounded[] {
  const { files, content } = course
  const { facts } = course.read()
  const patterns = [
    ...SOURCES,
    ...[...OF_COURSE, OF_EXERCISES, OF_TRANSCRIPTS].map((pattern) => `${content}/${pattern}`),
  ]
  const paths = globSync(patterns, { cwd: files.root })
  const texts = paths.map((path) => unescaped(path, files.text(path) ?? ''))
  const ground = new Ground([...texts, ...facts.flatMap(({ quotes }) => quotes)])
  return course.listLessonFolders().flatMap(({ file }) =>
    quotationsIn(files.text(file) ?? '')
      .filter(({ text }) => !ground.has(text))
      .map((quotation) => ({ ...quotation, file })),
  )
}

/** A recording holds its texts as JSON does: \" for a quotation mark. */
const unescaped = (path: string, text: string) =>
  path.endsWith('.json') ? `${text}\n${text.replaceAll('\\"', '"')}` : text
