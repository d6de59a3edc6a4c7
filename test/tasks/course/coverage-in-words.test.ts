import { expect, test } from 'vitest'
import { coverageInWords, needsInWords } from '../../../src/tasks/course/coverage-in-words.ts'

const row = (name: string, lessons: string[]) => ({ name, says: `about ${name}`, lessons })

test('what nobody teaches is marked, and named in the last line', () => {
  const lists = [{ title: 'Stops', rows: [row('walk 1', ['1.1', '2.4']), row('walk 10', [])] }]

  const { lines, missing } = coverageInWords(lists, 2)

  expect(missing).toBe(1)
  expect(lines).toEqual([
    'Stops',
    '  walk 1   1.1, 2.4           about walk 1',
    '  walk 10  ✕                  about walk 10',
    '',
    'two lessons. Nobody teaches one thing: walk 10.',
  ])
})

test('of a course that has everything the last line says so', () => {
  const lists = [{ title: 'Stops', rows: [row('walk 1', ['1.1'])] }]

  expect(coverageInWords(lists, 1).lines.at(-1)).toBe('one lesson, and nothing is missing.')
  expect(coverageInWords(lists, 1).missing).toBe(0)
})

test('each lesson says what it needs and gives', () => {
  const lesson = (id: string, number: string, needs: string[], gives: string | null) => ({
    ...{ id, number, title: `Lesson ${id}`, needs, gives },
  })

  expect(
    needsInWords([
      lesson('one', '1.1', [], 'an idea'),
      lesson('two', '1.2', ['one', 'not-written'], null),
    ]),
  ).toEqual([
    'Lessons',
    '  1.1 Lesson one: an idea',
    '  1.2 Lesson two, after 1.1, not-written: it does not say what it gives',
  ])
})
