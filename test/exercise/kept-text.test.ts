import { beforeEach, describe, expect, test } from 'vitest'
import {
  forgetOwnTexts,
  forgetText,
  keepText,
  keptText,
  ownTexts,
  textOfBefore,
} from '#exercise/kept-text.ts'

/** As a browser has it. */
class Shelf implements Storage {
  readonly #kept = new Map<string, string>()
  isFull = false
  get length() {
    return this.#kept.size
  }
  key = (index: number) => [...this.#kept.keys()][index] ?? null
  getItem = (key: string) => this.#kept.get(key) ?? null
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new Error('QuotaExceededError')
    this.#kept.set(key, value)
  }
  removeItem = (key: string) => void this.#kept.delete(key)
  clear = () => this.#kept.clear()
}

const key = { id: 'one', file: 'user.ts', version: 'aaaa1111' }
const DAY = 86_400_000
let shelf: Shelf

beforeEach(() => {
  shelf = new Shelf()
})

describe('a text', () => {
  test('is there again, for the version that it was written for', () => {
    expect(keepText(key, 'mine', shelf, 0)).toBe(true)

    expect(keptText(key, shelf)).toBe('mine')
    expect(keptText({ ...key, version: 'bbbb2222' }, shelf)).toBeNull()
    forgetText(key, shelf)
    expect(keptText(key, shelf)).toBeNull()
  })

  test('of before is offered, the newest', () => {
    keepText({ ...key, version: '1' }, 'old', shelf, 1)
    keepText({ ...key, version: '2' }, 'newer', shelf, 2)
    keepText(key, 'own', shelf, 3)

    expect(textOfBefore(key, shelf)).toBe('newer')
    expect(textOfBefore({ ...key, file: 'other.ts' }, shelf)).toBeNull()
  })

  test('goes after ninety days, and the oldest of more than a hundred go', () => {
    keepText(key, 'old', shelf, 0)
    keepText({ ...key, id: 'two' }, 'new', shelf, 91 * DAY)
    expect(keptText(key, shelf)).toBeNull()

    for (let nth = 0; nth < 110; nth += 1)
      keepText({ ...key, id: `n${nth}` }, 'x', shelf, 91 * DAY + nth)
    expect(shelf.length).toBe(100)
    expect(keptText({ ...key, id: 'n109' }, shelf)).toBe('x')
  })

  test('is not kept where it is too long, or the browser has no room', () => {
    expect(keepText(key, 'x'.repeat(70_000), shelf, 0)).toBe(false)
    shelf.isFull = true
    expect(keepText(key, 'mine', shelf, 0)).toBe(false)
  })

  test('is in an export, the newest first, and forgotten with all others', () => {
    keepText(key, 'mine', shelf, 0)
    keepText({ ...key, id: 'two' }, 'newer', shelf, DAY)
    shelf.setItem('glasshouse-prompt-lines', '[]')

    expect(ownTexts(shelf)).toEqual([
      {
        ...{ exercise: 'two', file: 'user.ts', version: 'aaaa1111', text: 'newer' },
        written_at: '1970-01-02T00:00:00.000Z',
      },
      {
        ...{ exercise: 'one', file: 'user.ts', version: 'aaaa1111', text: 'mine' },
        written_at: '1970-01-01T00:00:00.000Z',
      },
    ])
    forgetOwnTexts(shelf)
    expect(ownTexts(shelf)).toEqual([])
    expect(shelf.length).toBe(1)
  })

  test('that somebody else has written there is none', () => {
    shelf.setItem('exercise/one/user.ts/aaaa1111', '{"text":5}')

    expect(keptText(key, shelf)).toBeNull()
  })
})
