import { describe, expect, test } from 'vitest'
import { countedPromises, promisesOf, tableOf, type Answered, type Stretch } from './verdict.ts'

const MEBIBYTE = 1024 * 1024
const answers = (count: number, status: number, milliseconds: number): Answered[] =>
  Array.from({ length: count }, () => ({ status, milliseconds }))

/** Ten minutes in which nothing happens; `change` says what does. */
function tenMinutes(
  change: (stretch: Stretch, at: number) => Partial<Stretch> = () => ({}),
): Stretch[] {
  return Array.from({ length: 10 }, (_, at) => {
    const stretch: Stretch = {
      ...{ isLoud: at > 0 && at % 2 === 0, neighbour: answers(50, 429, 1), descriptors: 90 },
      ...{ readers: answers(100, 200, 20), memory: [200 * MEBIBYTE] },
    }
    return { ...stretch, ...change(stretch, at) }
  })
}

const broken = (stretches: readonly Stretch[]) =>
  promisesOf(stretches)
    .filter(({ holds }) => !holds)
    .map(({ measured }) => measured)

describe('a soak', () => {
  test('holds where nobody fails or waits, and memory is level', () => {
    expect(broken(tenMinutes())).toEqual([])
  })

  test.for([
    [
      'one error of the server',
      (s: Stretch, at: number) =>
        at === 4 ? { readers: [...s.readers, ...answers(1, 500, 9)] } : {},
      ['1 of 1501'],
    ],
    [
      'one error for the neighbour',
      (s: Stretch, at: number) =>
        at === 4 ? { neighbour: [...s.neighbour, ...answers(1, 500, 9)] } : {},
      ['1 of 1501'],
    ],
    [
      'a neighbour who is told that its own is busy',
      (s: Stretch, at: number) =>
        at === 4 ? { neighbour: [...s.neighbour, ...answers(1, 503, 9)] } : {},
      ['1 of 501'],
    ],
    [
      'readers who are asked to wait',
      (s: Stretch) => ({ readers: [...s.readers, ...answers(2, 429, 9)] }),
      ['20 of 1020'],
    ],
    [
      'readers who wait while it is loud',
      (s: Stretch) => ({ readers: answers(100, 200, s.isLoud ? 41 : 20) }),
      ['20 ms alone, 41 ms beside it'],
    ],
    [
      'memory that grows',
      (_: Stretch, at: number) => ({ memory: [(200 + at * 10) * MEBIBYTE] }),
      ['240 MiB then, 290 MiB at the end'],
    ],
  ] as const)('does not with %s', ([, change, measured]) => {
    expect(broken(tenMinutes(change))).toEqual(measured)
  })

  test('is warm after its first minute, and after its third for memory', () => {
    const stretches = tenMinutes((_, at) => ({
      ...(at === 0 ? { readers: answers(100, 200, 900) } : {}),
      memory: [(at < 3 ? 100 + at * 40 : 200) * MEBIBYTE],
    }))

    expect(broken(stretches)).toEqual([])
  })

  test('that nobody has taken part in holds nothing', () => {
    expect(countedPromises([])[0]?.holds).toBe(false)
  })

  test('is a table with a row for each minute', () => {
    expect(tableOf(tenMinutes()).slice(0, 3)).toEqual([
      '              asked    p50    p95  429  5xx  noise  its 429  its 5xx   memory  open',
      '1 warming up    100  20 ms  20 ms    0    0     50       50        0  200 MiB    90',
      '2 quiet         100  20 ms  20 ms    0    0     50       50        0  200 MiB    90',
    ])
  })
})
