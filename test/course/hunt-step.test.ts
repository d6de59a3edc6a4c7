import { describe, expect, test } from 'vitest'
import { factThatDiffers, stepOfAct } from '#course/act.ts'
import { prediction } from '#course/prediction.ts'
import { questionsWithoutAnswer } from '#course/reading/what-holds.ts'
import {
  buttonOf,
  mistakeOfStep,
  requestOfStep,
  step,
  switchesLayers,
  titleOfStep,
} from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'

const DEMO = { page: '/scores', people: ['ana', 'bo'] }
const POINT = { file: 'src/app/scores/scores.ts', text: '.execute()', wrong: 'leaks' }

const hunt = (keys: object) => step.parse({ label: 'a fault', does: 'hunt', ...keys })

describe('a step that does hunt', () => {
  test.for([
    [
      { number: 17, among: 'scopes' },
      { number: '17', among: 'scopes' },
    ],
    [{ number: 1 }, { number: '1' }],
    [POINT, POINT],
    [{ back: 'right' }, { back: 'right' }],
  ] as const)('that says %o is a form with %o', ([keys, fields]) => {
    const own = hunt({ as: 'bo', ...keys })

    expect(requestOfStep(DEMO, own)).toEqual({ method: 'POST', path: '/as/bo/labs/hunt', fields })
    expect(buttonOf(own)).toBe('form')
    expect(titleOfStep(DEMO, own)).toBe('POST /labs/hunt')
    expect(mistakeOfStep(DEMO.page, own)).toBeNull()
    expect(switchesLayers(own)).toBe(true)
  })

  test.for([
    [{}, 'does', 'A step that does "hunt" begins one'],
    [{ number: 1, back: 'right' }, 'does', 'A step that does "hunt" begins one'],
    [{ ...POINT, number: 1 }, 'does', 'A step that does "hunt" begins one'],
    [{ file: POINT.file, wrong: 'leaks' }, 'does', 'A step that does "hunt" begins one'],
    [{ among: 'scopes' }, 'number', 'Say which number draws: number: 1.'],
  ] as const)('is told what is wrong with %o', ([keys, at, message]) => {
    expect(mistakeOfStep(DEMO.page, hunt(keys))).toMatchObject({
      at,
      message: expect.stringContaining(message) as unknown,
    })
  })

  test.for([{ number: 0 }, { number: 10_000 }, { number: 1.5 }, { number: 1, back: 'all' }])(
    'takes no %o',
    (keys) => {
      expect(step.safeParse({ label: 'x', does: 'hunt', ...keys }).success).toBe(false)
    },
  )

  test('is the only one that draws a fault', () => {
    const read = step.safeParse({ label: 'x', does: 'clock', advance: '15m', number: 3 })

    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      'A step that does "clock" is no hunt: only "hunt" says that.',
    ])
  })
})

const trace = (fault: string | null): Trace => ({
  ...{ id: 'a', title: 'GET /scores', persona: 'ana', startedAt: 0, status: 200 },
  steps: [
    {
      ...{ id: 1, parent: null, at: 0, layer: 'request', name: 'house', tag: 'request.layers' },
      ...{ outcome: 'skip', detail: '', source: null },
      data: { off: [], ...(fault !== null && { fault }) },
    },
  ],
})

describe('a question', () => {
  test.for([
    [false, null, null],
    [true, 'c0ffee', null],
    [false, 'c0ffee', 'Write hunted: true.'],
    [true, null, 'Leave hunted out.'],
  ] as const)('with hunted: %s, of a house with the fault %s', ([hunted, fault, write]) => {
    const question = prediction.parse({
      ...{ id: 'which-status', question: 'Which status comes back?', step: 1, asks: 'status' },
      ...{
        hunted,
        options: [
          { is: '200', why: 'It is found.' },
          { is: '404', why: 'It is not.' },
        ],
      },
    })
    const demo = { predictions: [question], id: 'a', checks: [], steps: [] }

    const wrong = questionsWithoutAnswer(demo, [trace(fault)])

    expect(wrong.map((one) => one.write)).toEqual(write === null ? [] : [write])
  })

  test('is told why a run in a house with a fault marks nothing', () => {
    const taken = stepOfAct({ people: ['ana'], steps: [hunt({ back: 'right' })] }, 1)
    if (!taken) throw new Error('There is a step.')
    const start = { seed: 'nobody', as: 'ana', clock: 0, draws: null } as const
    const state = { logged_in: {} } as Parameters<typeof factThatDiffers>[0]['startState']

    const fact = factThatDiffers({ id: 'an-act', start, startState: state }, taken, {
      place: null,
      trace: trace('c0ffee'),
    })

    expect(fact).toBe('your house had a fault in it')
  })
})
