import { describe, expect, test } from 'vitest'
import type { Course } from '#course/course-data.ts'
import { wayFrom } from '#course/way-on.ts'

const DAY = Date.parse('2026-12-01')
const link = (path: string) => ({ path, href: `/lessons/${path}`, title: path })
const coming = (number: string) => ({ number, href: null, isBuilt: false })
const written = (number: string, path: string) => ({
  ...{ number, href: `/lessons/${path}`, isBuilt: true },
})

const COURSE = {
  lessons: [
    { ...link('a/one'), number: '1.1', opens: null, next: link('b/two') },
    { ...link('b/two'), number: '2.1', opens: '2026-12-03', previous: link('a/one') },
  ],
  parts: [
    { outline: [written('1.1', 'a/one'), coming('1.2'), coming('1.3')] },
    { outline: [written('2.1', 'b/two')] },
  ],
} as unknown as Course
const [one, two] = COURSE.lessons

describe('wayFrom', () => {
  test('says what is skipped, and when what comes next opens', () => {
    expect(wayFrom(COURSE, one!, 'next', DAY)).toMatchObject({
      number: '2.1',
      skipped: '1.2 and 1.3 are coming.',
      opens: 'opens on 3 December 2026',
    })
  })

  test('says the same on the way back, and nothing of a day that has come', () => {
    expect(wayFrom(COURSE, two!, 'previous', DAY)).toMatchObject({
      ...{ number: '1.1', skipped: '1.2 and 1.3 are coming.', opens: null },
    })
    expect(wayFrom(COURSE, one!, 'next', DAY * 2)?.opens).toBeNull()
  })

  test('ends where the course does', () => {
    expect(wayFrom(COURSE, two!, 'next', DAY)).toBeNull()
  })
})
