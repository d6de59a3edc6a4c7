import { describe, expect, test } from 'vitest'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { filesIn, FILES, read, type Written } from '../../course/reading/a-course.ts'
import { readCourse } from '#course/reading/read-course.ts'
import { placeFor, recallFor } from '../../../src/tasks/lesson-new/place-for.ts'
import { filesOf } from '../../../src/tasks/lesson-new/template.ts'

const FOLDER = 'content/lessons/01-scopes/04-new'
const written = Object.fromEntries(
  Object.entries(
    filesOf({
      id: 'new',
      title: 'A new lesson',
      published: '2026-11-29',
      seed: 'ana-logged-in',
      tags: ['scopes'],
      recall: 'two.a',
    }),
  ).map(([name, text]) => [`${FOLDER}/${name}`, text]),
)

test('a new lesson has no mistake but that nobody has recorded it yet', () => {
  const told = read(written).mistakes.map(mistakeInWords)

  expect(told.length).toBeGreaterThan(0)
  expect(told.filter((line) => !/recorded|recording/.test(line))).toEqual([])
})

test('what each key may be stands above it', () => {
  for (const key of [
    'id',
    'title',
    'published',
    'tags',
    'shows',
    'needs',
    'gives',
    'introduces',
    'covers',
  ])
    expect(written[`${FOLDER}/index.mdx`]).toMatch(new RegExp(`^# .+\\n${key}:`, 'm'))
  for (const key of ['title', 'page', 'people', 'start', 'steps', 'predictions', 'checks'])
    expect(written[`${FOLDER}/demos.yaml`]).toMatch(new RegExp(`^ {2}# .+\\n {2}${key}:`, 'm'))
})

test('a new lesson asks of the last one before it, and of none that comes later', () => {
  const recall = (lesson: string) => ({ id: `${lesson}.a`, lesson, answer: 'So.' })
  const course = {
    parts: ['first', 'second', 'third'].map((slug) => ({ slug })),
    lessons: ['second/one', 'second/two', 'third/last'].map((path) => ({ path })),
    recalls: ['second/one', 'second/two', 'third/last'].map(recall),
  } as never

  expect(recallFor(course, 'second/new')).toBe('second/two.a')
  expect(recallFor(course, 'third/new')).toBe('third/last.a')
  expect(recallFor(course, 'first/new')).toBeNull()
})

describe('the place of a new lesson', () => {
  const place = (path: string, changes: Written = {}) => {
    const files = filesIn({ ...FILES, ...changes })
    return placeFor(
      { content: 'content', files: files as never, read: () => readCourse(files) },
      path,
    )
  }

  test('is after those of its part, and after those to come', () => {
    expect(place('scopes/new')).toEqual({ folder: FOLDER, order: null })
  })

  test('is said to course.yaml where that has the order', () => {
    const order = 'order:\n  - part: scopes\n    lessons: [one, two]\n'

    expect(place('scopes/new', { 'content/course.yaml': order })).toEqual({
      folder: 'content/lessons/01-scopes/new',
      order: 'Now name it in content/course.yaml, among the lessons of scopes: new',
    })
  })

  test.for([
    ['new', '"new" is no place: write PART/LESSON in small letters, as scopes/a-new-lesson.'],
    [
      'scopes/A New',
      '"scopes/A New" is no place: write PART/LESSON in small letters, as scopes/a-new-lesson.',
    ],
    [
      'scope/new',
      'There is no part "scope". Did you mean scopes? There is scopes. A new part is a folder with a part.yaml.',
    ],
    ['scopes/one', 'scopes/one is there already.'],
  ] as const)('%s is refused, in a sentence', ([path, sentence]) => {
    expect(() => place(path)).toThrow(sentence)
  })
})
