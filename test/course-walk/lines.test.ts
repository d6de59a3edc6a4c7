import { expect, test } from 'vitest'
import { closingLines, failureLines, lineOf, type Walked } from './lines.ts'

const MET = {
  ...{ words: 450, lines: 20, presses: 1, questions: 2 },
  ...{ tasks: 1, exercises: 0, typed: 0, recalls: 2 },
}
const FAILURE = {
  ...{ lesson: 'persons/who-comes-in', form: 'on a phone', step: 'run a.2' },
  ...{ hoped: '303', seen: '422', picture: 'var/walk/a.png' },
}
const WALKED: Walked = {
  lesson: { number: '1.1', title: 'Who comes in?', minutes: 6 },
  ...{ met: MET, passed: 41, failures: [], leftOut: [] },
}

test('a lesson is one line, with its minutes, presses and words', () => {
  expect(lineOf(WALKED).replaceAll(/ {2,}/g, '  ')).toBe(
    '1.1 Who comes in?  6 min  1 press  450 words  41 passed, 0 failed',
  )
})

test('and says where its minutes are off', () => {
  expect(lineOf({ ...WALKED, lesson: { ...WALKED.lesson, minutes: 9 } })).toMatch(
    /Look again: it takes 6 minutes and says 9\.$/,
  )
})

test('the count of all lessons stands alone on the last line, below what failed', () => {
  const lines = closingLines([WALKED, { ...WALKED, passed: 1, failures: [FAILURE] }])

  expect(lines.at(-1)).toBe('42 passed, 1 failed')
  expect(lines).toContain('  persons/who-comes-in, on a phone: run a.2')
  expect(lines.join('\n')).not.toContain('Left out')
})

test('a failure says where, what was hoped for and what was seen', () => {
  expect(failureLines(FAILURE)).toEqual([
    '  persons/who-comes-in, on a phone: run a.2',
    '    hoped for 303',
    '    seen      422',
    '    picture   var/walk/a.png',
  ])
  expect(failureLines({ ...FAILURE, picture: null })).toHaveLength(3)
})

test('what is left out is named, and no failure', () => {
  const lines = closingLines([{ ...WALKED, leftOut: ['a task at the prompt'] }])

  expect(lines).toContain('  a task at the prompt')
  expect(lines.at(-1)).toBe('41 passed, 0 failed')
})
