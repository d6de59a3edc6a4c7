import { expect, test } from 'vitest'
import { listLessons } from '#course/course.ts'
import { goneAt } from '#server/gone.ts'

const { path, title } = listLessons()[0]!

test('a recording of a lesson that is there is gone, and says where to look', () => {
  expect(goneAt(`/recordings/${path}/an-act-of-before.3`)).toMatchObject({
    status: 410,
    message: `“${title}” has no such recording any more. Open the lesson for those that it has.`,
  })
})

test.for([
  ['of no lesson', '/recordings/no/lesson/an-act.1'],
  ['that no act could have', `/recordings/${path}/an-act`],
  ['with more behind it', `/recordings/${path}/an-act.1/x`],
  ['that is a lesson', `/lessons/${path}`],
  ['that cannot be read', '/recordings/%E0%A4%A/b/c.1'],
] as const)('an address %s never was one', ([, url]) => {
  expect(goneAt(url)).toBeNull()
})
