/** What `course.yaml` may say, and what is told where it says something that is not so. */
import { describe, expect, test } from 'vitest'
import { contrast } from '#course/reading/contrast.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { FILES, ONE, read, TWO, type Written } from './a-course.ts'

const COURSE = 'content/course.yaml'
const saying = (yaml: string, changes: Written = {}) => read({ [COURSE]: yaml, ...changes })
const told = (found: ReturnType<typeof read>) => found.mistakes.map(mistakeInWords)
const numbered = ({ course }: ReturnType<typeof read>) =>
  course.lessons.map(({ number, path }) => `${number} ${path}`)

/** The same files in folders of other names. */
const moved = (names: Readonly<Record<string, string>>): Written =>
  Object.fromEntries(
    Object.entries(FILES).flatMap(([file, text]) => {
      const [from = '', to = ''] = Object.entries(names).find(([old]) => file.startsWith(old)) ?? []
      return from === ''
        ? []
        : [[file, null] as const, [to + file.slice(from.length), text] as const]
    }),
  )

test('a course that says nothing of itself is as the house would have it', () => {
  const { about } = read().course

  expect(about).toMatchObject({ title: 'Glasshouse', language: 'en', leadDemo: 'an-address-one' })
})

test('a title, a sender and the demo of the home page are those of the file', () => {
  const found = saying(
    'title: Greenhouse\nsender: Greenhouse <post@example.test>\nlead_demo: an-address-two\n',
  )

  expect(told(found)).toEqual([])
  expect(found.course.about).toMatchObject({
    title: 'Greenhouse',
    sender: 'Greenhouse <post@example.test>',
    leadDemo: 'an-address-two',
  })
})

test('the demo of the home page is one of a lesson that is shown', () => {
  expect(told(saying('lead_demo: an-address-two\nhidden: [two]\n'))).toEqual([
    `${COURSE}:1:12 No lesson that is shown has the demo "an-address-two". Did you mean an-address-one? There is an-address-one. Or leave lead_demo out: then it is the first of the course.`,
  ])
})

test('what the home page plays are steps of lessons that are shown', () => {
  const plays = 'hero:\n  plays: [an-address-one.2, an-address-two.1]\n'

  expect(told(saying(plays))).toEqual([])
  expect(saying(plays).course.about).toMatchObject({
    hero: { title: 'An auth server with glass walls' },
    plays: ['an-address-one.2', 'an-address-two.1'],
  })
  expect(told(saying(plays.replace('one.2', 'one.9')))).toEqual([
    expect.stringContaining('No lesson that is shown has the step "an-address-one.9".'),
  ])
  expect(told(saying(`${plays}hidden: [two]\n`))).toEqual([
    expect.stringContaining('No lesson that is shown has the step "an-address-two.1".'),
  ])
})

describe('the order', () => {
  test('is that of the file, whatever numbers the folders have', () => {
    const found = saying('order:\n  - part: scopes\n    lessons: [two, one]\n')

    expect(told(found)).toEqual([])
    expect(numbered(found)).toEqual(['1.1 scopes/two', '1.2 scopes/one'])
  })

  test('makes numbers of folders needless', () => {
    const plain = moved({
      [ONE]: 'content/lessons/scopes/one',
      [TWO]: 'content/lessons/scopes/two',
      'content/lessons/01-scopes/part.yaml': 'content/lessons/scopes/part.yaml',
    })

    expect(numbered(saying('order:\n  - part: scopes\n    lessons: [one, two]\n', plain))).toEqual([
      '1.1 scopes/one',
      '1.2 scopes/two',
    ])
    expect(told(read(plain)).join()).toMatch(
      /"scopes" is no folder of the course\. .*or say the order in course\.yaml/,
    )
  })

  test('leaves no lesson out, and names none that is not there', () => {
    expect(told(saying('order:\n  - part: scopes\n    lessons: [one]\n'))).toContain(
      `${TWO}:1:1 "two" is not in the order of course.yaml. Name it among the lessons of scopes, or hide it.`,
    )
    expect(told(saying('order:\n  - part: scopes\n    lessons: [one, two, tow]\n'))).toContain(
      `${COURSE}:3:25 There is no folder "tow" in content/lessons/01-scopes. Did you mean two? There are one, two.`,
    )
  })
})

