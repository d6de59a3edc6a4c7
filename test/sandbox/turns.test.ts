import { describe, expect, test } from 'vitest'
import { Turns } from '#sandbox/turns.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('Turns', () => {
  test('runs what is asked under one key one after the other', async () => {
    const turns = new Turns<number>()
    const order: string[] = []
    const act = (name: string) => () => {
      order.push(`${name} begins`)
      return settle().then(() => order.push(`${name} ends`))
    }

    await Promise.all([turns.take(1, act('first')), turns.take(1, act('second'))])

    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  })

  test('lets other keys pass', async () => {
    const turns = new Turns<number>()
    let end = () => {}
    const slow = turns.take(1, () => new Promise<void>((resolve) => (end = resolve)))

    expect(await turns.take(2, () => Promise.resolve('passed'))).toBe('passed')

    end()
    await slow
  })

  test('goes on after what failed, and forgets keys that nobody asks for', async () => {
    const turns = new Turns<number>()
    const failing = turns.take(1, () => Promise.reject(new Error('no')))
    const next = turns.take(1, () => Promise.resolve('next'))

    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('next')

    expect(turns.size).toBe(0)
  })
})
