/** The same as `npm run lessons:check`: every demo is played on the real server. */
import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { checkLessons } from '../../src/tasks/record/lessons.ts'
import { withRecordingServer } from '../../src/tasks/record/recording-server.ts'

const root = process.cwd()
const course = new CourseReader(root)
const { files } = course
const folders = course.listLessonFolders()

test('every lesson quotes what is there', () => {
  expect(() => course.checkCourse()).not.toThrow()
  expect(() => course.checkQuotations()).not.toThrow()
})

test('every demo does what its recording, its questions and its checks say', async () => {
  const found = await withRecordingServer(root, (origin) => checkLessons(files, folders, origin))

  // If the server is meant to do this: npm run lessons:record
  expect(found).toEqual([])
})

test('a recording of something else is told, demo by demo', async () => {
  const others = folders.map((folder) => ({ ...folder, recordings: {} }))

  const found = await withRecordingServer(root, (origin) => checkLessons(files, others, origin))

  expect(found).toContain('scopes/who-is-asking, demo 1: was never recorded.')
})
