import { describe, expect, test } from 'vitest'
import { Remembered } from '#course/reading/remembered.ts'
import { readCourse } from '#course/reading/read-course.ts'
import { FILES, filesIn, ONE, read, TWO } from './a-course.ts'

const SEED = 'content/seeds/ana-logged-in.yaml'
const changed = (file: string, from: string, to: string) => ({
  [file]: FILES[file]!.replace(from, () => to),
})
const pathsOf = ({ course }: ReturnType<typeof read>) => course.lessons.map(({ path }) => path)
const filesTold = ({ mistakes }: ReturnType<typeof read>) => [
  ...new Set(mistakes.map(({ file }) => file)),
]

describe('one bad file', () => {
  test('stops its lesson, and neither the outline nor another', () => {
    const found = read(changed(`${ONE}/index.mdx`, '## Your turn', 'It is <15 minutes.'))

    expect(pathsOf(found)).toEqual(['scopes/two'])
    expect([...found.stopped]).toEqual([['scopes/one', [`${ONE}/index.mdx`]]])
    expect(found.course.parts[0]?.outline.map(({ number, isBuilt }) => [number, isBuilt])).toEqual([
      ['1.1', false],
      ['1.2', true],
      ['1.3', false],
    ])
  })

  test('gives the outline its title where that can be read, and the name of its folder where not', () => {
    const titles = (found: ReturnType<typeof read>) =>
      found.course.parts[0]?.outline.map(({ title }) => title)

    expect(titles(read(changed(`${ONE}/demos.yaml`, '- id', '- di')))?.[0]).toBe('Lesson one')
    expect(titles(read(changed(`${ONE}/index.mdx`, 'tags: [', 'tags: [[')))?.[0]).toBe('One')
  })

  test('that is a start state makes no false line in the lessons that begin with it', () => {
    const found = read(changed(SEED, 'ana: ana@', 'ana: anna@'))

    expect(filesTold(found)).toEqual([SEED])
    expect(pathsOf(found)).toEqual(['scopes/one', 'scopes/two'])
  })

  test('that is a word of the glossary stops whatever asks for it, and is told itself alone', () => {
    const file = 'content/glossary/plug.yaml'
    const found = read(changed(file, 'says:', 'sais:'))

    expect(filesTold(found)).toEqual([file])
    expect(found.stopped.get('scopes/two')).toEqual([file])
  })

  test('with questions from memory stops whatever asks one of them, and is told itself alone', () => {
    const file = `${ONE}/recall.yaml`
    const found = read(changed(file, 'options:', 'option:'))

    expect(filesTold(found)).toEqual([file])
    expect(found.stopped.get('scopes/two')).toEqual([file])
  })

  test('with demos makes no false line in the text that names them', () => {
    const found = read(changed(`${ONE}/demos.yaml`, 'people:', 'poeple:'))

    expect(filesTold(found)).toEqual([`${ONE}/demos.yaml`])
  })

  test('with front matter makes no false line in a text that asks its questions', () => {
    const found = read(changed(`${ONE}/index.mdx`, 'tags: [', 'tags: [X Y, '))

    expect(filesTold(found)).toEqual([`${ONE}/index.mdx`])
  })

  test('of a part leaves its lessons', () => {
    const found = read(
      changed('content/lessons/01-scopes/part.yaml', 'summary: Who', 'sumary: Who'),
    )

    expect(pathsOf(found)).toEqual(['scopes/one', 'scopes/two'])
    expect(found.course.parts[0]?.title).toBe('Scopes')
  })
})

