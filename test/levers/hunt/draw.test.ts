import { describe, expect, test } from 'vitest'
import { drawFault, faultsAmong, HIGHEST, numberOf, readNumber } from '#levers/hunt/draw.ts'
import { MUTANTS, SUBJECTS } from '#levers/hunt/mutants.ts'
import { Refusal } from '#lib/refusal.ts'

describe('drawFault', () => {
  test('draws the same by the same number, and all of them by as many numbers', () => {
    const drawn = MUTANTS.map((_one, index) => drawFault(index + 1, 'all').name)

    expect(new Set(drawn).size).toBe(MUTANTS.length)
    expect(drawFault(17, 'all')).toBe(drawFault(17, 'all'))
    expect(drawFault(17 + MUTANTS.length, 'all').name).toBe(drawFault(17, 'all').name)
  })

  test.for(SUBJECTS)('draws of %s nothing else', (subject) => {
    for (const number of [1, 2, 30, HIGHEST])
      expect(drawFault(number, subject).subject).toBe(subject)
  })

  test('draws of names what a lesson has chosen, in whichever order it names them', () => {
    const names = ['change-saves', 'list-without-owner']

    expect(faultsAmong(names.join(' '))).toEqual(faultsAmong(names.toReversed().join(' ')))
    expect(new Set([1, 2].map((number) => drawFault(number, names.join(' ')).name))).toEqual(
      new Set(names),
    )
  })

  test.for(['', 'nonsense', 'toString', 'list-without-owner nonsense', 'scopes plugs'])(
    'knows no set %j',
    (among) => {
      expect(() => drawFault(1, among)).toThrow(Refusal)
    },
  )
})

test('the number of a sandbox is its own, and those of many are spread', () => {
  const ids = Array.from({ length: 400 }, (_one, index) => `sandbox-${index}`)
  const numbers = ids.map((id) => numberOf({ id }))

  expect(numberOf({ id: 'sandbox-7' })).toBe(numbers[7])
  expect(numbers.every((number) => number >= 1 && number <= HIGHEST)).toBe(true)
  const faults = numbers.map((number) => drawFault(number, 'all').name)
  const counts = [...Map.groupBy(faults, (name) => name).values()].map(({ length }) => length)
  // Nineteen each, if they were spread to perfection.
  expect(counts.length).toBe(MUTANTS.length)
  expect(Math.max(...counts)).toBeLessThan(50)
})

test.for([
  [null, null],
  ['', null],
  ['1', 1],
  ['0017', 17],
  ['9999', 9_999],
] as const)('the number %j is read as %j', ([written, number]) => {
  expect(readNumber(written)).toBe(number)
})

test.for(['0', '-1', '1.5', '10000', ' 7', '7e2', 'x'])('%j is no number', (written) => {
  expect(() => readNumber(written)).toThrow('A number is a whole one, from 1 to 9999.')
})
