/** The first files of a lesson: sound as they are, with what each key may be beside it. */
import { keysIn } from '#course/reading/schema-reference.ts'
import { schemas } from '#course/schema.ts'

export interface NewLesson {
  /** `who-comes-in` */
  readonly id: string
  readonly title: string
  /** A day: `2026-11-29`. */
  readonly published: string
  /** A start state of the course; `null` for an empty sandbox. */
  readonly seed: string
  /** What it is about, until its author says so. */
  readonly tags: readonly string[]
  /** A question of another lesson, with which it begins: `who-comes-in.a`; `null` in the first lesson of a course. */
  readonly recall: string | null
}

/**
 * What is written into the folder of a new lesson, by the names of the files.
 *
 * @example
 * const lesson = { id: 'one', title: 'One', published: '2026-11-29', seed: 'nobody', tags: ['forms'], recall: null }
 * Object.keys(filesOf(lesson))
 * // => ['index.mdx', 'demos.yaml', 'recall.yaml']
 */
export function filesOf(lesson: NewLesson): Readonly<Record<string, string>> {
  return { 'index.mdx': text(lesson), 'demos.yaml': demos(lesson), 'recall.yaml': recall() }
}

/** The words of a key, for a comment above it. */
function about(schema: Parameters<typeof keysIn>[0], key: string, indent = ''): string {
  const facts = keysIn(schema).find((one) => one.key === key)
  if (!facts) throw new Error(`lesson:new speaks of ${key}, which no schema knows.`)
  return `${indent}# ${facts.kind}${facts.isOptional ? ', may be left out' : ''}. ${facts.described}`
}

function text({ id, title, published, tags, recall: asked }: NewLesson): string {
  const of = (key: string) => about(schemas.lesson, key)
  return `---
${of('id')}
id: ${id}
${of('title')}
title: ${title}
${of('summary')}
summary: What one knows after this lesson, in a sentence or two.
${of('published')}
published: ${published}
${of('minutes')}
minutes: 5
${of('tags')}
tags: [${tags.join(', ')}]
${of('shows')}
shows: [changeset, sql]
${of('needs')}
needs: []
${of('gives')}
gives: what a reader says of it afterwards, in one line
${of('introduces')}
introduces: []
${of('covers')}
covers: []
---

${asked === null ? '' : `<Recall id="${asked}" />\n\n`}Say in a sentence or two what is about to happen, and to whom. Somebody wants an account, and types
something that is no address. Your reader has not seen yet what comes of it, so do not say it here.

<Demo id="${id}-first" />

<Predict demo="${id}-first" id="who-says-no" />

<After demo="${id}-first" step="1">

<About tags="changeset.email.format">

This paragraph opens with that run, and lights up with the step that it explains. Say what happened,
and why. The server answered <Value demo="${id}-first" step="1" show="status" />, which is quoted
from the recording: it can never say anything else than the stage beside it.

</About>

</After>

<Run demo="${id}-first" step="2" />

<After demo="${id}-first" step="2">

Say what is different now. One idea is enough for a lesson. What does not belong to it is a lesson of
its own, or a word of the glossary.

</After>

<Teacher>

A note for whoever teaches this. Readers never get it.

</Teacher>

## Your turn

<Alone demo="${id}-first" id="by-hand">

Ask for what no button of this lesson does: get something refused, by a form that you fill in
yourself.

</Alone>

<Recall id="${id}.a" />
`
}

function demos({ id, seed }: NewLesson): string {
  const of = (key: string, indent: string) => about(schemas.demos, `[].${key}`, indent)
  return `# A list: each entry is an act with a stage of its own.
- id: ${id}-first
${of('title', '  ')}
  title: An address, and none
${of('page', '  ')}
  page: /users/register
${of('people', '  ')}
  people: [ana]
${of('start', '  ')}
  start: { seed: ${seed}, as: ana }
${of('steps', '  ')}
  steps:
    - label: Send what is no address
      fields:
        user[email]: ana
      ends: { kind: refused, at: changeset }
    - label: Send an address
      fields:
        user[email]: new@example.test
      ends: { kind: answered, at: constraint }
${of('predictions', '  ')}
  predictions:
    - id: who-says-no
      question: Which layer refuses what is no address?
      step: 1
      asks: caught-by
      options:
        - is: changeset
          why: It checks the form of what was sent, before anything is asked of the database.
        - is: sql
          why: Nothing was asked of the database. See how deep the line goes.
${of('checks', '  ')}
  checks:
    - id: by-hand
      says: Something was refused, by hand.
      # A line of a request, as /author lists them.
      when: POST /users/register
      # No button does it.
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
}

const recall =
  (): string => `# What is asked again, here at the end and at the beginning of another lesson.
- id: a
  question: Which layer refused it, and what had been asked of the database by then?
  options:
    - says: the changeset, and nothing had
      right: true
      why: Its rule on the form of an address needs nothing but the address.
    - says: the database, by its index
      why: The request never came that far.
  answer: The changeset. Its rule needs nothing but what was sent, so no query ran.
`
