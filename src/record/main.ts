/** `node src/record/main.ts record` or `check`, once the site is built. */
import { fileURLToPath } from 'node:url'
import { checkCourse, checkQuotations, listLessonFolders } from '#course/read-course.ts'
import { checkLessons, recordLessons } from './lessons.ts'
import { withRecordingServer } from './recording-server.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const tell = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n')

try {
  const folders = listLessonFolders(root)
  if (process.argv[2] === 'record') {
    const changed = await withRecordingServer(root, (origin) =>
      recordLessons(root, folders, origin),
    )
    console.log(changed.length > 0 ? `Recorded:\n${tell(changed)}` : 'Nothing has changed.')
  }
  // A fresh recording may have lost what a text quotes.
  checkCourse(root)
  checkQuotations(root)
  if (process.argv[2] === 'check') {
    const found = await withRecordingServer(root, (origin) => checkLessons(root, folders, origin))
    if (found.length > 0)
      throw new Error(
        `The server does not do what the lessons say.\n${tell(found)}\nIf it is meant to: npm run lessons:record`,
      )
    console.log('Every demo does what its recording says.')
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
