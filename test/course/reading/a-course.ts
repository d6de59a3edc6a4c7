/** A small course without a mistake, in memory: each test makes one, and reads what is told. */
import { readCourse, type CourseRead } from '#course/reading/read-course.ts'
import type { Files } from '#course/project-files.ts'

export type Written = Readonly<Record<string, string | null>>

/** The folder of a lesson, by its name. */
export const ONE = 'content/lessons/01-scopes/01-one'
export const TWO = 'content/lessons/01-scopes/02-two'

const WORDS = `Every line of this text is here to be read by a program and by nobody else, and yet it is
long enough for a lesson of this course. It tells of somebody who asks a server for an account, of
the rule that looks at what they sent, and of the answer that they were given. It says so at some
length, because a lesson that is said in ten words is no lesson, and the house that keeps its rules
counts them. When the words are counted, the program goes on to the next rule, and then to the one
after it, until there is no rule left. What it finds it tells in one sentence each, with the file,
the line, and what stands there when it is right, so that whoever reads it has no need to ask.`

const text = (name: string) => `---
id: ${name}
title: Lesson ${name}
summary: A lesson that is here to be read by a test.
published: 2026-11-23
minutes: 5
tags: [scopes, changesets]
shows: [scope, changeset]
start: ana-logged-in
---

<Recall id="one.a" />

${WORDS}

<Demo id="an-address-${name}" />

A <Term word="plug" /> stands on the way. See [the other lesson](/lessons/scopes/two#your-turn).

<Predict demo="an-address-${name}" id="how-far" />

<After demo="an-address-${name}" step="1">

<About tags="changeset.email">

It was answered <Value demo="an-address-${name}" step="1" show="status" />.

</About>

<Check demo="an-address-${name}" id="refused-${name}" />

</After>

<Run demo="an-address-${name}" step="2" />

<Source file="src/scope.ts" region="scope" />

![A house](./house.png)

## Your turn

<Alone demo="an-address-${name}" id="by-yourself-${name}">

Get an address refused.

</Alone>

<Recall id="${name}.a" />
`

const demos = (name: string) => `- id: an-address-${name}
  title: A new address
  page: /users/register
  people: [ana]
  start: { seed: ana-logged-in, as: ana }
  steps:
    - label: Send no address
      fields:
        user[email]: ana
    - label: Send an address
      fields:
        user[email]: ana@example.test
  predictions:
    - id: how-far
      question: What is the status of the reply?
      step: 1
      asks: status
      options:
        - is: 422
          why: The changeset refuses what is no address.
        - is: 303
          why: That would be so if nothing looked at it.
  checks:
    - id: refused-${name}
      says: An address was refused by its form.
      when: POST /users/register
      clauses:
        - status: 422
          otherwise: The reply was no 422. Send something else.
        - step: changeset.email.format
          outcome: error
          otherwise: The rule on the form of an address passed.
    - id: by-yourself-${name}
      says: An address was refused, by hand.
      when: POST /users/register
      alone: true
      clauses:
        - by_hand: true
          otherwise: That was a button of the lesson.
        - status: 422
          otherwise: The reply was no 422. Send something else.
      hints:
        - There is a form on the page.
        - It looks for one sign in the address.
        - Send an address without an @ sign.
      way:
        - fields:
            user[email]: nobody
`

const RECALL = `- id: a
  question: Why is it so, and not otherwise?
  options:
    - says: because
      right: true
      why: It is so because it is.
    - says: by chance
      why: Chance has no part in it.
  answer: It is so because it is, and for no other reason.
`

const step = (id: number, layer: string, tag: string, more: object) => ({
  ...{ id, parent: null, layer, name: tag, tag, outcome: 'ok', detail: '', source: null, data: {} },
  ...more,
})

/** What the server would have done for one of the steps. */
const recorded = (name: string, number: number, email: string, status: number) => ({
  ...{ title: 'POST /users/register', persona: 'ana', status },
  steps: [
    step(1, 'request', 'request.post', {
      data: { fields: { user: { email }, _step: `an-address-${name}.${number}` } },
    }),
    step(2, 'scope', 'scope.current', { detail: 'ana@example.test' }),
    step(3, 'changeset', 'changeset.email.format', {
      outcome: status === 422 ? 'error' : 'ok',
      detail: status === 422 ? 'must have the @ sign and no spaces' : 'email fits',
    }),
    step(4, 'reply', `reply.${status}`, {}),
  ],
})

export const recordings = (name: string) =>
  JSON.stringify(
    {
      [`an-address-${name}`]: [
        recorded(name, 1, 'ana', 422),
        recorded(name, 2, 'ana@example.test', 303),
      ],
    },
    null,
    1,
  )

const lesson = (folder: string, name: string): Written => ({
  [`${folder}/index.mdx`]: text(name),
  [`${folder}/demos.yaml`]: demos(name),
  [`${folder}/recall.yaml`]: RECALL,
  [`${folder}/recordings.json`]: recordings(name),
  [`${folder}/house.png`]: 'a picture',
})

export const FILES: Written = {
  'content/lessons/01-scopes/part.yaml': `title: Scopes
summary: Who is asking, and how a server knows.
planned:
  - number: 3
    title: To come
    summary: A lesson that is not written yet.
`,
  ...lesson(ONE, 'one'),
  ...lesson(TWO, 'two'),
  'content/seeds/ana-logged-in.yaml': `name: ana-logged-in
title: Ana is logged in
summary: Ana is confirmed, and logged in as herself.
users:
  - email: ana@example.test
    confirmed: true
logged_in:
  ana: ana@example.test
`,
  'content/glossary/plug.yaml': `word: plug
says: middleware that may answer in the page’s place
`,
  'content/glossary/halt.yaml': `word: halt
says: to stop the pipeline with an answer
`,
  'content/tags.yaml': `- tag: scopes
  says: Who is asking, and whose rows they read.
- tag: changesets
  says: What a form sends, and what becomes of it.
`,
  'content/covers.yaml': `- list: walk
  title: Stops of the walk
  items:
    '1.1': the first stop
    '1.2': the second stop
`,
  'content/labs/letters.yaml': `title: A few letters
about: Two inputs for one form, and one for a page.
start: ana-logged-in
as: ana
path: /users/register
own: user[email]
inputs:
  - name: nothing
    about: An empty field.
    fields: { 'user[email]': '' }
  - name: an old link
    about: Opened once more.
    method: GET
    path: /users/log-in/[token]
    link: ana@example.test
  - name: somebody’s score
    about: A number in an address.
    path: /scores/1/edit
    method: PUT
    fields: { 'score[points]': '1' }
`,
  'src/scope.ts': '// #region scope\nconst user = null\n// #endregion scope\n',
  'public/glass.png': 'a picture',
}

/** Reads that course with these files in place of its own; `null` takes one away. */
export const read = (changes: Written = {}): CourseRead =>
  readCourse(filesIn({ ...FILES, ...changes }))

/** Files that are nowhere but here. */
export function filesIn(written: Written): Files {
  const paths = Object.keys(written).filter((path) => written[path] !== null)
  return {
    text: (path) => written[path] ?? null,
    lines: (path) => (written[path] ?? '').split('\n'),
    entries(folder) {
      const below = paths.filter((path) => path.startsWith(`${folder}/`))
      const names = below.map((path) => path.slice(folder.length + 1).split('/'))
      const found = new Map(names.map(([name = '', ...rest]) => [name, rest.length > 0]))
      return [...found]
        .map(([name, isFolder]) => ({ name, isFolder }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
  }
}
