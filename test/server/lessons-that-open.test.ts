import { expect, test } from 'vitest'
import { notOpen } from '#course/closed.ts'
import { listLessons } from '#course/course.ts'
import { lessonAt } from '#server/lessons-that-open.ts'

const [lesson] = listLessons()
const path = lesson!.path
const [part, name] = path.split('/')

test.for([
  `/lessons/${path}`,
  `/lessons/${path}?x=1`,
  `/lessons/${encodeURIComponent(part!)}/${name}`,
  `/recordings/${path}/a-demo.1`,
  `/print/${path}`,
  `/pictures/${path}/a-demo.1.svg`,
  `/source/content/lessons/01-${part}/02-${name}/twins.ts`,
  `/source/ours/lessons/${part}/${name}/twins.ts`,
])('%s shows something of the lesson', (url) => {
  expect(lessonAt(url)?.path).toBe(path)
})

test.for([
  '/lessons',
  '/print',
  '/',
  `/teach/lessons/${path}`,
  '/source/src/router.ts',
  '/lessons/no/such',
  '/%zz',
])('%s shows nothing of any', (url) => {
  expect(lessonAt(url)).toBeNull()
})

test('a lesson opens on its day, and not a second before', () => {
  expect(notOpen({ title: 'Later', opens: '2999-01-01' })).toBe('“Later” opens on 1 January 2999.')
  expect(notOpen({ title: 'Now', opens: '2020-01-01' })).toBeNull()
  expect(notOpen({ title: 'Always', opens: null })).toBeNull()
})
