/** `node src/tasks/course/coverage.ts`: which lesson teaches what. Ends with 1 where nobody does. */
import { fileURLToPath } from 'node:url'
import { contentFolder } from '#course/content-folder.mjs'
import { CourseReader } from '#course/course-reader.ts'
import { coverageOf } from '#course/coverage.ts'
import { coverageInWords, needsInWords } from './coverage-in-words.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const { course, covers } = new CourseReader(root, contentFolder(root)).read()
const isBrief = process.argv.includes('--brief')
const { lines, missing } = coverageInWords(coverageOf(course, covers), course.lessons.length)

if (!isBrief) console.log([...needsInWords(course.lessons), ''].join('\n'))
console.log((isBrief ? lines.slice(-1) : lines).join('\n'))
process.exitCode = missing === 0 ? 0 : 1
