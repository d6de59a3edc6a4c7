import { describe, expect, test } from 'vitest'
import { markOf, resumeAt } from '#course/lesson-marks.ts'
import type { OpenedLesson } from '#course/progress.ts'

const COURSE = ['one', 'two', 'three'].map((id) => ({ id, version: 'new' }))
const [one] = COURSE

let time = 0
const opened = (lesson_id: string, change: Partial<OpenedLesson> = {}): OpenedLesson => ({
  ...{ lesson_id, version: 'new', opened_at: (time += 1), last_opened_at: time, read_at: null },
  ...{ last_step: null, stepped_at: null },
  ...change,
})
const read = (id: string, change: Partial<OpenedLesson> = {}) =>
  opened(id, { read_at: time, ...change })

describe('markOf', () => {
  const mark = (...lessons: OpenedLesson[]) => markOf(one!, { lessons })

  test('tells new, opened and read', () => {
    expect(mark()).toEqual({ state: 'new', changed: false })
    expect(mark(opened('two'))).toEqual({ state: 'new', changed: false })
    expect(mark(opened('one'))).toEqual({ state: 'opened', changed: false })
    expect(mark(read('one'))).toEqual({ state: 'read', changed: false })
  })

  test('tells that the text is another one since it was read', () => {
    expect(mark(read('one', { version: 'old' }))).toEqual({ state: 'read', changed: true })
    expect(mark(read('one', { version: 'old' }), opened('one'))).toEqual({
      state: 'read',
      changed: true,
    })
    expect(mark(read('one', { version: 'old' }), read('one'))).toEqual({
      state: 'read',
      changed: false,
    })
  })
})

describe('resumeAt', () => {
  const resume = (...lessons: OpenedLesson[]) => resumeAt(COURSE, { lessons })?.id ?? null

  test('goes on in the lesson that was last opened, until it is read', () => {
    expect(resume(read('one'), opened('two'), opened('three'))).toBe('three')
    expect(resume(opened('three'), opened('one'))).toBe('one')
  })

  test('goes on with the next that is not read', () => {
    expect(resume(read('one'))).toBe('two')
    expect(resume(read('two'), read('one'))).toBe('three')
  })

  test('goes back to what was left out, once the end is read', () => {
    expect(resume(read('three'))).toBe('one')
    expect(resume(read('one'), read('three'))).toBe('two')
  })

  test('goes nowhere before the first lesson, and after the last', () => {
    expect(resume()).toBeNull()
    expect(resume(read('one'), read('two'), read('three'))).toBeNull()
  })

  test('counts a lesson whose text changed as read', () => {
    expect(resume(read('one', { version: 'old' }))).toBe('two')
  })

  test('passes over lessons that are gone from the course', () => {
    expect(resume(opened('gone'))).toBeNull()
    expect(resume(read('one'), opened('gone'))).toBe('two')
  })

  test('goes by the time of opening, not by the order of the records', () => {
    const lessons = [
      opened('two', { last_opened_at: 9_000 }),
      opened('one', { last_opened_at: 1_000 }),
    ]
    expect(resume(...lessons)).toBe('two')
    expect(resume(...lessons.toReversed())).toBe('two')
  })
})
