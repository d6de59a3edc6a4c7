/** `node src/tasks/record/main.ts record` or `check`, once the site is built. */
import { fileURLToPath } from 'node:url'
import { contentFolder } from '#course/content-folder.mjs'
import { CourseReader } from '#course/course-reader.ts'
import { Phases } from '../phases.mjs'
import { checkLessons, recordLessons, type TellProgress } from './lessons.ts'
import { withRecordingServer } from './recording-server.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const tell = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n')

/** On the recording server, with a bar of how many demos are through. */
function play<Value>(
  use: (origin: string, progress: TellProgress) => Promise<Value>,
): Promise<Value> {
  const phases = new Phases('demos')
  return phases.run('demos', { usual: 40 }, ({ progress }) =>
    withRecordingServer(root, (origin) => use(origin, progress)),
  )
}

try {
  const course = new CourseReader(root, contentFolder(root))
  const { files } = course
  const folders = course.listLessonFolders()
  if (process.argv[2] === 'record') {
    const changed = await play((origin, progress) =>
      recordLessons(files, folders, origin, progress),
    )
    for (const path of changed) course.forget(path)
    console.log(changed.length > 0 ? `Recorded:\n${tell(changed)}` : 'Nothing has changed.')
  }
  // A fresh recording may have lost what a text quotes.
  course.checkCourse()
  course.checkQuotations()
  if (process.argv[2] === 'check') {
    const found = await play((origin, progress) => checkLessons(files, folders, origin, progress))
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
