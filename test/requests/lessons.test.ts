/** The same as `npm run lessons:check`: every demo is played on the real server. */
import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { checkLessons } from '../../src/tasks/record/lessons.ts'
import { withRecordingServer } from '../../src/tasks/record/recording-server.ts'

const root = process.cwd()
const course = new CourseReader(root)
const folders = course.listLessonFolders()
const [first] = folders
/** A lesson whose first demo was never recorded. */
const unrecorded = { ...first!, demos: first!.demos.slice(0, 1), recordings: {} }

test('every demo does what its recording, its questions and its checks say', async () => {
  const found = await withRecordingServer(root, (origin) =>
    checkLessons(course.files, [...folders, unrecorded], origin),
  )

  // If the server is meant to do something else: npm run lessons:record
  expect(found).toEqual([`${first!.lesson.path}, demo 1: was never recorded.`])
  // It plays every act of the course.
}, 240_000)
