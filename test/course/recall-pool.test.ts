import { describe, expect, test } from 'vitest'
import type { Lesson, RecallQuestion } from '#course/course-data.ts'
import { comesBackAt, recallPool } from '#course/recall-pool.ts'

const DAY = 24 * 60 * 60_000
const NOW = 100 * DAY
const lessons = ['one', 'two', 'three'].map(
  (id) => ({ id, path: id, title: id, opens: null, answersOpen: null }) as Lesson,
)
const recall = (id: string, isGuess = false): RecallQuestion => ({
  ...{ id, lesson: id.split('.')[0]!, question: id, answer: null, at: null },
  options: [{ says: 'yes', right: !isGuess, why: '' }],
})
const course = {
  lessons,
  recalls: [recall('one.g', true), recall('one.a'), recall('one.b'), recall('two.a')],
}
const said = (recall_id: string, times_known: number, daysAgo: number) => ({
  ...{ recall_id, times_known, knew: times_known > 0, marked_at: NOW - daysAgo * DAY },
})
const pool = (read: string[], marked: ReturnType<typeof said>[] = [], of = course) => {
  const { waiting, next } = recallPool(of, { read, marked, now: NOW })
  return [waiting.map((one) => one.recall.id), next === null ? null : (next - NOW) / DAY]
}

describe('the questions that wait', () => {
  test('are of lessons that were read, and no guess', () => {
    expect(pool([])).toEqual([[], null])
    expect(pool(['one'])).toEqual([['one.a', 'one.b'], null])
    expect(pool(['two', 'gone'])).toEqual([['two.a'], null])
  })

  test('are of another lesson, too, once they were answered there', () => {
    expect(pool([], [said('two.a', 1, 2)])).toEqual([['two.a'], null])
  })

  test('are what was missed, longest ago first, then what was known, then what is new', () => {
    const marked = [said('one.b', 0, 2), said('two.a', 1, 50), said('one.a', 0, 3)]
    const more = { ...course, recalls: [recall('two.c'), ...course.recalls] }

    expect(pool(['one', 'two'], marked, more)).toEqual([['one.a', 'one.b', 'two.a', 'two.c'], null])
  })

  test('are not those that were answered a moment ago: the next one comes back on its day', () => {
    expect(pool(['one'], [said('one.a', 0, 0.5), said('one.b', 2, 1)])).toEqual([[], 0.5])
  })

  test('are of no lesson that opens later, nor of one that is gone', () => {
    const closed = lessons.map((one) => ({ ...one, opens: '2999-01-01' }))

    expect(pool(['one'], [], { ...course, lessons: closed })).toEqual([[], null])
    expect(pool(['one'], [said('one.a', 0, 9)], { ...course, lessons: [] })).toEqual([[], null])
  })
})

test('what is known again and again comes back later and later', () => {
  const days = [0, 1, 2, 3, 4, 9].map((times) => (comesBackAt(said('one.a', times, 0)) - NOW) / DAY)

  expect(days).toEqual([1, 1, 3, 8, 21, 21])
})
