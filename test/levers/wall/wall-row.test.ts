import { describe, expect, test } from 'vitest'
import { FLOORS } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import { cellsOf, rowOf } from '#levers/wall/wall-row.ts'

const step = (
  id: number,
  given: Partial<TraceStep> & Pick<TraceStep, 'layer' | 'tag'>,
): TraceStep => ({
  ...{ id, parent: null, at: 0, name: given.tag, outcome: 'ok', detail: '', source: null },
  data: {},
  ...given,
})

const traceOf = (status: number, ...steps: readonly TraceStep[]): Trace => ({
  ...{ id: 'a', title: 'POST /users/register', persona: 'bo', startedAt: 0, status, steps },
})

const NUMBERED = { number: 1, name: 'bo', about: 'A name, and no address.' }
const request = step(1, { layer: 'request', tag: 'request.post' })
const context = step(2, { layer: 'context', tag: 'context.Accounts.registerUser' })
const reply = step(9, { layer: 'reply', tag: 'reply.422' })
const format = step(3, {
  ...{ layer: 'changeset', tag: 'changeset.email.format', outcome: 'error' },
  data: { errors: [{ field: 'email', message: 'must have the @ sign' }] },
})

describe('a row', () => {
  test('says what house and strip say of the same trace', () => {
    const trace = traceOf(422, request, context, format, reply)

    const row = rowOf(NUMBERED, trace, 422)

    const picture = pictureOf(trace)
    expect(row).toMatchObject({ end: picture.end.kind, at: picture.end.floor, lit: picture.lit })
    expect(row.by).toBe('changeset')
    expect(row.words).toBe(`changeset: ${stripOf(trace, picture).below}`)
  })

  test('has the whole sentence of a fault, and of what was answered', () => {
    const check = step(4, {
      ...{ layer: 'constraint', tag: 'constraint.users_email_check', outcome: 'error' },
      data: { type: 'check' },
      name: 'users_email_check',
    })
    for (const trace of [
      traceOf(500, request, context, check),
      traceOf(303, request, context, step(9, { layer: 'reply', tag: 'reply.303' })),
    ])
      expect(rowOf(NUMBERED, trace, trace.status ?? 0).words).toBe(
        sentenceOf(stripOf(trace, pictureOf(trace))),
      )
  })
})

describe('the cells of a row', () => {
  test('are one for each floor: glass, the mark, and what was not reached, each with its word', () => {
    const trace = traceOf(422, request, context, format, reply)

    const cells = cellsOf(rowOf(NUMBERED, trace, 422))

    expect(cells.map(({ floor }) => floor)).toEqual(FLOORS)
    expect(cells.map(({ word }) => word)).toEqual([
      ...Array.from({ length: 5 }, () => 'passed'),
      ...['refused', 'not reached', 'not reached'],
    ])
    expect(cells.map(({ mark }) => mark).filter(Boolean)).toEqual(['✕'])
  })

  test.for([
    ['answered', '✓', 'answered'],
    ['nothing', '∅', 'found nothing'],
    ['leaked', '⚠', 'leaked'],
  ] as const)('have the mark of %s', ([end, mark, word]) => {
    const cells = cellsOf({ end, at: 'sql', lit: FLOORS.slice(0, 7) })

    expect(cells[6]).toMatchObject({ mark, word, end })
  })

  test('show what ends beside the house where it had come to', () => {
    const cells = cellsOf({ end: 'answered', at: 'live', lit: ['request', 'pipeline'] })

    expect(cells[1]?.mark).toBe('✓')
  })
})
