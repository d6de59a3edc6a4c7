/** The same as `npm run lessons:check`: every demo is played on the real server. */
import { expect, test } from 'vitest'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { checkLessons } from '../../src/tasks/record/lessons.ts'
import { withRecordingServer } from '../../src/tasks/record/recording-server.ts'
import { theCourse } from '../support/the-course.ts'

const root = process.cwd()
const course = theCourse()
const folders = course.listLessonFolders()
const [first] = folders
const [demo] = first!.demos
/** A lesson of one demo, whose server has answered otherwise when it was recorded. */
const differing = {
  ...first!,
  demos: [demo!],
  recordings: {
    [demo!.id]: first!.recordings[demo!.id]!.map((trace) => ({ ...trace, status: 418 })),
  },
}

test('every demo does what its recording, its questions and its checks say', async () => {
  const found = await withRecordingServer(root, (origin) =>
    checkLessons(course.files, [...folders, differing], origin),
  )

  // If the server is meant to do something else: npm run lessons:record
  const [of, ...others] = found
  expect(others.every(({ what }) => what.includes('was 418'))).toBe(true)
  expect(found.filter(({ what }) => !what.includes('was 418')).map(mistakeInWords)).toEqual([])
  expect(of?.what).toMatch(
    `Demo ${demo!.id}, step 1, is not as it was recorded: the reply is ${first!.recordings[demo!.id]![0]!.status}, was 418.`,
  )
  // It plays every act of the course.
}, 240_000)