describe('a course', () => {
  test('tells every mistake at once, by file and line', () => {
    const found = read({
      ...changed(`${ONE}/index.mdx`, 'tags: [scopes', 'tags: [scops'),
      ...changed(`${TWO}/index.mdx`, '## Your turn', 'It is <15 minutes.'),
      ...changed(SEED, 'confirmed: true', 'confirmed: yes'),
    })

    expect(found.mistakes.map(({ file, line }) => [file, line])).toEqual([
      [`${ONE}/index.mdx`, 7],
      [`${TWO}/index.mdx`, 46],
      [SEED, 6],
    ])
  })

  test('tells of two lessons with one id, in the second', () => {
    const found = read({
      [`${TWO}/index.mdx`]: FILES[`${TWO}/index.mdx`]!.replace('id: two\n', 'id: one\n').replace(
        '"two.a"',
        '"one.a"',
      ),
    })

    expect(found.mistakes).toEqual([
      {
        ...{ file: `${TWO}/index.mdx`, line: 2, column: 5, kind: 'broken' },
        what: `It has the id "one", which ${ONE}/index.mdx has already.`,
        write: 'Write another id: progress is kept by it.',
      },
    ])
  })

  test('tells of a lesson that was never recorded with the command that does it, and of nothing that follows from it', () => {
    const { mistakes } = read({ [`${ONE}/recordings.json`]: null })

    expect(mistakes.map(({ what, write }) => [what, write])).toEqual([
      [
        'Demo an-address-one: it was never recorded.',
        'Record it: npm run lessons:record -- scopes/one',
      ],
    ])
  })

  test('tells of a folder with capitals what to call it', () => {
    const { mistakes } = read({ 'content/lessons/02-Guess/part.yaml': 'title: x\n' })

    expect(mistakes.map(({ file, what, write }) => [file, what, write])).toEqual([
      [
        'content/lessons/02-Guess',
        '"02-Guess" is no folder of the course.',
        'Call it with two digits and small letters, as 02-guess.',
      ],
    ])
  })

  test('need not keep the rules of the house', () => {
    const said = changed(`${ONE}/index.mdx`, '## Your turn', 'It is simply so.\n\n## Your turn')

    expect(read(said).mistakes).toHaveLength(1)
    expect(read({ ...said, 'content/course.yaml': 'house_style: false\n' }).mistakes).toEqual([])
  })

  test('stands in whichever folder it is asked for', () => {
    const moved = Object.fromEntries(
      Object.entries(FILES).map(([path, text]) => [path.replace(/^content\//, 'other/'), text]),
    )
    const { course, mistakes } = readCourse(filesIn(moved), 'other')

    expect(mistakes).toEqual([])
    expect(course.lessons.map(({ path }) => path)).toEqual(['scopes/one', 'scopes/two'])
  })

  test('that is not there is one mistake', () => {
    expect(readCourse(filesIn({})).mistakes.map(({ file, what }) => [file, what])).toEqual([
      ['content/lessons', 'There is no part in this folder.'],
    ])
  })
})

describe('what is remembered', () => {
  const files = (changes: Readonly<Record<string, string>> = {}) =>
    filesIn({ ...FILES, ...changes })

  test('is told again, though it was not read again', () => {
    const remembered = new Remembered()
    const bad = changed(`${ONE}/index.mdx`, '## Your turn', 'It is simply so.\n\n## Your turn')
    const first = readCourse(files(bad), 'content', remembered)
    const again = readCourse(files(bad), 'content', remembered)

    expect(first.mistakes).toHaveLength(1)
    expect(again.mistakes).toEqual(first.mistakes)
    expect(again.lessons[0]?.demos).toBe(first.lessons[0]?.demos)
    expect(readCourse(files(), 'content', remembered).mistakes).toEqual([])
  })

  test.for([
    [
      'a heading of another lesson',
      changed(`${TWO}/index.mdx`, '## Your turn', '## Your own turn'),
    ],
    ['a word of the glossary', { 'content/glossary/plug.yaml': null }],
    ['the source that a listing is cut from', { 'src/scope.ts': 'const user = null\n' }],
    ['a picture', { [`${ONE}/house.png`]: null }],
  ] as const)('is read anew when it is %s that has changed', ([, change]) => {
    const remembered = new Remembered()
    expect(readCourse(files(), 'content', remembered).mistakes).toEqual([])

    const after = readCourse(filesIn({ ...FILES, ...change }), 'content', remembered)

    expect(after.mistakes.map(({ file }) => file)).toContain(`${ONE}/index.mdx`)
  })
})

test('where the right option is written first, readers get them in another order', () => {
  const option = (says: string, isRight: boolean) =>
    `    - says: ${says}\n      right: ${isRight}\n      why: So it is.\n`
  const recall = (letter: string, right: number) =>
    `- id: ${letter}\n  question: How many are there?\n  answer: There are three.\n  options:\n` +
    ['three', 'two', 'one'].map((says, index) => option(says, index === right)).join('')
  const asked = (right: number) => {
    const text = [...'abcdef'].map((letter) => recall(letter, right)).join('')
    const { recalls } = read({ [`${ONE}/recall.yaml`]: text }).course
    const own = recalls.filter(({ id }) => id.startsWith('one.'))
    return own.map(({ options }) => options.map(({ says }) => says).join(' '))
  }

  expect(new Set(asked(1))).toEqual(new Set(['three two one']))
  expect(new Set(asked(0)).size).toBeGreaterThan(2)
  expect(asked(0)).toEqual(asked(0))
})
