import { describe, expect, test } from 'vitest'
import { clause, holds } from '#course/claims.ts'
import { foundIn, markPrediction, prediction } from '#course/prediction.ts'
import { buttonOf, requestOfStep, step, titleOfStep } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { ONE, FILES, read } from './reading/a-course.ts'

const DEMO = { page: '/users/register', people: ['ana', 'bo'] }

describe('a step that does wall', () => {
  test('is a form that says which, as whoever takes it', () => {
    const own = step.parse({ label: 'send it', does: 'wall', of: 'registrations', as: 'bo' })

    expect(requestOfStep(DEMO, own)).toEqual({
      method: 'POST',
      path: '/as/bo/labs/wall',
      fields: { of: 'registrations' },
    })
    expect(buttonOf(own)).toBe('form')
    expect(titleOfStep(DEMO, own)).toBe('POST /labs/wall')
  })

  test('may add an input of its own', () => {
    const own = step.parse({ label: 'x', does: 'wall', of: 'a', own: 'dee@example.test' })

    expect(requestOfStep(DEMO, own).fields).toEqual({ of: 'a', own: 'dee@example.test' })
  })

  test('names a wall that is there', () => {
    const demos = `${ONE}/demos.yaml`
    const sends = '    - label: Send a wall\n      does: wall\n      of: leters\n  predictions:'
    const written = (FILES[demos] ?? '').replace('  predictions:', () => sends)

    const { mistakes } = read({ [demos]: written })

    expect(mistakes).toContainEqual(
      expect.objectContaining({
        file: demos,
        what: 'Demo an-address-one, step 3: there is no wall content/labs/leters.yaml.',
        write: 'Did you mean letters? There is letters.',
      }),
    )
    const right = read({ [demos]: written.replace('leters', 'letters') })
    expect(right.mistakes.filter(({ what }) => what.includes('wall'))).toEqual([])
  })
})

const trace: Trace = {
  ...{ id: 'a', title: 'POST /labs/wall', persona: 'bo', startedAt: 0, status: 200 },
  steps: [
    {
      ...{ id: 4, parent: null, at: 0, layer: 'context', name: 'Wall.send', outcome: 'ok' },
      ...{ tag: 'context.Wall.send', detail: '2 inputs: 1 refused', source: null },
      data: {
        inputs: [
          { input: 1, caught_by: 'changeset', status: 422 },
          { input: 2, caught_by: 'nobody', status: 303 },
        ],
      },
    },
  ],
}
const seen = { trace, countRows: () => Promise.resolve(null) }

describe('a claim about a wall', () => {
  const claim = (wall: object) =>
    holds(clause.parse({ wall, otherwise: 'It ended somewhere else.' }), seen)

  test('holds of who had an input, and with which status', () => {
    expect(claim({ input: 1, caught_by: 'changeset' })).toBe(true)
    expect(claim({ input: 1, caught_by: 'changeset', status: 422 })).toBe(true)
    expect(claim({ input: 2, caught_by: 'nobody' })).toBe(true)
  })

  test('does not hold of another, of another status, or of none that was sent', () => {
    expect(claim({ input: 1, caught_by: 'check' })).toBe(false)
    expect(claim({ input: 1, caught_by: 'changeset', status: 500 })).toBe(false)
    expect(claim({ input: 3, caught_by: 'nobody' })).toBe(false)
  })
})

describe('a question about a wall', () => {
  const question = prediction.parse({
    ...{ id: 'who-has-it', question: 'Who has input 1?', step: 1, asks: 'wall', input: 1 },
    options: [
      { is: 'changeset', why: 'A rule looks at it.' },
      { is: 'nobody', why: 'All is well.' },
    ],
  })

  test('is answered by the row, and marked in its words', async () => {
    expect(foundIn(question, trace)).toBe('changeset')
    expect(await markPrediction(question, 'nobody', seen)).toMatchObject({
      correct: false,
      sentence: 'You said nobody; the changeset refused it.',
      step: 4,
    })
    expect(await markPrediction(question, 'changeset', seen)).toMatchObject({ correct: true })
  })
})
