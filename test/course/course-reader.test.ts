import { describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { courseFolder, demo, lesson, part, startState, writeLessonFile } from './course-folder.ts'

const read = (files: Readonly<Record<string, string | null>>) =>
  new CourseReader(courseFolder(files)).read().course

/** A course without mistakes. A test adds or takes away (`null`) what it is about. */
const COURSE = {
  '01-scopes/part.yaml': part(
    'planned: [{ number: 2, title: To come, summary: A lesson that is not written yet. }]',
  ),
  '01-scopes/01-one/index.mdx': lesson({ id: 'one' }),
  '01-scopes/03-third/index.mdx': lesson({ id: 'third' }),
  '01-scopes/03-third/demos.yaml': demo('try-it'),
  '02-next/part.yaml': part(),
  '02-next/10-tenth/index.mdx': lesson({ id: 'tenth' }),
}

const mistakesOf = (files: Readonly<Record<string, string | null>>): readonly string[] =>
  new CourseReader(courseFolder({ ...COURSE, ...files }))
    .read()
    // Nothing here was ever recorded.
    .mistakes.filter(({ kind }) => kind !== 'recording')
    .map(mistakeInWords)

describe('readCourse', () => {
  test('numbers lessons by their folders, and leaves the numbers out of addresses', () => {
    const { lessons } = read(COURSE)

    expect(lessons.map(({ number, href }) => [number, href])).toEqual([
      ['1.1', '/lessons/scopes/one'],
      ['1.3', '/lessons/scopes/third'],
      ['2.10', '/lessons/next/tenth'],
    ])
  })

  test('links each lesson to the one before and the one after, across parts', () => {
    const { lessons } = read(COURSE)

    expect(lessons.map(({ previous, next }) => [previous?.path, next?.path])).toEqual([
      [undefined, 'scopes/third'],
      ['scopes/one', 'next/tenth'],
      ['scopes/third', undefined],
    ])
  })

  test('puts planned lessons into the outline at their number, without an address', () => {
    const { parts } = read(COURSE)

    expect(parts[0]?.outline.map(({ number, href }) => [number, href])).toEqual([
      ['1.1', '/lessons/scopes/one'],
      ['1.2', null],
      ['1.3', '/lessons/scopes/third'],
    ])
  })

  test('looks past what a system or an editor left in its folders', () => {
    const left = {
      ...{ '../seeds/.DS_Store': 'x', '../seeds/.one.yaml.swp': 'x', '../seeds/one.yaml~': 'x' },
      ...{ '.idea/workspace.xml': 'x', '01-scopes/.vscode/settings.json': 'x' },
      ...{ '01-scopes/.DS_Store': 'x', '01-scopes/Thumbs.db': 'x' },
    }

    expect(mistakesOf(left)).toEqual([])
  })

  test('gives a demo the path of its lesson', () => {
    const { demos } = read(COURSE)

    expect(demos).toEqual([
      {
        id: 'try-it',
        title: 'A demo',
        page: '/users/register',
        people: ['you'],
        steps: [
          {
            label: 'ana',
            note: null,
            does: 'send',
            as: null,
            ...{ needs: null, ends: null, look_at: null, safe: null },
            path: null,
            method: 'POST',
            fields: { 'user[email]': 'ana' },
            forged: {},
          },
        ],
        predictions: [],
        checks: [],
        ...{ shows: null, compare: null, tabs: [] },
        start: { seed: 'nobody', as: 'you', clock: 0, draws: null },
        startState: { name: 'nobody', title: 'Nobody is registered', logged_in: {} },
        startVersion: expect.stringMatching(/^[\da-f]{12}$/) as string,
        lesson: 'scopes/third',
      },
    ])
  })

  test('gives a demo the title of the start state that it offers', () => {
    const { demos } = read({
      ...COURSE,
      '../seeds/one.yaml': startState('one'),
      '01-scopes/03-third/demos.yaml': demo('try-it').replace('nobody', 'one'),
    })

    expect(demos[0]?.startState).toEqual({ name: 'one', title: 'A start state', logged_in: {} })
  })

  test('gives a lesson another version when its text or its demos change, and only then', () => {
    const versionOf = (files: Readonly<Record<string, string | null>>) =>
      read({ ...COURSE, ...files }).lessons.find(({ id }) => id === 'third')?.version
    const version = versionOf({})

    expect(version).toMatch(/^[\da-f]{12}$/)
    expect(versionOf({ '02-next/10-tenth/index.mdx': lesson({ id: 'other' }) })).toBe(version)
    expect(
      versionOf({ '01-scopes/03-third/index.mdx': lesson({ id: 'third', text: 'New.\n' }) }),
    ).not.toBe(version)
    expect(
      versionOf({ '01-scopes/03-third/demos.yaml': demo('try-it').replace('A demo', 'One demo') }),
    ).not.toBe(version)
  })

  test('reads the start states in the order of their names', () => {
    const { startStates } = read({
      ...COURSE,
      '../seeds/two.yaml': startState('two'),
      '../seeds/one.yaml': startState('one', 'logged_in: { you: ana@example.test }\n'),
    })

    expect(startStates.map(({ name, logged_in }) => [name, logged_in])).toEqual([
      ['one', { you: 'ana@example.test' }],
      ['two', {}],
    ])
    expect(startStates[0]?.users).toEqual([
      { email: 'ana@example.test', confirmed: true, password: null, persona: null },
    ])
  })

  test('is plain JSON', () => {
    const course = read(COURSE)

    expect(JSON.parse(JSON.stringify(course))).toEqual(course)
    expect(course.lessons[0]?.published).toBe('2026-11-23')
  })

  const path = 'content/lessons'
  test.for([
    [
      'two lessons with one id',
      { '02-next/10-tenth/index.mdx': lesson({ id: 'one' }) },
      `${path}/02-next/10-tenth/index.mdx:2:5 It has the id "one", which ${path}/01-scopes/01-one/index.mdx has already. Write another id: progress is kept by it.`,
    ],
    [
      'two demos with one id',
      { '02-next/10-tenth/demos.yaml': demo('try-it') },
      `${path}/02-next/10-tenth/demos.yaml:1:7 It has the demo id "try-it", which ${path}/01-scopes/03-third/demos.yaml has already. Write another id.`,
    ],
    [
      'two demos of one lesson with one id',
      { '01-scopes/03-third/demos.yaml': demo('try-it') + demo('try-it') },
      `${path}/01-scopes/03-third/demos.yaml:9:7 It has the demo id "try-it", which ${path}/01-scopes/03-third/demos.yaml has already. Write another id.`,
    ],
    [
      'a demo with a start state that is not there',
      { '01-scopes/03-third/demos.yaml': demo('try-it').replace('nobody', 'no-such-state') },
      `${path}/01-scopes/03-third/demos.yaml:5:18 Demo try-it begins with the seed "no-such-state", which is no file of content/seeds. There is nobody.`,
    ],
    [
      'a start state with a field that nobody knows',
      { '../seeds/one.yaml': startState('one', 'games: []\n') },
      'content/seeds/one.yaml:7:1 It has a key "games", which nobody reads. There are name, title, summary, users, registration_with_password, tokens, organizations, scores, roles, flags, logged_in.',
    ],
    [
      'a start state with a wrong value',
      { '../seeds/one.yaml': startState('one').replace('confirmed: true', 'confirmed: 1') },
      'content/seeds/one.yaml:6:16 User ana@example.test: confirmed is 1. Write true or false. Whether the link of the first mail has been used.',
    ],
    [
      'a start state under another name than its file',
      { '../seeds/one.yaml': startState('two') },
      'content/seeds/one.yaml:1:7 It is called "two", and its file one.yaml. Write name: one, or call the file two.yaml.',
    ],
    [
      'a file among the start states that is none',
      { '../seeds/one.yml': startState('one') },
      'content/seeds/one.yml:1:1 This is no file of seeds. Call it in small letters, as two-people.yaml.',
    ],
    [
      'two lessons with one address',
      { '01-scopes/04-third/index.mdx': lesson({ id: 'fourth' }) },
      `${path}/01-scopes/04-third/index.mdx:1:1 It has the address /lessons/scopes/third, which ${path}/01-scopes/03-third/index.mdx has already. Give one of the two folders another name.`,
    ],
    [
      'two lessons with one number',
      { '01-scopes/03-other/index.mdx': lesson({ id: 'other' }) },
      `${path}/01-scopes/03-third/index.mdx:1:1 It has the number 1.3, which ${path}/01-scopes/03-other/index.mdx has already. Give one of the two another number, or take the planned one out once it is written.`,
    ],
    [
      'a lesson that is written and still planned',
      { '01-scopes/02-to-come/index.mdx': lesson({ id: 'second' }) },
      `${path}/01-scopes/part.yaml:3:21 It has the number 1.2, which ${path}/01-scopes/02-to-come/index.mdx has already. Give one of the two another number, or take the planned one out once it is written.`,
    ],
    [
      'two parts with one number',
      { '02-other/part.yaml': part() },
      `${path}/02-other/part.yaml:1:1 It has the number 2, which ${path}/02-next/part.yaml has already. Give one of the two folders another number.`,
    ],
    [
      'two parts with one address',
      { '03-next/part.yaml': part() },
      `${path}/03-next/part.yaml:1:1 It has the address /lessons/next, which ${path}/02-next/part.yaml has already. Give one of the two folders another name.`,
    ],
    [
      'a folder without a number',
      { 'extra/part.yaml': part() },
      `${path}/extra:1:1 "extra" is no folder of the course. Call it with two digits and small letters, as 01-extra, or say the order in course.yaml.`,
    ],
    [
      'a part without its file',
      { '02-next/part.yaml': null },
      `${path}/02-next/part.yaml:1:1 This file is missing. Write it with title and summary.`,
    ],
    [
      'a lesson without its text',
      { '01-scopes/04-empty/demos.yaml': demo('other') },
      `${path}/01-scopes/04-empty/index.mdx:1:1 A lesson without its text: the file is missing. Write it, or take the folder away.`,
    ],
    [
      'a lesson without front matter',
      { '02-next/10-tenth/index.mdx': 'Text.\n' },
      `${path}/02-next/10-tenth/index.mdx:1:1 It begins without front matter. Write --- in the first line, then id, title and the other keys, then --- again.`,
    ],
    [
      'a field of the front matter that nobody knows',
      { '02-next/10-tenth/index.mdx': lesson({ id: 'tenth', more: 'order: 3\n' }) },
      `${path}/02-next/10-tenth/index.mdx:9:1 It has a key "order", which nobody reads. There are id, title, summary, published, minutes, tags, shows, start, needs, gives, introduces, covers, explains.`,
    ],
    [
      'a field of a demo that nobody knows',
      { '01-scopes/03-third/demos.yaml': demo('try-it', '  acts: []\n') },
      `${path}/01-scopes/03-third/demos.yaml:9:3 Demo try-it has a key "acts", which nobody reads. There are id, title, page, people, start, shows, compare, tabs, steps, predictions, checks.`,
    ],
    [
      'a value of the wrong kind',
      {
        '02-next/part.yaml': part(
          'planned: [{ number: two, title: Some, summary: A lesson that is to come. }]',
        ),
      },
      `${path}/02-next/part.yaml:3:21 Planned lesson two: number is "two". Write a number. Its place in the part, as a folder would say it.`,
    ],
  ] as const)('refuses %s, and names the file', ([, files, message]) => {
    expect(mistakesOf(files)).toEqual([message])
  })

  test('refuses what is not YAML', () => {
    const [mistake] = mistakesOf({ '02-next/part.yaml': 'title: "Next' })

    expect(mistake).toBe(
      'content/lessons/02-next/part.yaml:1:8 This is no YAML: Missing closing "quote. Close what is open: a quotation mark, a bracket or a brace; or write the colon.',
    )
  })

  test('tells every mistake at once', () => {
    const mistakes = mistakesOf({
      '02-next/part.yaml': 'title: Next\n',
      '01-scopes/03-third/index.mdx': lesson({ id: 'one' }),
    })

    expect(mistakes).toEqual([
      'content/lessons/01-scopes/03-third/index.mdx:2:5 It has the id "one", which content/lessons/01-scopes/01-one/index.mdx has already. Write another id: progress is kept by it.',
      'content/lessons/02-next/part.yaml:1:1 It has no summary. Write summary: One or two sentences for lists, search engines and the lead of the page.',
    ])
  })
})

describe('a file of the course', () => {
  const course = () => new CourseReader(courseFolder(COURSE))
  const title = (reader: CourseReader) => reader.read().course.lessons[0]?.title
  const FILE = '01-scopes/01-one/index.mdx'

  test('is read once, until it is forgotten', () => {
    const reader = course()
    expect(title(reader)).toBe('Lesson one')

    writeLessonFile(reader.files.root, FILE, lesson().replace('Lesson one', 'Lesson 1'))
    expect(title(reader)).toBe('Lesson one')

    reader.forget(`content/lessons/${FILE}`)
    expect(title(reader)).toBe('Lesson 1')
  })

  test('is looked for again once it was missing', () => {
    const reader = course()
    const file = '01-scopes/01-one/demos.yaml'
    expect(reader.read().course.demos.map(({ id }) => id)).toEqual(['try-it'])

    writeLessonFile(reader.files.root, file, demo('a'))
    reader.forget(`content/lessons/${file}`)

    expect(reader.read().course.demos.map(({ id }) => id)).toEqual(['a', 'try-it'])
  })

  test('that is mended takes its mistake away', () => {
    const reader = course()
    const file = '02-next/part.yaml'
    writeLessonFile(reader.files.root, file, 'title: Next\n')
    expect(reader.read().mistakes.map(({ file: own }) => own)).toContain(`content/lessons/${file}`)

    writeLessonFile(reader.files.root, file, part())
    reader.forget(`content/lessons/${file}`)

    expect(reader.read().mistakes.map(({ file: own }) => own)).not.toContain(
      `content/lessons/${file}`,
    )
  })
})
