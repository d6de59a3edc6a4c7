import { describe, expect, expectTypeOf, test } from 'vitest'
import * as inBrowser from '#trace/async-context.browser.ts'
import * as inNode from '#trace/async-context.ts'

const pause = () => new Promise((resolve) => setImmediate(resolve))

test('the two are used alike', () => {
  expectTypeOf(inBrowser.createAsyncContext).toEqualTypeOf(inNode.createAsyncContext)
})

describe.for([
  ['Node', inNode],
  ['a browser', inBrowser],
] as const)('a value in the context of %s', ([, { createAsyncContext }]) => {
  test('is there for what runs inside, the nearest first, and gone afterwards', () => {
    const context = createAsyncContext<number>()

    const seen = context.run(1, () => [
      context.getStore(),
      context.run(2, () => context.getStore()),
      context.getStore(),
    ])

    expect(seen).toEqual([1, 2, 1])
    expect(context.getStore()).toBeUndefined()
  })

  test('is gone after an error', () => {
    const context = createAsyncContext<number>()
    const fail = () => {
      throw new RangeError('no')
    }

    expect(() => context.run(1, fail)).toThrow('no')
    expect(context.getStore()).toBeUndefined()
  })

  test('is there after what is awaited, and gone for whoever waits', async () => {
    const context = createAsyncContext<number>()
    const work = async () => {
      await pause()
      const inner = await context.run(2, async () => {
        await pause()
        return context.getStore()
      })
      return [inner, context.getStore()]
    }

    expect(await context.run(1, work)).toEqual([2, 1])
    expect(context.getStore()).toBeUndefined()
  })

  test('is gone after a promise that is refused', async () => {
    const context = createAsyncContext<number>()

    const refused = context.run(1, () => pause().then(() => Promise.reject(new Error('no'))))

    await expect(refused).rejects.toThrow('no')
    expect(context.getStore()).toBeUndefined()
  })

  test('stays with the one that still runs, though one that began before it has ended', async () => {
    const context = createAsyncContext<number>()
    const quick = context.run(1, pause)
    const slow = context.run(2, async () => {
      await quick
      await pause()
      return context.getStore()
    })

    expect(await slow).toBe(2)
    expect(context.getStore()).toBeUndefined()
  })
})
