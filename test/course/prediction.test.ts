import { describe, expect, test } from 'vitest'
import type { Seen } from '#course/claims.ts'
import {
  answerOf,
  factInWords,
  markPrediction,
  optionInWords,
  optionsThatHold,
  prediction,
  verdictInWords,
  whyOf,
} from '#course/prediction.ts'
import type { Trace } from '#trace/trace-step.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
} from '../support/sample-trace.ts'

/** A question as an author would write it: each option with a why. */
const question = (asks: string, options: readonly string[], more: object = {}) =>
  prediction.parse({
    id: 'one',
    question: 'What comes of it, and where?',
    step: 1,
    asks,
    options: options.map((is) => ({ is, why: 'So it is.' })),
    ...more,
  })

const caughtBy = question('caught-by', ['unique index', 'changeset', 'plug', 'nobody'])
const reaches = question('reaches', ['changeset', 'constraint'])
const status = question('status', ['200', '422'])
const end = question('end', ['answered', 'refused'])
const outcome = question('outcome', ['ran', 'halted', 'skipped', 'not there'], {
  tag: 'changeset.validateFormat',
})
const count = question('count', ['0', '1', '2'], { tag: 'sql' })
const rows = question('rows', ['0', '1', '2'], { rows: { table: 'users' } })
const words = question('words', ['must have the @ sign', 'nothing'], { field: 'user[email]' })
const says = question('says', ['with an error', 'in time'], { tag: 'context.registerUser' })
const fixed = question('fixed', ['both', 'neither'], {
  key: 'both',
  proof: [{ status: 422, otherwise: 'The reply was no 422.' }],
})

const seen = (trace: Trace, found: number | null = 0): Seen => ({
  trace,
  countRows: () => Promise.resolve(found),
})

describe('answerOf', () => {
  test.for([
    [caughtBy, refusedByIndex, 'unique index'],
    [caughtBy, refusedByChangeset, 'changeset'],
    [caughtBy, haltedByPlug, 'plug'],
    [caughtBy, registered, 'nobody'],
    [reaches, refusedByChangeset, 'changeset'],
    [reaches, registered, 'constraint'],
    [status, refusedByIndex, '422'],
    [end, refusedByIndex, 'refused'],
    [end, registered, 'answered'],
    [outcome, refusedByChangeset, 'ran'],
    [outcome, haltedByPlug, 'not there'],
    [count, haltedByPlug, '1'],
    [says, refusedByChangeset, 'with an error'],
    [fixed, registered, 'both'],
  ] as const)('finds what %o asks for', async ([asked, trace, answer]) => {
    expect(await answerOf(asked, seen(trace))).toBe(answer)
  })

  test.for([
    ['0', 'never', 'it never happened'],
    ['1', 'once', 'it happened once'],
    ['2', 'three times', 'it happened three times'],
    ['1', 'one query', 'there was one query'],
    ['2', 'none of them', 'there were none of them'],
  ] as const)('a count of %s, called “%s”, is told as: %s', ([is, label, fact]) => {
    const options = [
      { is, label, why: 'So it is.' },
      { is: '7', why: 'So it is.' },
    ]

    expect(factInWords(question('count', [], { tag: 'sql', options }), is)).toBe(fact)
  })

  test('counts rows after the step', async () => {
    expect(await answerOf(rows, seen(registered, 1))).toBe('1')
    expect(await answerOf(rows, seen(registered, null))).toBe('no table')
  })

  test('finds the words of a field among its options', async () => {
    const errors = [{ field: 'email', message: 'must have the @ sign and no spaces' }]
    const [first, ...steps] = refusedByChangeset.steps
    const trace = { ...refusedByChangeset, steps: [{ ...first!, data: { errors } }, ...steps] }

    expect(await answerOf(words, seen(trace))).toBe('must have the @ sign')
    expect(await answerOf(words, seen(registered))).toBe('nothing')
  })
})

test('optionsThatHold names each option that is true', () => {
  const both = question('says', ['an error', 'error'], { tag: 'context.registerUser' })

  expect(optionsThatHold(both, 'with an error')).toEqual(['an error', 'error'])
  expect(optionsThatHold(caughtBy, 'plug')).toEqual(['plug'])
})

describe('markPrediction', () => {
  test.for([
    [caughtBy, 'changeset', refusedByIndex, 'You said the changeset; the unique index refused it.'],
    [caughtBy, 'nobody', refusedByIndex, 'You said nobody; the unique index refused it.'],
    [caughtBy, 'plug', haltedByPlug, 'You said a plug, and a plug halted it.'],
    [caughtBy, 'nobody', registered, 'You said nobody, and nobody refused it.'],
    [reaches, 'sql', refusedByChangeset, 'You said down to SQL; it went down to the changeset.'],
    [status, '200', refusedByIndex, 'You said 200; the reply was 422.'],
  ] as const)('marks %o by what happened', async ([asked, said, trace, sentence]) => {
    const verdict = await markPrediction(asked, said, seen(trace))

    expect(verdict.sentence).toBe(sentence)
    expect(verdict.correct).toBe(said === verdict.answer)
  })

  test.for([
    [caughtBy, refusedByIndex, 8],
    [caughtBy, registered, 8],
    [reaches, registered, 8],
    [reaches, refusedByChangeset, 6],
    [status, refusedByIndex, 9],
  ] as const)('points %o at the step that shows it', async ([asked, trace, step]) => {
    expect((await markPrediction(asked, 'x', seen(trace))).step).toBe(step)
  })
})

test('optionInWords says an option as its button does', () => {
  expect(optionInWords(caughtBy, 'unique index')).toBe('the unique index')
  expect(optionInWords(caughtBy, 'sql')).toBe('the database')
  expect(optionInWords(reaches, 'sql')).toBe('down to SQL')
  expect(optionInWords(status, '422')).toBe('422')
})

test('an option has the words that its author gave it', () => {
  const own = question('outcome', [], {
    tag: 'a.b',
    options: [
      { is: 'ran', label: 'yes', why: 'It asks first.' },
      { is: 'skipped', label: 'no', why: 'It has nothing to ask.' },
    ],
  })

  expect(optionInWords(own, 'ran')).toBe('yes')
  expect(verdictInWords(own, 'ran', 'skipped')).toBe('You said yes; it was: no.')
  expect(whyOf(own, 'ran')).toBe('It asks first.')
  expect(whyOf(own, 'halted')).toBeNull()
})
