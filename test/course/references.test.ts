import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import type { MistakeKind } from '#course/reading/mistake.ts'
import { referencesIn } from '#course/reading/references.ts'
import { courseFolder, demo, lesson, part } from './course-folder.ts'

const ASKED = `  predictions:
    - { id: who, question: Who refuses it?, step: 1, asks: caught-by, options: [{ is: plug, why: A plug. }, { is: nobody, why: None. }] }
  checks:
    - id: refused
      says: The address is refused.
      when: POST /users/register
      clauses: [{ status: 422, otherwise: The reply was no 422. }]
`

const RECALLS = `- id: a
  question: Why is it so, and not otherwise?
  options: [{ says: one, right: true, why: It is. }, { says: two, why: It is not. }]
`

/** What explains a step, and opens once it has run. */
const afterRun = (text: string, step = 1) =>
  `<After demo="try-it" step="${step}">\n\n${text}\n\n</After>`

/** What stops the build of a course whose one lesson has this text. It begins in line 11 of its file. */
function mistakesIn(text: string): readonly string[] {
  const root = courseFolder({
    '01-scopes/part.yaml': part(),
    '01-scopes/01-one/index.mdx': lesson({ text }),
    '01-scopes/01-one/demos.yaml': demo('try-it', ASKED),
    '01-scopes/02-two/index.mdx': lesson({ id: 'two' }),
    '01-scopes/02-two/demos.yaml': demo('of-another-lesson'),
    '01-scopes/02-two/recall.yaml': RECALLS,
  })
  mkdirSync(join(root, 'content/glossary'))
  writeFileSync(
    join(root, 'content/glossary/plug.yaml'),
    'word: plug\nsays: middleware that may answer\n',
  )
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'other.ts'), 'const other = 1\n')
  writeFileSync(
    join(root, 'src/scope.ts'),
    '// #region scope\nconst user = null\n// #endregion scope\n',
  )
  return told(root, ['broken', 'wrong'])
}

/** In the words that an author reads, with the file and the line. */
const told = (root: string, kinds: readonly MistakeKind[]): readonly string[] =>
  new CourseReader(root)
    .read()
    .mistakes.filter(({ kind }) => kinds.includes(kind))
    .map(({ file, line, what, write }) => `${file}:${line}: ${what} ${write}`)

const FILE = 'content/lessons/01-scopes/01-one/index.mdx'

