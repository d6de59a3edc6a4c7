import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { schemas } from '../../src/content.config.ts'
import { checkCourse } from '#course/read-course.ts'
import { referencesIn } from '#course/references.ts'
import { courseFolder, demo, lesson, part } from './course-folder.ts'

/** What stops the build of a course whose one lesson has this text. It begins in line 11 of its file. */
function mistakesIn(text: string): readonly string[] {
  const root = courseFolder({
    '01-scopes/part.yaml': part(),
    '01-scopes/01-one/index.mdx': lesson({ text }),
    '01-scopes/01-one/demos.yaml': demo('try-it'),
    '01-scopes/02-two/index.mdx': lesson({ id: 'two' }),
    '01-scopes/02-two/demos.yaml': demo('of-another-lesson'),
  })
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'other.ts'), 'const other = 1\n')
  writeFileSync(
    join(root, 'src/scope.ts'),
    '// #region scope\nconst user = null\n// #endregion scope\n',
  )
  try {
    checkCourse(root, schemas)
  } catch (error) {
    return String(error).split('\n  ').slice(1)
  }
  return []
}

const FILE = 'content/lessons/01-scopes/01-one/index.mdx'

describe('checkCourse', () => {
  test.for([
    '<Demo id="try-it" />',
    '<Source file="src/scope.ts" region="scope" mark="user" />',
    '<Source\n  file="src/scope.ts"\n  lines="2"\n  note="a > b"\n>\n\n</Source>',
    '`<Demo id="nowhere" />`',
    '```mdx\n<Demo id="nowhere" />\n```',
    '{/* <Demo id="nowhere" /> */}',
    '<DemoList />',
  ])('takes %j', (text) => {
    expect(mistakesIn(text)).toEqual([])
  })

  test.for([
    [
      '<Demo id="nowhere" />',
      '11: <Demo> names "nowhere", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      'One.\n\n<Demo id="of-another-lesson" />',
      '13: <Demo> names "of-another-lesson", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      '<Demo />',
      '11: <Demo> names "", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    ['<Demo id={id} />', '11: <Demo> is not read: write its attributes as id="text".'],
    ['<Demo {...all} />', '11: <Demo> is not read: write its attributes as id="text".'],
    ['<Demo id="try-it" as="bob" />', '11: <Demo> has no attribute as. It has id.'],
    [
      '<Source file="src/scopes.ts" region="scope" />',
      '11: <Source> names "src/scopes.ts", which is no file of src or migrations.',
    ],
    [
      '<Source file="src/../other.ts" lines="1" />',
      '11: <Source> names "src/../other.ts", which is no file of src or migrations.',
    ],
    [
      '<Source file="src/scope.ts" region="user" />',
      '11: <Source> src/scope.ts has no region "user". It has scope.',
    ],
    [
      '```ts\nx\n```\n\n<Source file="src/scope.ts" region="scope" mark="nobody" />',
      '15: <Source> src/scope.ts has no line with "nobody" in what is cut.',
    ],
    [
      '<Source file="src/scope.ts" part="scope" />',
      '11: <Source> has no attribute part. It has file, region, lines, mark, note.',
    ],
  ] as const)('refuses %j, with its line', ([text, message]) => {
    expect(mistakesIn(text)).toEqual([`${FILE}:${message}`])
  })
})

test('referencesIn finds each in order, with what it asks for', () => {
  const found = referencesIn('<Demo id="a" />\n\n<Source file="src/b.ts" region="c" />\n')

  expect(found).toEqual([
    { name: 'Demo', attributes: { id: 'a' }, line: 1, mistake: null },
    { name: 'Source', attributes: { file: 'src/b.ts', region: 'c' }, line: 3, mistake: null },
  ])
})
