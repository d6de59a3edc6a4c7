import { describe, expect, test } from 'vitest'
import { Foldable } from '#sandbox/foldable.ts'

const LONG = { text: 'A line of a changeset. '.repeat(200), more: [1, null, '’'] }

describe('Foldable', () => {
  test('takes a part of its room folded up, and is what it was when somebody looks', () => {
    const foldable = new Foldable(LONG)

    const bytes = foldable.fold()

    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(JSON.stringify(LONG).length / 10)
    expect(foldable.fold()).toBe(bytes)
    expect(foldable.value).toEqual(LONG)
    // It is another one: the first was let go.
    expect(foldable.value).not.toBe(LONG)
    expect(foldable.value).toBe(foldable.value)
  })

  test('leaves what is short as it is', () => {
    const short = { text: 'GET /' }
    const foldable = new Foldable(short)

    expect(foldable.fold()).toBe('{"text":"GET /"}'.length)

    expect(foldable.value).toBe(short)
  })

  test('forgets what was folded up for what comes in its place', () => {
    const foldable = new Foldable<typeof LONG | null>(LONG)
    foldable.fold()

    foldable.value = null

    expect(foldable.value).toBeNull()
    expect(foldable.fold()).toBe('null'.length)
  })
})
