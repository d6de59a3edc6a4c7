/** What an author reads of a transcript that is not as it should be. */
import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import type { RecordedTranscript } from '#course/transcript.ts'
import { courseFolder, demo, lesson, part } from '../course-folder.ts'

const FOLDER = '01-scopes/01-one'
const YAML = `- id: by-hand
  title: By hand
  start: { seed: nobody, as: you }
  lines:
    - elixir: Accounts.register_user(%{})
      typescript: await Accounts.registerUser({})
    - elixir: exports Accounts
`
const kept = (typed: string, printed: string) => ({
  ...{ typed, as: 'you', answer: { text: printed }, notes: [], queries: [] },
})
const PRINTS: RecordedTranscript = {
  from: 'nobody, as you',
  elixir: [kept('Accounts.register_user(%{})', 'an error'), kept('exports Accounts', 'names')],
  typescript: [kept('await Accounts.registerUser({})', 'one'), kept('exports Accounts', 'names')],
}

interface Changes {
  readonly yaml?: string
  readonly prints?: object | null
  readonly text?: string
}

const readerOf = ({
  yaml = YAML,
  prints = { 'by-hand': PRINTS },
  text = '<Prompt id="by-hand" />',
}: Changes) =>
  new CourseReader(
    courseFolder({
      '01-scopes/part.yaml': part(),
      [`${FOLDER}/index.mdx`]: lesson({ text }),
      [`${FOLDER}/demos.yaml`]: demo('try-it'),
      [`${FOLDER}/transcripts.yaml`]: yaml,
      ...(prints && { [`${FOLDER}/transcripts.json`]: JSON.stringify(prints) }),
    }),
  )

const mistakesIn = (changes: Changes) =>
  readerOf(changes)
    .read()
    .mistakes.filter(({ file, what }) => file.includes('/transcripts') || what.includes('<Prompt>'))
    .map(({ file, line, what, write }) => {
      const name = file.replace(`content/lessons/${FOLDER}/`, '')
      return `${name}:${line}: ${what} ${write}`
    })

test('a sound one is printed in both spellings', () => {
  const reader = readerOf({})

  expect(mistakesIn({})).toEqual([])
  const [lesson] = reader.read().lessons
  const { lines } = reader.readTranscripts(lesson!.lesson.id)['by-hand']!
  expect(lines[0]?.elixir).toMatchObject({
    ...{ sign: 'iex(1)>', typed: 'Accounts.register_user(%{})', answer: 'an error' },
  })
  expect(lines[0]?.typescript).toMatchObject({ sign: '1>', answer: 'one' })
  // What is left out is typed alike.
  expect(lines[1]?.typescript).toMatchObject({ typed: 'exports Accounts', answer: 'names' })
})

test('before its first recording there are lines without prints', () => {
  const reader = readerOf({ prints: null })

  const [lesson] = reader.read().lessons
  const { lines } = reader.readTranscripts(lesson!.lesson.id)['by-hand']!
  expect(lines.map(({ elixir }) => elixir.answer)).toEqual([null, null])
})

test.for<readonly [string, Changes, string]>([
  [
    'one that is not there',
    { text: '<Prompt id="by-head" />' },
    'index.mdx:11: <Prompt> names "by-head", which is in no transcripts.yaml of this lesson. Did you mean by-hand?',
  ],
  [
    'a line that is not there',
    { text: '<Prompt id="by-hand" lines="2-3" />' },
    'index.mdx:11: <Prompt> names line 3. by-hand has 2 lines. Write lines="2".',
  ],
  [
    'Elixir that no prompt reads',
    { yaml: YAML.replace('exports Accounts', 'if true do 1 end') },
    'transcripts.yaml:7: Transcript by-hand, line 2:',
  ],
  [
    'a line that stops too early',
    { yaml: YAML.replace('register_user(%{})', 'register_user(%{') },
    'transcripts.yaml:5: Transcript by-hand, line 1: The line stops too early. Write what somebody can type at /console.',
  ],
  [
    'TypeScript that imports',
    { yaml: YAML.replace('await Accounts.registerUser({})', "import { x } from 'x'") },
    'transcripts.yaml:6: Transcript by-hand, line 1: The prompt has everything already: leave the import out.',
  ],
  [
    'a start and a demo',
    { yaml: YAML.replace('  title: By hand\n', '  title: By hand\n  demo: try-it\n') },
    'Name a demo, or say where it starts: one of the two.',
  ],
  [
    'a demo that is not there',
    { yaml: YAML.replace('start: { seed: nobody, as: you }', 'demo: try-ti') },
    'transcripts.yaml:3: Transcript by-hand names the demo "try-ti", which this lesson does not have. Did you mean try-it?',
  ],
  [
    'a seed that is not there',
    { yaml: YAML.replace('seed: nobody', 'seed: nobodies') },
    'Transcript by-hand begins with the seed "nobodies", which is no file of content/seeds.',
  ],
  ['what was never recorded', { prints: null }, 'Transcript by-hand: it was never recorded.'],
  [
    'what was recorded of another line',
    { yaml: YAML.replaceAll('exports Accounts', 'exports Scores') },
    'Transcript by-hand: line 2 is not what was recorded.',
  ],
  [
    'what was recorded elsewhere',
    { yaml: YAML.replace('as: you', 'as: ana') },
    'Transcript by-hand: it begins nobody, as ana, and its recording nobody, as you.',
  ],
  [
    'a recording of nothing',
    { prints: { 'by-hand': PRINTS, 'by-foot': PRINTS } },
    'transcripts.json:1: It has "by-foot", which is no transcript.',
  ],
])('tells %s', ([, changes, sentence]) => {
  expect(mistakesIn(changes).join('\n')).toContain(sentence)
})
