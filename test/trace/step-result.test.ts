import { describe, expect, test } from 'vitest'
import { foldedRows } from '#trace/folding.ts'
import { pictureOf } from '#trace/picture.ts'
import { resultOf, tookInWords } from '#trace/step-result.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { sampleTrace } from '../support/sample-trace.ts'
import { SERVER_TRACED, traceNamed, type Walked } from './pictures/pictures.ts'

const find = (name: string): Walked => SERVER_TRACED.get(name) ?? traceNamed(name)

/** The words of every step that says something, by its tag. */
function wordsOf(name: string): readonly string[] {
  const trace = find(name)
  const picture = pictureOf(trace)
  return trace.steps.flatMap((step) => {
    const { mark, words } = resultOf(step, picture)
    return words === '' ? [] : [[step.tag, mark, words].filter(Boolean).join(' ')]
  })
}

describe('the words behind', () => {
  test('a refusal, and what failed because of it', () => {
    expect(
      wordsOf('score, a new one of 11 points').filter((words) => !words.includes('row')),
    ).toEqual([
      'context.Scores.createScore error',
      'changeset.points.number ✕ refused',
      'changeset.comment.length skipped',
      'changeset.repo.insert ✕ refused',
    ])
  })

  test.for([
    ['settings, a visitor', 'plug.requireAuthenticatedUser ■ halted'],
    ['score, Alice’s, by Bob', 'sql.select.scores ∅ no rows'],
    ['twin, a score of somebody else', 'sql.select.scores ⚠ Alice’s'],
    ['twin, an index with words', 'constraint.users_email_index ✕ refused'],
    ['twin, an index with words', 'sql.insert.users error'],
    ['registration, accepted', 'constraint.users_email_index held'],
    ['registration, accepted', 'sql.insert.users 1 row'],
    ['log-in, a link for nobody', 'sql.select.users no rows'],
  ] as const)('%s: %s', ([name, words]) => {
    expect(wordsOf(name)).toContain(words)
  })

  test('an answer with 422 say nothing: the number does', () => {
    expect(wordsOf('score, a new one of 11 points').join()).not.toContain('reply.422')
  })

  test('a step that was switched off', () => {
    const trace = find('registration, accepted')
    const [step] = trace.steps
    const off: TraceStep = { ...step!, outcome: 'skip', detail: 'switched off' }

    expect(resultOf(off, pictureOf(trace))).toEqual({ mark: null, words: 'switched off' })
  })
})

test('an answer in whose place another went out was never sent', () => {
  const trace = sampleTrace([
    { layer: 'reply', name: '200', tag: 'reply.200' },
    { layer: 'reply', name: '500', tag: 'reply.500', outcome: 'error' },
  ])
  const picture = pictureOf(trace)

  expect(trace.steps.map((step) => resultOf(step, picture).words)).toEqual(['never sent', ''])
})

describe('a row took', () => {
  const step = (id: number, parent: number | null, milliseconds?: number): TraceStep => ({
    ...{ id, parent, at: 0, layer: 'plug', name: 'plug', tag: 'plug.a', outcome: 'ok', detail: '' },
    source: null,
    data: milliseconds === undefined ? {} : { milliseconds },
  })
  const row = (of: TraceStep) => ({ kind: 'step', step: of, depth: 0 }) as const

  test('its own time, to the tenth of a millisecond', () => {
    expect(tookInWords(row(step(1, null, 0.349)))).toBe('0.3')
  })

  test('nothing that is told, if it does not wait', () => {
    expect(tookInWords(row(step(1, null)))).toBe('')
  })

  test('as a group the sum, with nothing counted twice', () => {
    const rows = [step(1, null, 2), step(2, 1, 1.5), step(3, null, 0.26)].map(row)

    expect(tookInWords({ kind: 'fold', words: '', rows, depth: 0 })).toBe('2.3')
  })
})

test('every row of every trace has words that fit', () => {
  for (const trace of SERVER_TRACED.values()) {
    const picture = pictureOf(trace)
    for (const row of foldedRows(trace, picture))
      if (row.kind === 'step') expect(resultOf(row.step, picture).words.length).toBeLessThan(20)
  }
})