describe('the order of a part', () => {
  const PART = 'title: Scopes\nsummary: Who is asking, and how a server knows.'
  const PLANNED = `
planned:
  - number: 2
    title: A lesson to come
    summary: Nobody has written this lesson yet.
`

  test('puts lessons to come after those that are written, whatever their numbers are', () => {
    const part = { 'content/lessons/01-scopes/part.yaml': PART + PLANNED }
    const found = saying('order:\n  - part: scopes\n    lessons: [two, one]\n', part)

    expect(told(found)).toEqual([])
    expect(found.course.parts[0]?.outline.map(({ number, title }) => `${number} ${title}`)).toEqual(
      ['1.1 Lesson two', '1.2 Lesson one', '1.3 A lesson to come'],
    )
  })

  test('may name a lesson that is hidden', () => {
    const found = saying('hidden: [two]\norder:\n  - part: scopes\n    lessons: [two, one]\n')

    expect(told(found)).toEqual([])
    expect(numbered(found)).toEqual(['1.1 scopes/one'])
  })

  test('is missed with the words to write', () => {
    const another = { 'content/lessons/02-more/part.yaml': PART }

    expect(told(saying('order:\n  - part: scopes\n    lessons: [two, one]\n', another))).toEqual([
      'content/lessons/02-more:1:1 "more" is not in the order of course.yaml. Write there: - part: more, and below it lessons: [].',
    ])
  })
})

describe('a hidden lesson', () => {
  test('is not built, and nobody has to change another for it', () => {
    const found = saying('hidden: [two]\n')

    expect(told(found)).toEqual([])
    expect(numbered(found)).toEqual(['1.1 scopes/one'])
    expect(found.course.parts[0]?.outline.map(({ title }) => title)).not.toContain('Lesson two')
    expect(found.course.demos.map(({ id }) => id)).toEqual(['an-address-one'])
  })

  test('may have mistakes', () => {
    expect(told(saying('hidden: [two]\n', { [`${TWO}/demos.yaml`]: '- nonsense: {' }))).toEqual([])
  })

  test('is one that there is', () => {
    expect(told(saying('hidden: [twoo]\n'))).toEqual([
      `${COURSE}:1:10 No lesson has the id "twoo". Did you mean two? There are one, two.`,
    ])
  })
})

describe('an accent', () => {
  const accent = (light: string, dark: string) =>
    saying(`theme:\n  accent: { light: '${light}', dark: '${dark}' }\n`)

  test('that can be read is taken, in both schemes', () => {
    const found = accent('#5B2A86', '#c9a3f0')

    expect(told(found)).toEqual([])
    expect(found.course.about.theme.accent).toEqual({ light: '#5b2a86', dark: '#c9a3f0' })
  })

  test('that cannot be read is told, with what words need', () => {
    expect(told(accent('#c9a3f0', '#c9a3f0'))).toEqual([
      `${COURSE}:2:20 #c9a3f0 on #f8f9f4 has a contrast of 2.0, and words need 4.5. Choose a darker one.`,
    ])
  })

  test('is written as a colour', () => {
    expect(told(accent('green', '#c9a3f0')).join('\n')).toContain('Write a colour as #1a6842.')
  })
})

test('contrast is that of WCAG, whichever of the two is the ground', () => {
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#ffffff', '#767676')).toBe(contrast('#767676', '#ffffff'))
})

describe('a day', () => {
  const days = (yaml: string) =>
    saying(yaml).course.lessons.map(({ opens, answersOpen }) => ({ opens, answersOpen }))

  test('from which a lesson is open, or its answers are, is said by its id', () => {
    expect(days('opens: { two: 2026-12-02 }\nanswers: { one: 2026-12-05 }\n')).toEqual([
      { opens: null, answersOpen: '2026-12-05' },
      { opens: '2026-12-02', answersOpen: null },
    ])
  })

  test('stands in the outline, for whoever looks before it', () => {
    const { parts } = saying('opens: { two: 2026-12-02 }\n').course

    expect(parts[0]?.outline.map(({ opens }) => opens)).toEqual([null, '2026-12-02', null])
  })

  test('is one of the calendar, and of a lesson that there is', () => {
    expect(told(saying('opens: { two: 2026-13-45 }\n')).join()).toContain(
      'Write a day of the calendar',
    )
    expect(told(saying('answers: { tow: 2026-12-05 }\n'))).toEqual([
      `${COURSE}:1:17 No lesson has the id "tow". Did you mean two? There are one, two.`,
    ])
  })

  test('keeps the home page from showing what is not open', () => {
    expect(saying('opens: { one: 2026-12-02 }\n').course.about.leadDemo).toBe('an-address-two')
  })
})
