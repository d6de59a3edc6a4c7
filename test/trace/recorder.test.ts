import { describe, expect, test } from 'vitest'
import { Recorder } from '#trace/recorder.ts'
import { collect, record, span } from '#trace/trace.ts'

const recorderOf = () => new Recorder({ id: 'trace-1', title: 'GET /', persona: 'alice' })
const step = (name: string) => record({ layer: 'context', name })

describe('collect', () => {
  test('keeps two requests apart that run at the same time', async () => {
    const recorders = [recorderOf(), recorderOf()]

    await Promise.all(
      recorders.map((recorder, index) =>
        collect(recorder, async () => {
          for (let n = 0; n < 3; n += 1) {
            await new Promise((resolve) => setImmediate(resolve))
            step(`${index}.${n}`)
          }
        }),
      ),
    )

    const names = recorders.map((recorder) => recorder.snapshot().steps.map(({ name }) => name))
    expect(names).toEqual([
      ['0.0', '0.1', '0.2'],
      ['1.0', '1.1', '1.2'],
    ])
  })

  test('lets the inner one of two have the steps', () => {
    const [outer, inner] = [recorderOf(), recorderOf()]

    collect(outer, () => {
      collect(inner, () => step('inner'))
      step('outer')
    })

    expect(inner.snapshot().steps.map(({ name }) => name)).toEqual(['inner'])
    expect(outer.snapshot().steps.map(({ name }) => name)).toEqual(['outer'])
  })

  test('throws on what is thrown, and keeps what was recorded', () => {
    const recorder = recorderOf()
    const fails = () => {
      step('before')
      throw new Error('no')
    }

    expect(() => collect(recorder, fails)).toThrow('no')
    expect(recorder.snapshot().steps).toHaveLength(1)
  })
})

describe('Recorder', () => {
  test('says what the request was, and how it was answered', () => {
    const recorder = recorderOf()
    expect(recorder.snapshot()).toMatchObject({ title: 'GET /', status: null, steps: [] })

    recorder.rename('PUT /users/settings')
    recorder.isKind('event')
    recorder.answered(303)

    expect(recorder.snapshot()).toEqual({
      ...{ id: 'trace-1', title: 'PUT /users/settings', persona: 'alice', status: 303, steps: [] },
      ...{ startedAt: recorder.startedAt, kind: 'event' },
    })
  })

  test('hands out a trace that later steps do not change', () => {
    const recorder = recorderOf()
    collect(recorder, () => step('first'))
    const before = recorder.snapshot()

    collect(recorder, () => step('second'))

    expect(before.steps.map(({ name }) => name)).toEqual(['first'])
    expect([Object.isFrozen(before), Object.isFrozen(before.steps)]).toEqual([true, true])
  })

  test('leaves out what has not ended, and gives it its place when it has', async () => {
    const recorder = recorderOf()
    let end = () => {}
    const waits = new Promise<void>((resolve) => (end = resolve))

    const running = collect(recorder, () => {
      const outer = span({ layer: 'context', name: 'outer' }, () => waits)
      step('beside')
      return outer
    })
    expect(recorder.snapshot().steps.map(({ name }) => name)).toEqual(['beside'])
    end()
    await running

    expect(recorder.snapshot().steps.map(({ name }) => name)).toEqual(['outer', 'beside'])
  })

  test('counts time from the start of the request, and never backwards', async () => {
    const recorder = recorderOf()

    await collect(recorder, async () => {
      for (const name of ['first', 'second', 'third']) {
        step(name)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    })

    const times = recorder.snapshot().steps.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(new Set(times).size).toBe(3)
    expect(recorder.elapsed()).toBeGreaterThan(times[2] ?? Infinity)
  })

  test('keeps 400 steps, and runs the rest unseen', async () => {
    const recorder = recorderOf()
    let ran = 0

    await collect(recorder, async () => {
      for (let n = 0; n < 399; n += 1) step(`${n}`)
      await span({ layer: 'context', name: 'last' }, async () => {
        step('too late')
        await span({ layer: 'context', name: 'too late' }, () => (ran += 1))
      })
    })

    const { steps } = recorder.snapshot()
    expect([steps.length, ran]).toEqual([400, 1])
    expect(steps.at(-1)).toMatchObject({ id: 400, name: 'last' })
  })
})
