import { describe, expect, test } from 'vitest'
import { StatementCache } from '#repo/sqlite/statement-cache.ts'

function cacheOf(most: number) {
  const givenUp: string[] = []
  const cache = new StatementCache<string>({ most, giveUp: (one) => givenUp.push(one) })
  return { cache, givenUp }
}

describe('StatementCache', () => {
  test('gives up the statement unused for longest', () => {
    const { cache, givenUp } = cacheOf(2)
    cache.put('a', 'A')
    cache.put('b', 'B')
    cache.put('a', cache.take('a')!)

    cache.put('c', 'C')

    expect(givenUp).toEqual(['B'])
    expect(cache.look('a')).toBe('A')
  })

  test('never gives up a statement that is in use', () => {
    const { cache, givenUp } = cacheOf(1)
    cache.put('a', 'A')
    const used = cache.take('a')

    cache.put('b', 'B')
    cache.put('c', 'C')

    expect(used).toBe('A')
    expect(givenUp).toEqual(['B'])
  })

  test('keeps one of two statements with the same text', () => {
    const { cache, givenUp } = cacheOf(2)
    cache.put('a', 'first')

    cache.put('a', 'second')

    expect(givenUp).toEqual(['first'])
    expect(cache.size).toBe(1)
  })

  test('gives up all of them at the end', () => {
    const { cache, givenUp } = cacheOf(2)
    cache.put('a', 'A')
    cache.put('b', 'B')

    cache.clear()

    expect(givenUp).toEqual(['A', 'B'])
    expect(cache.size).toBe(0)
  })
})
