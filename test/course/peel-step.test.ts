import { describe, expect, test } from 'vitest'
import { factThatDiffers, stepOfAct } from '#course/act.ts'
import { prediction } from '#course/prediction.ts'
import { questionsWithoutAnswer } from '#course/reading/what-holds.ts'
import { buttonOf, mistakeOfStep, requestOfStep, step, titleOfStep } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'

const DEMO = { page: '/users/register', people: ['ana', 'bo'] }
const FORMAT = 'changeset.email.format'

const peel = (keys: object) => step.parse({ label: 'without it', does: 'peel', ...keys })

describe('a step that does peel', () => {
  test('is a form that says which layers, as whoever takes it', () => {
    const own = peel({ as: 'bo', without: [FORMAT, 'constraint.users_email_index'] })

    expect(requestOfStep(DEMO, own)).toEqual({
      method: 'POST',
      path: '/as/bo/labs/peel',
      fields: { without: `${FORMAT} constraint.users_email_index` },
    })
    expect(buttonOf(own)).toBe('form')
    expect(titleOfStep(DEMO, own)).toBe('POST /labs/peel')
    expect(mistakeOfStep(DEMO.page, own)).toBeNull()
  })

  test('puts one back, or all', () => {
    expect(
      requestOfStep(DEMO, peel({ with: ['changeset.points+guesses.required'] })).fields,
    ).toEqual({ with: 'changeset.points+guesses.required' })
    expect(requestOfStep(DEMO, peel({ back: 'all' })).fields).toEqual({ back: 'all' })
  })

  test.for([{}, { without: [FORMAT], back: 'all' }])('is told what is missing in %o', (keys) => {
    expect(mistakeOfStep(DEMO.page, peel(keys))).toMatchObject({
      at: 'without',
      message: expect.stringContaining('says which layers') as unknown,
    })
  })

  test.for(['limit.resets', 'request.origin', 'sql.select.users', 'nonsense'])(
    'switches no %s',
    (tag) => {
      const read = step.safeParse({ label: 'x', does: 'peel', without: [tag] })

      expect(read.success).toBe(false)
    },
  )

  test('is the only one that says which layers', () => {
    const read = step.safeParse({ label: 'x', does: 'clock', advance: '15m', without: [FORMAT] })

    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      'A step that does "clock" switches no layer: only "peel" says which.',
    ])
  })
})

const trace = (off: readonly string[]): Trace => ({
  ...{ id: 'a', title: 'POST /users/register', persona: 'ana', startedAt: 0, status: 422 },
  steps: [
    {
      ...{ id: 1, parent: null, at: 0, layer: 'request', name: 'layers', tag: 'request.layers' },
      ...{ outcome: 'skip', detail: '', source: null, data: { off } },
    },
  ],
})

const question = (keys: object = {}) =>
  prediction.parse({
    ...{ id: 'which-status', question: 'Which status comes back?', step: 1, asks: 'status' },
    options: [
      { is: '422', why: 'It is refused.' },
      { is: '303', why: 'It is written.' },
    ],
    ...keys,
  })

describe('a question', () => {
  test('is about a run with all layers on, unless it says which are off', () => {
    expect(question().peeled).toEqual([])
    expect(question({ peeled: [FORMAT] }).peeled).toEqual([FORMAT])
  })

  test.for([
    [[], [], null],
    [[FORMAT], [FORMAT], null],
    [[], [FORMAT], `Write peeled: [${FORMAT}].`],
    [[FORMAT], [], 'Leave peeled out.'],
    [[FORMAT], [FORMAT, 'plug.fetchFlash'], `Write peeled: [${FORMAT}, plug.fetchFlash].`],
  ] as const)('that names %o, of a run without %o', ([peeled, off, write]) => {
    const demo = { predictions: [question({ peeled })], id: 'a', checks: [], steps: [] }

    const wrong = questionsWithoutAnswer(demo, [trace(off)])

    expect(wrong.map((one) => one.write)).toEqual(write === null ? [] : [write])
  })

  test('is told why a run without a layer marks nothing', () => {
    const act = { id: 'an-act', people: ['ana'], steps: [peel({ back: 'all' })] }
    const taken = stepOfAct(act, 1)
    if (!taken) throw new Error('There is a step.')
    const start = { seed: 'nobody', as: 'ana', clock: 0, draws: null } as const
    const state = { logged_in: {} } as Parameters<typeof factThatDiffers>[0]['startState']

    const fact = factThatDiffers({ id: 'an-act', start, startState: state }, taken, {
      place: null,
      trace: trace([FORMAT]),
    })

    expect(fact).toBe('you had switched 1 layer off')
  })
})
