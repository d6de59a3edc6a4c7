/** The same as `npm run lessons:check`: every demo is played on the real server. */
import { expect, test } from 'vitest'
import { checkCourse, checkQuotations, listLessonFolders } from '#course/read-course.ts'
import { checkLessons } from '../../src/record/lessons.ts'
import { withRecordingServer } from '../../src/record/recording-server.ts'

const root = process.cwd()
const folders = listLessonFolders(root)

test('every lesson quotes what is there', () => {
  expect(() => checkCourse(root)).not.toThrow()
  expect(() => checkQuotations(root)).not.toThrow()
})

test('every demo does what its recording, its questions and its checks say', async () => {
  const found = await withRecordingServer(root, (origin) => checkLessons(root, folders, origin))

  // If the server is meant to do this: npm run lessons:record
  expect(found).toEqual([])
})

test('a recording of something else is told, demo by demo', async () => {
  const others = folders.map((folder) => ({ ...folder, recordings: {} }))

  const found = await withRecordingServer(root, (origin) => checkLessons(root, others, origin))

  expect(found).toContain('scopes/who-is-asking, demo 1: was never recorded.')
})
