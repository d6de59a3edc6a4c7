import { describe, expect, test } from 'vitest'
import { answerOf, markPrediction, optionInWords } from '#course/prediction.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
} from '../support/sample-trace.ts'

const caughtBy = { asks: 'caught-by' } as const
const reaches = { asks: 'reaches' } as const
const status = { asks: 'status' } as const

describe('answerOf', () => {
  test.for([
    [caughtBy, refusedByIndex, 'unique index'],
    [caughtBy, refusedByChangeset, 'changeset'],
    [caughtBy, haltedByPlug, 'plug'],
    [caughtBy, registered, 'nobody'],
    [reaches, refusedByChangeset, 'changeset'],
    [reaches, registered, 'constraint'],
    [status, refusedByIndex, '422'],
  ] as const)('finds what %o asks for', ([asked, trace, answer]) => {
    expect(answerOf(asked, trace)).toBe(answer)
  })
})

describe('markPrediction', () => {
  test.for([
    [caughtBy, 'changeset', refusedByIndex, 'You said the changeset; the unique index refused it.'],
    [caughtBy, 'nobody', refusedByIndex, 'You said nobody; the unique index refused it.'],
    [caughtBy, 'plug', haltedByPlug, 'You said a plug, and a plug halted it.'],
    [caughtBy, 'nobody', registered, 'You said nobody, and nobody refused it.'],
    [reaches, 'sql', refusedByChangeset, 'You said down to SQL; it went down to the changeset.'],
    [status, '200', refusedByIndex, 'You said 200; the reply was 422.'],
  ] as const)('marks %o by what happened', ([asked, said, trace, sentence]) => {
    const verdict = markPrediction(asked, said, trace)

    expect(verdict.sentence).toBe(sentence)
    expect(verdict.correct).toBe(said === verdict.answer)
  })

  test.for([
    [caughtBy, refusedByIndex, 8],
    [caughtBy, registered, 8],
    [reaches, registered, 8],
    [reaches, refusedByChangeset, 6],
    [status, refusedByIndex, 9],
  ] as const)('points %o at the step that shows it', ([asked, trace, step]) => {
    expect(markPrediction(asked, 'x', trace).step).toBe(step)
  })
})

test('optionInWords says an option as its button does', () => {
  expect(optionInWords(caughtBy, 'unique index')).toBe('the unique index')
  expect(optionInWords(caughtBy, 'sql')).toBe('the database')
  expect(optionInWords(reaches, 'sql')).toBe('down to SQL')
  expect(optionInWords(status, '422')).toBe('422')
})
