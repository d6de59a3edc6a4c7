/** What an author reads of an exercise that is not as it should be. */
import { describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { courseFolder, demo, lesson, part } from '../course-folder.ts'

const YAML = `id: one-more
title: One more
asks: Give back one more than what you were given.
kind: pure
files: [more.ts]
hints: [Look at the number., Which sign adds one?, Write number + 1.]
mistakes:
  - { replace: number + 1, with: number + 2, says: seen 3 }
  - { replace: number + 1, with: number, says: seen 1 }
`
const SOLUTION = 'export const more = (number: number): number => number + 1\n'
const START = 'export const more = (number: number): number => number\n'
const CHECKS = `import { check } from 'glasshouse/exercise'
export default [check('adds one', async () => undefined)]
`

const FOLDER = '01-scopes/01-one/exercises/one-more'
const SOUND = {
  'exercise.yaml': YAML,
  'start/more.ts': START,
  'solution/more.ts': SOLUTION,
  'checks.ts': CHECKS,
}

type Files = Readonly<Record<string, string | null>>

/** A course whose one lesson has this exercise, with these files in place of sound ones; `null` is not there. */
function filesWith(files: Files, text: string): Files {
  const own = Object.entries({ ...SOUND, ...files })
  return {
    '01-scopes/part.yaml': part(),
    '01-scopes/01-one/index.mdx': lesson({ text }),
    '01-scopes/01-one/demos.yaml': demo('try-it'),
    ...Object.fromEntries(own.map(([name, content]) => [`${FOLDER}/${name}`, content])),
  }
}

const readerOf = (files: Files, text = '<Exercise id="one-more" />') =>
  new CourseReader(courseFolder(filesWith(files, text)))

function mistakesIn(files: Files, text?: string) {
  return readerOf(files, text)
    .read()
    .mistakes.filter(({ kind }) => kind === 'broken')
    .map(({ file, line, what, write }) => {
      const name = file.replace(`content/lessons/${FOLDER}/`, '')
      return `${name}:${line}: ${what} ${write}`
    })
}

test('a sound one is in the course, with the names of its checks, and without its mistakes', () => {
  const reader = readerOf({})

  expect(mistakesIn({})).toEqual([])
  const [exercise] = reader.read().course.exercises
  expect(exercise).toMatchObject({ id: 'one-more', lesson: 'scopes/one', checks: ['adds one'] })
  expect(exercise).not.toHaveProperty('mistakes')
  expect(reader.readExercise('one-more')?.start).toEqual({ 'more.ts': START })
  expect(reader.readExercise('no-such')).toBeNull()
})

test('a question for afterwards is part of it, and may be left out', () => {
  const asked = 'afterwards: { asks: Why is one more than none?, answer: Because nothing is less. }'
  const [without] = readerOf({}).read().course.exercises
  const [exercise] = readerOf({ 'exercise.yaml': `${YAML}${asked}\n` }).read().course.exercises

  expect(without).not.toHaveProperty('afterwards')
  expect(exercise?.afterwards).toEqual({
    asks: 'Why is one more than none?',
    answer: 'Because nothing is less.',
  })
})

describe('a mistake is told with its file, its line, and what to write', () => {
  test.for<readonly [string, Files, readonly string[]]>([
    [
      'two hints',
      { 'exercise.yaml': YAML.replace(', Write number + 1.', '') },
      [expect.stringMatching(/^exercise\.yaml:6: .*Write three hints\./) as string],
    ],
    [
      'a file that is not there',
      { 'solution/more.ts': null, 'solution/mores.ts': SOLUTION },
      [
        'exercise.yaml:5: solution/ has no file more.ts. Did you mean mores.ts? There is mores.ts.',
        'exercise.yaml:8: “number + 1” stands in the solution 0 times. Write words that stand in it once.',
        'exercise.yaml:9: “number + 1” stands in the solution 0 times. Write words that stand in it once.',
        'solution/mores.ts:1: exercise.yaml does not name mores.ts. Name it in files or in given, or take it away.',
      ],
    ],
    [
      'an import of nowhere',
      { 'start/more.ts': `import { a } from 'lodash'\n${START}` },
      [
        'start/more.ts:1: Nothing here is called "lodash". There are glasshouse/changeset, glasshouse/given, glasshouse/plug, glasshouse/repo, kysely, ./more.ts.',
      ],
    ],
    [
      'what no browser reads',
      { 'start/more.ts': `${START}enum Sign { plus }\n` },
      [
        'start/more.ts:2: “enum” is more than types: a compiler would have to write it. A browser has no compiler.',
      ],
    ],
    [
      'nothing to do',
      { 'start/more.ts': SOLUTION },
      [
        'solution:1: The solution is what the editor holds at first. Leave something to do in start/.',
      ],
    ],
    [
      'no checks',
      { 'checks.ts': null },
      [
        "checks.ts:1: This file is missing. Write it with export default [check('…', async ({ code, see }) => …)].",
      ],
    ],
    [
      'tables without a database',
      { 'exercise.yaml': `${YAML}migrations: [2026_01_12_090000_create_users]\n` },
      [
        'exercise.yaml:10: No migration is called 2026_01_12_090000_create_users. There is none.',
        'exercise.yaml:4: An exercise of kind pure has no tables. Write kind: repo.',
      ],
    ],
  ])('%s', ([, files, told]) => {
    expect(mistakesIn(files).toSorted()).toEqual(told.toSorted())
  })

  test('a given file that is not the same in both folders', () => {
    const files = {
      'exercise.yaml': `${YAML}given: [other.ts]\n`,
      'start/other.ts': 'export const other = 1\n',
      'solution/other.ts': 'export const other = 2\n',
    }

    expect(mistakesIn(files)).toEqual([
      'exercise.yaml:10: other.ts is given, and is not the same in start/ and in solution/. Copy start/other.ts, or name it in files.',
    ])
  })

  test('one in the middle of a text', () => {
    const root = courseFolder({
      ...filesWith({}, '<Exercise id="one-more" />\n\n## Your turn\n\nNow you.\n'),
      '../course.yaml': 'house_style: true\n',
    })
    const told = new CourseReader(root).mistakesOf().filter(({ kind }) => kind === 'style')

    expect(told.map(({ line, what }) => [line, what])).toContainEqual([
      ...[11, 'An exercise stands in the middle of the text.'],
    ])
  })

  test('a text that names one which is not there', () => {
    expect(mistakesIn({}, '<Exercise id="one-mor" />')).toEqual([
      'content/lessons/01-scopes/01-one/index.mdx:11: <Exercise> names "one-mor", which is in no exercise.yaml of this lesson. Did you mean one-more? There is one-more.',
    ])
  })
})
