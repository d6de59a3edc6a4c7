import { describe, expect, test } from 'vitest'
import { decisiveStep } from '#trace/folding.ts'
import { pictureOf } from '#trace/picture.ts'
import { rowName, rowResult, rowSentence, tookOf } from '#trace/row-words.ts'
import { numberedSql } from '#trace/sql-parameters.ts'
import { sampleTrace } from '../support/sample-trace.ts'
import { traceNamed } from './pictures/pictures.ts'

function resultOf(name: string): string {
  const trace = traceNamed(name)
  const picture = pictureOf(trace)
  const step = decisiveStep(picture)!
  const { mark, words } = rowResult(step, picture.end, true)
  return `${rowName(step)} ${mark} ${words}`
}

describe('the row that decides says so by a mark and a word', () => {
  test.for([
    ['down-the-floors.1', 'validateFormat ✕ refused'],
    ['the-same-as-somebody.5', 'requireSudoMode ■ halted'],
    ['two-people-one-function.3', 'select from scores ∅ no rows'],
    ['a-first-visit.1', 'insert into users_tokens  1 row'],
  ] as const)('%s', ([name, result]) => {
    expect(resultOf(name)).toBe(result)
  })

  test('a row that leaked names its owner', () => {
    const trace = sampleTrace(
      [
        { layer: 'request', name: 'GET /scores/1' },
        {
          ...{ layer: 'sql', name: 'select * from "scores"', tag: 'sql.select.scores' },
          data: { rows: 1, strangers: [{ table: 'scores', key: '1', owner: 'ana' }] },
        },
        { layer: 'reply', name: '200' },
      ],
      { persona: 'bo' },
    )
    const picture = pictureOf(trace)
    const step = trace.steps[1]!

    expect(rowResult(step, picture.end, true)).toEqual({ mark: '⚠', words: 'Ana’s' })
    expect(rowSentence(step, trace)).toMatch(/^scores 1 belongs to Ana; Bo asked\./)
  })
})

test('a refusal that nobody recorded is that of the floor which had the request', () => {
  const trace = sampleTrace(
    [
      { layer: 'request', name: 'POST /users/log-in' },
      { layer: 'context', name: 'Accounts.getUserByEmailAndPassword' },
      { layer: 'sql', name: 'select * from "users"', parent: 2, data: { rows: 1 } },
      { layer: 'reply', name: '422', outcome: 'error' },
    ],
    { status: 422 },
  )

  expect(decisiveStep(pictureOf(trace))?.name).toBe('Accounts.getUserByEmailAndPassword')
})

test('a time is told once: what runs inside another is in its time', () => {
  const { steps } = sampleTrace([
    { layer: 'plug', name: 'fetchCurrentScope', data: { milliseconds: 2 } },
    { layer: 'sql', name: 'select 1', parent: 1, data: { milliseconds: 1.5 } },
    { layer: 'plug', name: 'fetchFlash', data: { milliseconds: 0.5 } },
    { layer: 'plug', name: 'noWait' },
  ])

  expect(tookOf(steps)).toBe(2.5)
  expect(tookOf(steps.slice(1, 2))).toBe(1.5)
  expect(tookOf(steps.slice(3))).toBeNull()
})

test('parameters are numbered, and no text that holds a question mark', () => {
  expect(numberedSql(`select '?' from "a?" where "id" = ? and "b" = ?`)).toEqual([
    `select '?'`,
    'from "a?"',
    'where "id" = ?1 and "b" = ?2',
  ])
})