describe('checkCourse', () => {
  test.for([
    '<Demo id="try-it" />',
    '<Source file="src/scope.ts" region="scope" mark="user" />',
    '<Source\n  file="src/scope.ts"\n  lines="2"\n  note="a > b"\n>\n\n</Source>',
    '`<Demo id="nowhere" />`',
    '```mdx\n<Demo id="nowhere" />\n```',
    '{/* <Demo id="nowhere" /> */}',
    "<Demo\n  id='try-it'\n/>",
    '<Demo id="try-it"></Demo>',
    '<div>\n\n<Demo id="try-it" />\n\n</div>',
    '<div><Demo id="try-it" /></div>',
    '- One.\n\n  <Source file="src/scope.ts" region="scope" />\n\n- Two.',
    '1. <Run\n     demo="try-it"\n     step="1"\n   >\n     Send it\n   </Run>',
    afterRun('> It says <Value demo="try-it" step="1" />.'),
    afterRun('It says *<Value demo="try-it" step="1" />*.'),
    afterRun('| a | b |\n| - | - |\n| it | is <Value demo="try-it" step="1" /> |'),
    '````mdx\n```\n<Demo id="nowhere" />\n```\n````',
    '~~~\n<Demo id="nowhere" />\n~~~',
    '    <Demo id="try-it" />',
    '``<Demo id="nowhere" /> ` ``',
    '{\n  /* <Demo id="nowhere" /> */\n}',
    '{\'<Demo id="nowhere" />\'}',
    '<Note title="<Demo />" />',
    'export const many = [1, 2]',
    '<Run demo="try-it" step="1" />',
    '- <Run demo="try-it" step="1">Send it</Run>',
    '<Predict demo="try-it" id="who" />',
    '<Check demo="try-it" id="refused" />',
    afterRun('It says <Value demo="try-it" step="1" tag="scope.current" />.'),
    afterRun('It says <Value demo="try-it" step="1" show="title" />'),
    afterRun(
      'It says <Value demo="try-it" step="1" tag="a.b" nth="2" show="data.errors.0.message" />',
    ),
    '<After demo="try-it" step="1">\n\nText.\n\n</After>',
    '<Alone demo="try-it" id="refused">\n\nGet it refused.\n\n</Alone>',
    'A <Term word="plug" /> is one.',
    '<Recall id="two.a" />',
    '<About tags="scope.current plug.fetchFlash">\n\nText.\n\n</About>',
    '<About tags="a.b">\n</About>\n\n<About tags="a.b" id="again">\n</About>',
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
    [
      '<Demo id={id} />',
      '11: <Demo> has an attribute that is no text. Write its attributes as id="text".',
    ],
    [
      '<Demo id={`try-it`} />',
      '11: <Demo> has an attribute that is no text. Write its attributes as id="text".',
    ],
    [
      "<Demo id={'try-it'} />",
      '11: <Demo> has an attribute that is no text. Write its attributes as id="text".',
    ],
    [
      '<Demo id />',
      '11: <Demo> has an attribute that is no text. Write its attributes as id="text".',
    ],
    [
      '- One.\n\n  <div>\n  <Demo id="nowhere" />\n  </div>',
      '14: <Demo> names "nowhere", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      'One.\n\n<Demo\n  id="no\n  where"\n/>',
      '13: <Demo> names "no\nwhere", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      'One.\n\n{true && <Demo id="try-it" />}',
      '13: <Demo> stands in code. Write it in the text itself.',
    ],
    [
      'One, {\n  [1].map(() =>\n    <Demo id="try-it" />)\n}',
      '13: <Demo> stands in code. Write it in the text itself.',
    ],
    [
      '{/* One. */}\n\nexport const stage = <Demo id="try-it" />',
      '13: <Demo> stands in code. Write it in the text itself.',
    ],
    [
      '<Note title={<Demo id="try-it" />} />',
      '11: <Demo> stands in code. Write it in the text itself.',
    ],
    [
      'One.\n\nIf the age is <15 minutes',
      '13: “<15” is read as the beginning of an element. Write &lt;15, or say it in words.',
    ],
    [
      'One.\n\n<About tags="a.b">\n\nText.\n',
      '13: <About> is never closed. Write </About> on a line of its own, with an empty line before it, or <About … /> for one that holds nothing.',
    ],
    [
      'One {',
      '11: A { begins code, and what follows it is none. Write &#123; for a brace, or put the words between backticks.',
    ],
    [
      '<Demo {...all} />',
      '11: <Demo> has an attribute that is no text. Write its attributes as id="text".',
    ],
    ['<Demo id="try-it" as="bob" />', '11: <Demo> has no attribute as. There is id.'],
    [
      '<Source file="src/scopes.ts" region="scope" />',
      '11: <Source> names "src/scopes.ts", which is no file of src, migrations or the lessons. Did you mean src/scope.ts? There is src/scope.ts.',
    ],
    [
      '<Source file="src/../other.ts" lines="1" />',
      '11: <Source> names "src/../other.ts", which is no file of src, migrations or the lessons. Write its path from the folder of package.json: src/router.ts.',
    ],
    [
      '<Source file="src/scope.ts" region="user" />',
      '11: <Source> src/scope.ts has no region "user". It has scope.',
    ],
    [
      '```ts\nx\n```\n\n<Source file="src/scope.ts" region="scope" mark="nobody" />',
      '15: <Source> src/scope.ts has no line with "nobody" in what is cut. Name lines or words that are in the file.',
    ],
    [
      '<Source file="src/scope.ts" part="scope" />',
      '11: <Source> has no attribute part. There are file, region, lines, mark, note.',
    ],
    [
      '<Run demo="nowhere" step="1" />',
      '11: <Run> names "nowhere", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      '<Run demo="try-it" step="2" />',
      '11: <Run> names step 2. try-it has 1 step. Write step="1".',
    ],
    ['<Run demo="try-it" />', '11: <Run> names no step. try-it has 1 step. Write step="1".'],
    [
      'Press <Run demo="try-it" step="1" />.',
      '11: <Run> stands in a line with other words. Write it on a line of its own.',
    ],
    [
      'It says <Value demo="try-it" step="1" />.',
      '11: <Value> quotes step 1 of try-it before it ran. Put it into <After demo="try-it" step="1">.',
    ],
    [
      '<After demo="try-it" step="2" />',
      '11: <After> names step 2. try-it has 1 step. Write step="1".',
    ],
    [
      '<Alone demo="try-it" id="who" />',
      '11: <Alone> names the check "who", which try-it does not have. There is refused.',
    ],
    [
      'A <Term word="hook" /> is one.',
      '11: <Term> names "hook", which is no file of content/glossary. There is plug.',
    ],
    [
      '<Recall id="one.a" />',
      '11: <Recall> names "one.a", which is in no recall.yaml. There is two.a.',
    ],
    [
      '<Recall id="tow.a" />',
      '11: <Recall> names "tow.a", which is in no recall.yaml. Did you mean two.a? There is two.a.',
    ],
    [
      '<Recall id="two" />',
      '11: <Recall> names "two", which is in no recall.yaml. There is two.a.',
    ],
    [
      '<Predict demo="try-it" id="what" />',
      '11: <Predict> names the question "what", which try-it does not have. There is who.',
    ],
    [
      '<Check demo="try-it" id="who" />',
      '11: <Check> names the check "who", which try-it does not have. There is refused.',
    ],
    [
      '<Check id="refused" />',
      '11: <Check> names "", which is not in content/lessons/01-scopes/01-one/demos.yaml. There is try-it.',
    ],
    [
      'It says\n<Value demo="try-it" step="1" />.',
      '12: <Value> begins a line. Put a word before it.',
    ],
    [
      'It says <Value demo="try-it" step="3" />.',
      '11: <Value> names step 3. try-it has 1 step. Write step="1".',
    ],
    [
      'It says <Value demo="try-it" step="1" tag="scope" />',
      '11: <Value> names "scope", which is no tag of a step. Write changeset.email.format.',
    ],
    [
      'It says <Value demo="try-it" step="1" tag="a.b" nth="0" />',
      '11: <Value> counts from 1. Write nth="2".',
    ],
    [
      'It says <Value demo="try-it" step="1" show="detail" />',
      '11: <Value> cannot show "detail" of a whole trace. Write status, title or persona, or name a step by its tag.',
    ],
    [
      'It says <Value demo="try-it" step="1" tag="a.b" show="source" />',
      '11: <Value> cannot show "source" of a step. Write detail, name, outcome, layer or data.errors.0.message.',
    ],
    ['<About>\n</About>', '11: <About> names no step. Write tags="changeset.email.format".'],
    [
      '<About tags="a.b here">\n</About>',
      '11: <About> names "here", which is no tag of a step. Write changeset.email.format.',
    ],
    [
      '<About tags="a.b">\n</About>\n\n<About tags="a.b c.d">\n</About>',
      '14: <About> has the address #about-a-b, as line 11 has. Write another id="…".',
    ],
  ] as const)('refuses %j, with its line', ([text, message]) => {
    expect(mistakesIn(text)).toEqual([`${FILE}:${message}`])
  })
})

