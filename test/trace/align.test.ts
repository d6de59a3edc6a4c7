import { describe, expect, test } from 'vitest'
import { align, alignSteps, isSame } from '#trace/align.ts'
import { recordedNow } from './pictures/pictures.ts'

const letters = (one: string, other: string) =>
  align([...one], [...other], (letter) => letter).map(([a, b]) => `${a ?? '–'}${b ?? '–'}`)

describe('align', () => {
  test.for([
    ['', '', []],
    ['ab', '', ['a–', 'b–']],
    ['', 'ab', ['–a', '–b']],
    ['abc', 'abc', ['aa', 'bb', 'cc']],
    ['abd', 'acd', ['aa', 'b–', '–c', 'dd']],
    ['abcabc', 'abc', ['a–', 'b–', 'c–', 'aa', 'bb', 'cc']],
    ['xa', 'ay', ['x–', 'aa', '–y']],
  ] as const)('of “%s” and “%s”', ([one, other, rows]) => {
    const found = letters(one, other)

    // Where there are several, any longest one will do.
    expect(found.filter((row) => !row.includes('–')).length).toBe(
      rows.filter((row) => !row.includes('–')).length,
    )
    expect(
      found
        .map((row) => row[0])
        .filter((letter) => letter !== '–')
        .join(''),
    ).toBe(one)
    expect(
      found
        .map((row) => row[1])
        .filter((letter) => letter !== '–')
        .join(''),
    ).toBe(other)
  })
})

test('two runs of one form stand side by side as far as they went', () => {
  const [one, other] = [recordedNow('bo-goes-down.1'), recordedNow('bo-goes-down.2')]

  const pairs = alignSteps(one.steps, other.steps)

  const words = pairs.map((pair) => `${pair[0]?.name ?? '–'} ${isSame(pair) ? '=' : '≠'}`)
  expect(words).toContain('validateFormat ≠')
  expect(words).toContain('fetchFlash =')
  expect(pairs.filter(([left]) => left === null).length).toBeGreaterThan(5)
})
