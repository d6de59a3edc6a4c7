import { afterEach, describe, expect, test } from 'vitest'
import { isWatched, replaceStepRunner, step, type StepInfo } from '#lib/step.ts'

const increase = (by: number) =>
  step(
    'increase',
    { tag: 'number.increase', fields: ['count'], options: { by } },
    (n: number) => n + by,
  )

afterEach(() => replaceStepRunner(null))

describe('step', () => {
  test('is the function it was made of', () => {
    expect(increase(2)(40)).toBe(42)
  })

  test('says what it is, without running', () => {
    expect(increase(2).info).toEqual({
      tag: 'number.increase',
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

describe('replaceStepRunner', () => {
  test('hands every step to the runner, those made before as well', () => {
    const before = increase(1)
    const seen: unknown[] = []
    replaceStepRunner({
      origin: () => null,
      run: (info, apply, value) => {
        seen.push([info.tag, value])
        return apply(value)
      },
    })

    expect(increase(10)(before(0))).toBe(11)
    expect(seen).toEqual([
      ['number.increase', 0],
      ['number.increase', 1],
    ])
  })

  test('lets the runner leave a step out', () => {
    replaceStepRunner({ origin: () => null, run: (_info, _apply, value) => value })

    expect(increase(1)(41)).toBe(41)
  })

  test('asks once for the line that makes a step, and never while it runs', () => {
    const source = { file: 'src/accounts/user.ts', line: 31 }
    const seen: StepInfo[] = []
    let asked = 0
    replaceStepRunner({
      origin: () => {
        asked += 1
        return source
      },
      run: (info, apply, value) => {
        seen.push(info)
        return apply(value)
      },
    })
    const made = increase(1)

    made(made(0))

    expect(asked).toBe(1)
    expect(seen.map((info) => info.source)).toEqual([source, source])
  })

  test('brings the plain runner back with null', () => {
    replaceStepRunner({ origin: () => null, run: (_info, _apply, value) => value })
    replaceStepRunner(null)

    expect(increase(1)(41)).toBe(42)
  })
})

describe('isWatched', () => {
  test('says whether another runner stands in', () => {
    expect(isWatched()).toBe(false)
    replaceStepRunner({ origin: () => null, run: (_info, apply, value) => apply(value) })
    expect(isWatched()).toBe(true)
    replaceStepRunner(null)
    expect(isWatched()).toBe(false)
  })
})