test('a question of a lesson that is not in the course is left out, and is no mistake', () => {
  expect(mistakesIn('<Recall id="taken-out.a" />')).toEqual([])
})

describe('checkQuotations', () => {
  const STEP = {
    ...{ id: 1, parent: null, layer: 'scope', name: 'scopeForVisitor', tag: 'scope.current' },
    ...{ outcome: 'ok', detail: 'a visitor', source: null, data: { before: null, size: [7] } },
  }
  const RECORDED = {
    title: 'POST /users/register',
    persona: 'you',
    status: 422,
    steps: [STEP, { ...STEP, id: 2, detail: 'a person' }],
  }

  /** What is wrong with what a lesson quotes that has this text after a run, in line 13 of its file. */
  function staleIn(quoting: string, recordings: object = { 'try-it': [RECORDED] }) {
    const root = courseFolder({
      '01-scopes/part.yaml': part(),
      '01-scopes/01-one/index.mdx': lesson({ text: afterRun(quoting) }),
      '01-scopes/01-one/demos.yaml': demo('try-it'),
      '01-scopes/01-one/recordings.json': JSON.stringify(recordings),
    })
    expect(told(root, ['broken', 'wrong'])).toEqual([])
    return told(root, ['recording']).filter((one) => one.includes('index.mdx'))
  }

  test.for([
    'It says <Value demo="try-it" step="1" />',
    'It says <Value demo="try-it" step="1" tag="scope.current" />',
    'It says <Value demo="try-it" step="1" tag="scope.current" nth="2" />',
    'It says <Value demo="try-it" step="1" tag="scope.current" show="data.size.0" />',
    '<About tags="scope.current">\n</About>',
    '`<Value demo="try-it" step="1" tag="sql.begin" />`',
  ])('takes %j', (text) => {
    expect(staleIn(text)).toEqual([])
  })

  test.for([
    [
      'One.\n\nIt says <Value demo="try-it" step="1" tag="sql.begin" />.',
      '15: <Value> quotes detail of sql.begin, which step 1 of try-it does not have. There is scope.current.',
    ],
    [
      'It says <Value demo="try-it" step="1" tag="scope.current" nth="3" />',
      '13: <Value> quotes detail of scope.current, which step 1 of try-it does not have. Write what its recording has, or record it again.',
    ],
    [
      'It says <Value demo="try-it" step="1" tag="scope.current" show="data.size" />',
      '13: <Value> quotes data.size of scope.current, which step 1 of try-it does not have. Write what its recording has, or record it again.',
    ],
    [
      '<About tags="scope.current sql.begin">\n</About>',
      '13: <About> is about sql.begin, which occurs in no recording of this lesson. There is scope.current.',
    ],
  ] as const)('refuses %j, with its line', ([text, message]) => {
    expect(staleIn(text)).toEqual([`${FILE}:${message}`])
  })

  test('leaves it to the demo to say that nobody has recorded it', () => {
    expect(staleIn('It says <Value demo="try-it" step="1" />', {})).toEqual([])
  })
})

test('referencesIn finds each in order, with what it asks for', () => {
  const text = '<Demo id="a" />\n\n<Source file="src/b.ts" region="c" />\n'
  const found = referencesIn(text)

  expect(found).toEqual([
    { name: 'Demo', attributes: { id: 'a' }, line: 1, column: 1, mistake: null, after: null },
    {
      name: 'Source',
      attributes: { file: 'src/b.ts', region: 'c' },
      line: 3,
      column: 1,
      mistake: null,
      after: null,
    },
  ])
})

test('referencesIn knows what stands in a folded paragraph', () => {
  const [after, about] = referencesIn(afterRun('<About tags="a.b" />'))

  expect(about?.after).toBe(after)
})
