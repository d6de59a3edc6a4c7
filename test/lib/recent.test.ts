import { describe, expect, test } from 'vitest'
import { Recent } from '#lib/recent.ts'

const filled = (most: number, gone: (value: string) => void = () => undefined) => {
  const recent = new Recent<string, string>(most, gone)
  for (const key of ['a', 'b', 'c']) recent.set(key, `${key}1`)
  return recent
}

describe('Recent', () => {
  test('keeps so many, and gives up what nobody asked for longest', () => {
    const recent = filled(3)
    recent.get('a')

    recent.set('d', 'd1')

    expect([recent.get('a'), recent.get('b'), recent.get('d')]).toEqual(['a1', undefined, 'd1'])
    expect(recent.size).toBe(3)
  })

  test('gives up a tenth at a time, and never those that were asked for last', () => {
    const recent = new Recent<number, number>(20)
    for (let key = 1; key <= 20; key += 1) recent.set(key, key)
    recent.get(1)

    recent.set(21, 21)

    expect([...recent.entries()].map(([key]) => key).slice(0, 2)).toEqual([5, 6])
    expect([recent.size, recent.get(1), recent.get(21)]).toEqual([18, 1, 21])
  })

  test('has one value for a key: the last', () => {
    const recent = filled(3)

    recent.set('a', 'a2')

    expect(recent.get('a')).toBe('a2')
    expect(recent.size).toBe(3)
  })

  test('tells what went: pushed out, taken out, or put in the place of', () => {
    const gone: string[] = []
    const recent = filled(3, (value) => gone.push(value))

    recent.set('d', 'd1')
    recent.set('b', 'b2')
    recent.delete('c')

    expect(gone).toEqual(['a1', 'b1', 'c1'])
    expect(recent.delete('c')).toBe(false)
  })

  test('lists them from the one that nobody asked for longest', () => {
    const recent = filled(3)
    recent.get('a')

    expect([...recent.entries()].map(([key]) => key)).toEqual(['b', 'c', 'a'])
  })
})
