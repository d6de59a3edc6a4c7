import { describe, expect, test } from 'vitest'
import type { Course, Lesson, RecallQuestion } from '#course/course-data.ts'
import { dueRecall } from '#course/due-recall.ts'

const lessons = ['one', 'two', 'three'].map(
  (path) => ({ path, title: path, opens: null, answersOpen: null }) as Lesson,
)
const recall = (id: string, isGuess = false): RecallQuestion => ({
  ...{ id, lesson: id.split('.')[0]!, question: id, answer: null, at: null },
  options: [{ says: 'yes', right: !isGuess, why: '' }],
})
const course: Pick<Course, 'lessons' | 'recalls'> = {
  lessons,
  recalls: [recall('one.a'), recall('one.b'), recall('one.g', true), recall('two.a')],
}
const said = (recall_id: string, knew: boolean, marked_at: number) => ({
  ...{ recall_id, knew, marked_at },
  times_known: knew ? 1 : 0,
})
const due = (marked: ReturnType<typeof said>[], lesson = 'three', planned = 'two.a') =>
  dueRecall(course, { lesson, planned, marked })?.recall.id ?? null

describe('the question at the top of a lesson', () => {
  test('is the planned one for whoever has answered none', () => {
    expect(due([])).toBeNull()
  })

  test('is the one that was missed, and of two the one missed longest ago', () => {
    expect(due([said('one.b', false, 2), said('one.a', false, 5), said('two.a', true, 1)])).toBe(
      'one.b',
    )
  })

  test('stays the planned one while only others are known', () => {
    expect(due([said('one.a', true, 1)])).toBeNull()
  })

  test('is the one not asked for longest, once the planned one is known', () => {
    expect(due([said('two.a', true, 9), said('one.b', true, 4), said('one.a', true, 7)])).toBe(
      'one.b',
    )
  })

  test('is of no later lesson, and of not this one', () => {
    expect(due([said('two.a', false, 1)], 'two', 'one.a')).toBeNull()
    expect(due([said('two.a', false, 1)], 'one', 'one.g')).toBeNull()
  })

  test('is no guess, and none that the course has no more', () => {
    expect(due([said('one.g', false, 1), said('gone.a', false, 1)])).toBeNull()
  })

  test('is of no lesson that opens later', () => {
    const [first, ...others] = lessons
    const later = { ...first!, opens: '2999-01-01' }
    const closed = { ...course, lessons: [later, ...others] }
    const marked = [said('one.a', false, 1)]
    expect(dueRecall(closed, { lesson: 'three', planned: 'two.a', marked })).toBeNull()
  })
})
