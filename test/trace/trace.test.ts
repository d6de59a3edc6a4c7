import { describe, expect, test } from 'vitest'
import { secret } from '#lib/secret.ts'
import { Recorder } from '#trace/recorder.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { collect, record, span, tracing, untraced } from '#trace/trace.ts'

const CANARY = 'canary-4711'
const recorderOf = (onStep?: (step: TraceStep) => void) =>
  new Recorder({ id: 'trace-1', title: 'GET /', persona: 'you', ...(onStep && { onStep }) })

const step = (name: string) => record({ layer: 'context', name })
const inside = <Value>(name: string, fn: () => Value | Promise<Value>) =>
  span({ layer: 'context', name }, fn)
const pause = () => new Promise((resolve) => setImmediate(resolve))

/** The steps of what `fn` does, as `number name parent`. */
async function treeOf(fn: () => unknown): Promise<readonly string[]> {
  const recorder = recorderOf()
  await collect(recorder, fn)
  return recorder.snapshot().steps.map(({ id, name, parent }) => `${id} ${name} ${parent}`)
}

describe('record', () => {
  test('keeps a step with everything that it leaves out', () => {
    const recorder = recorderOf()

    collect(recorder, () => record({ layer: 'sql', name: 'select 1' }))

    const [kept] = recorder.snapshot().steps
    expect(kept).toEqual({
      ...{ id: 1, parent: null, at: kept?.at, layer: 'sql', name: 'select 1' },
      ...{ tag: 'sql.select 1', outcome: 'ok', detail: '', source: null, data: {} },
    })
    expect(kept?.at).toBeGreaterThanOrEqual(0)
    expect(Object.isFrozen(kept)).toBe(true)
  })

  test('does nothing while nobody watches', () => {
    expect(() => step('unseen')).not.toThrow()
  })

  test('shows no secret, no bytes and no long text', () => {
    const recorder = recorderOf()
    const data = {
      password: secret(CANARY),
      token: Buffer.from(CANARY),
      text: `${'x'.repeat(300)}${CANARY}`,
    }

    collect(recorder, () => record({ layer: 'sql', name: 'insert', data }))

    const trace = recorder.snapshot()
    expect(JSON.stringify(trace)).not.toContain('canary')
    expect(JSON.stringify(trace)).not.toContain(
      JSON.stringify([...Buffer.from(CANARY)]).slice(1, -1),
    )
    expect(trace.steps[0]?.data).toEqual({
      ...{ password: '**redacted**', token: '‹11 bytes›' },
      text: `${'x'.repeat(300)}… (311 characters)`,
    })
  })

  test('cuts a detail that is too long', () => {
    const recorder = recorderOf()

    collect(recorder, () => record({ layer: 'mail', name: 'm', detail: 'x'.repeat(9_000) }))

    const [kept] = recorder.snapshot().steps
    expect(kept?.detail).toBe(`${'x'.repeat(1_000)}… (9000 characters)`)
  })

  test('tells who listens of each step, in the order in which they end', async () => {
    const told: string[] = []
    const recorder = recorderOf(({ name }) => told.push(name))

    await collect(recorder, () => inside('outer', () => step('inner')))

    expect(told).toEqual(['inner', 'outer'])
  })
})

describe('span', () => {
  test('holds what happens inside it, however deep', async () => {
    const tree = await treeOf(async () => {
      step('before')
      await inside('outer', async () => {
        step('first')
        await inside('inner', () => pause().then(() => step('deep')))
        step('last')
      })
      step('after')
    })

    expect(tree).toEqual([
      '1 before null',
      '2 outer null',
      '3 first 2',
      '4 inner 2',
      '5 deep 4',
      '6 last 2',
      '7 after null',
    ])
  })

  test('keeps those apart that run at the same time', async () => {
    const tree = await treeOf(() =>
      Promise.all(
        ['a', 'b'].map((name) => inside(name, () => pause().then(() => step(`in ${name}`)))),
      ),
    )

    expect(tree).toEqual(['1 a null', '2 b null', '3 in a 1', '4 in b 2'])
  })

  test('gives back the value, and says what was decided', async () => {
    const recorder = recorderOf()
    const report = { layer: 'plug', name: 'p', data: { a: 1 } } as const

    const value = await collect(recorder, () =>
      span(
        report,
        () => 42,
        (given) => ({ outcome: 'halt', detail: `said ${given}`, data: { b: 2 } }),
      ),
    )

    expect(value).toBe(42)
    expect(recorder.snapshot().steps[0]).toMatchObject({
      ...{ outcome: 'halt', detail: 'said 42' },
      data: { a: 1, b: 2, milliseconds: expect.any(Number) as number },
    })
  })

  test.for<[what: string, thrown: unknown, detail: string]>([
    ['an error', new TypeError(CANARY), 'TypeError'],
    ['a text', CANARY, 'thrown'],
    ['nothing', undefined, 'thrown'],
  ])('records %s as an error, without its words, and throws it on', async ([, thrown, detail]) => {
    const recorder = recorderOf()
    const fails = async () => {
      await pause()
      throw thrown
    }

    const caught = await collect(recorder, () =>
      inside('fails', fails).then(
        () => 'nothing',
        (error: unknown) => [error],
      ),
    )

    expect(caught).toEqual([thrown])
    expect(recorder.snapshot().steps).toMatchObject([{ name: 'fails', outcome: 'error', detail }])
    expect(JSON.stringify(recorder.snapshot())).not.toContain('canary')
  })

  test('runs all the same while nobody watches', async () => {
    expect(await inside('unseen', () => 42)).toBe(42)
    await expect(inside('unseen', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})

describe('untraced', () => {
  test('runs unwatched, however long it takes, and the rest is watched', async () => {
    const tree = await treeOf(async () => {
      step('before')
      const seen = await untraced(async () => {
        await pause()
        step('unseen')
        await inside('unseen', () => step('unseen'))
        return tracing()
      })
      step(`seen ${seen}, then ${tracing()}`)
    })

    expect(tree).toEqual(['1 before null', '2 seen false, then true null'])
  })
})

describe('tracing', () => {
  test('says whether anybody watches', async () => {
    expect(tracing()).toBe(false)
    expect(await collect(recorderOf(), () => pause().then(tracing))).toBe(true)
    expect(tracing()).toBe(false)
  })
})
