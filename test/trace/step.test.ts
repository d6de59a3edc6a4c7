import { describe, expect, test } from 'vitest'
import { Recorder } from '#trace/recorder.ts'
import { askingStep, leftOut, step, type StepInfo } from '#trace/step.ts'
import { collect, record } from '#trace/trace.ts'
import { watched, type StandIn } from '#trace/watch.ts'

const TAG = 'context.number.increase'
const OFF = { without: new Set([TAG]) }

const increase = (by: number) =>
  step('increase', { tag: TAG, fields: ['count'], options: { by } }, (n: number) => n + by)

const standIn = (fn: StandIn) => ({ instead: new Map([[TAG, fn]]) })

function recorded(fn: () => unknown) {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  collect(recorder, fn)
  return recorder.snapshot().steps
}

describe('step', () => {
  test('is the function it was made of', () => {
    expect(increase(2)(40)).toBe(42)
  })

  test('says what it is, without running', () => {
    expect(increase(2).info).toEqual({
      tag: TAG,
      name: 'increase',
      fields: ['count'],
      options: { by: 2 },
      source: null,
    })
  })

  test('has no fields and no options unless they are given', () => {
    expect(step('same', { tag: 'text.same' }, (text: string) => text).info).toMatchObject({
      fields: [],
      options: {},
    })
  })
})

describe('a watched step', () => {
  test('is recorded, in the layer that its tag names, though it was made before', () => {
    const made = increase(1)
    let result: unknown

    const steps = recorded(() => (result = increase(10)(made(0))))

    expect(result).toBe(11)
    expect(steps).toMatchObject([
      { layer: 'context', name: 'increase', tag: TAG, outcome: 'ok', detail: '' },
      { data: { fields: ['count'], options: { by: 10 } } },
    ])
  })

  test('is told of by what describes it', () => {
    const told: unknown[] = []
    const describeIt = (info: StepInfo, before: unknown, after: unknown) => {
      told.push([info.name, before, after])
      return { outcome: 'skip', detail: 'nothing to do', data: { before } } as const
    }
    const same = step('same', { tag: 'context.same', describe: describeIt }, (n: number) => n)

    expect(recorded(() => same(7))).toMatchObject([
      { outcome: 'skip', detail: 'nothing to do', data: { before: 7 } },
    ])
    same(8)
    expect(told).toEqual([['same', 7, 7]])
  })

  test('that throws is recorded by the kind of error, and the error goes on', () => {
    const fails = step('fails', { tag: 'context.fails' }, (_: number): number => {
      throw new RangeError('canary')
    })

    const steps = recorded(() => expect(() => fails(1)).toThrow('canary'))

    expect(steps).toMatchObject([{ name: 'fails', outcome: 'error', detail: 'RangeError' }])
    expect(JSON.stringify(steps)).not.toContain('canary')
  })
})

describe('without its tag', () => {
  test('a step is left out, and its trace says that it was switched off', () => {
    const made = increase(1)
    let result: unknown

    const steps = recorded(() => watched(OFF, () => (result = made(41))))

    expect(result).toBe(41)
    expect(steps).toMatchObject([{ tag: TAG, outcome: 'skip', detail: 'switched off by you' }])
  })

  test('a step is left out though nobody records it, and runs again afterwards', () => {
    const made = increase(1)

    expect(watched(OFF, () => made(41))).toBe(41)
    expect(made(41)).toBe(42)
  })

  test('another step runs', () => {
    expect(watched({ without: new Set(['context.number']) }, () => increase(1)(41))).toBe(42)
  })

  test('what is no step is left out as well', () => {
    const plug = { layer: 'plug', name: 'guard', tag: TAG } as const

    expect(recorded(() => expect(leftOut(plug)).toBe(false))).toEqual([])
    expect(recorded(() => watched(OFF, () => expect(leftOut(plug)).toBe(true)))).toMatchObject([
      { layer: 'plug', name: 'guard', outcome: 'skip', detail: 'switched off by you' },
    ])
  })
})

describe('instead of a step', () => {
  const twice = standIn((n: number, original: (n: number) => number) => original(original(n)))

  test('something else runs, which may use the step, and the trace says so', () => {
    let result: unknown

    const steps = recorded(() => watched(twice, () => (result = increase(1)(40))))

    expect(result).toBe(42)
    expect(steps).toMatchObject([
      { tag: TAG, name: 'increase', outcome: 'ok', detail: 'something else stood in' },
    ])
  })

  test('the words of what describes the step follow', () => {
    const info = { tag: TAG, describe: () => ({ detail: 'counted on' }) }
    const made = step('increase', info, (n: number) => n + 1)

    expect(recorded(() => watched(twice, () => made(0)))).toMatchObject([
      { detail: 'something else stood in: counted on' },
    ])
  })

  test('something else runs though nobody records it', () => {
    expect(watched(twice, () => increase(1)(40))).toBe(42)
  })

  test('nothing runs where the step is switched off', () => {
    expect(watched({ ...twice, ...OFF }, () => increase(1)(41))).toBe(41)
  })
})

describe('a step that asks', () => {
  /** Adds what it was told, which is asked for unless there is enough already. */
  const increaseByAnswer = (answer: () => Promise<number>) => {
    let by = 0
    const question = (n: number) => (n > 40 ? null : async () => (by = await answer()))
    return askingStep('increase', { tag: TAG }, question, (n: number) => n + by)
  }
  const two = async () => {
    record({ layer: 'sql', name: 'select 2' })
    return Promise.resolve(2)
  }

  test('holds what it asked, and says how long it waited', async () => {
    let result: unknown

    const steps = await recordedLate(async () => (result = await increaseByAnswer(two)(40)))

    expect(result).toBe(42)
    expect(steps).toMatchObject([
      { id: 1, parent: null, tag: TAG, data: { milliseconds: expect.any(Number) as unknown } },
      { id: 2, parent: 1, name: 'select 2' },
    ])
  })

  test('is a step as any other where there is nothing to ask', async () => {
    const [only, ...others] = await recordedLate(() => increaseByAnswer(two)(41))

    expect(others).toEqual([])
    expect(only?.data).not.toHaveProperty('milliseconds')
  })

  test('asks nothing where it is switched off', async () => {
    const steps = await recordedLate(() => watched(OFF, () => increaseByAnswer(two)(40)))

    expect(steps).toMatchObject([{ outcome: 'skip', detail: 'switched off by you' }])
  })

  test('decides alike while nobody watches', async () => {
    expect(await increaseByAnswer(two)(40)).toBe(42)
  })

  test('lets something else stand in, which may use it', async () => {
    const twice = standIn((n: number, original: (n: number) => number) => original(original(n)))

    const steps = await recordedLate(() => watched(twice, () => increaseByAnswer(two)(38)))

    expect(steps).toMatchObject([{ detail: 'something else stood in' }, { parent: 1 }])
  })
})

async function recordedLate(fn: () => Promise<unknown>) {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn)
  return recorder.snapshot().steps
}
