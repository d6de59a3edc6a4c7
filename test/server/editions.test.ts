import { expect, test } from 'vitest'
import { editionsOf } from '#server/editions.ts'

const LESSON = '/lessons/scopes/one.html'
const NAMES = new Set([
  LESSON,
  `/teach${LESSON}`,
  `/closed${LESSON}`,
  '/lessons.html',
  '/teach/lessons.html',
])
const DAY = '2026-12-05'
const BEFORE = Date.parse('2026-12-04T23:59:59Z')
const AFTER = Date.parse('2026-12-05T00:00:00Z')

test.for([
  ['a reader before the day', { isTeacher: false, now: BEFORE }, `/closed${LESSON}`],
  ['a reader from that day on', { isTeacher: false, now: AFTER }, LESSON],
  ['a teacher, whenever', { isTeacher: true, now: BEFORE }, `/teach${LESSON}`],
] as const)('%s is given their own file', ([, asking, file]) => {
  expect(editionsOf(NAMES, LESSON, DAY).fileFor(asking)).toBe(file)
})

test.for([
  ['a reader before the day', { isTeacher: false, now: BEFORE }, '/closed/print/scopes/one.html'],
  ['a teacher', { isTeacher: true, now: BEFORE }, '/print/scopes/one.html'],
] as const)('on paper %s is given their own file as well', ([, asking, file]) => {
  const names = new Set(['/print/scopes/one.html', '/closed/print/scopes/one.html'])
  expect(editionsOf(names, '/print/scopes/one.html', DAY).fileFor(asking)).toBe(file)
})

test('without a day the answers are always there', () => {
  const { fileFor, areSeveral } = editionsOf(new Set([LESSON, `/closed${LESSON}`]), LESSON, null)

  expect(fileFor({ isTeacher: false, now: 0 })).toBe(LESSON)
  expect(areSeveral).toBe(true)
})

test('a page that is no lesson is one file for everybody', () => {
  const { fileFor, areSeveral } = editionsOf(NAMES, '/lessons.html', null)

  expect(fileFor({ isTeacher: true, now: AFTER })).toBe('/lessons.html')
  expect(areSeveral).toBe(false)
})
