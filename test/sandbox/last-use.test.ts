import { expect, test } from 'vitest'
import { LastUse } from '#sandbox/last-use.ts'

interface Written {
  readonly ids: readonly string[]
  readonly at: number
}

const writer = () => {
  const written: Written[] = []
  const write = (ids: readonly string[], at: number) => {
    written.push({ ids, at })
    return Promise.resolve()
  }
  return { written, write }
}

test('writes many at once, with the time of the one among them used last', async () => {
  const [use, { written, write }] = [new LastUse(), writer()]
  use.note('a', 1)
  use.note('b', 2)
  use.note('a', 3)

  await use.write(write)

  expect(written).toEqual([{ ids: ['b', 'a'], at: 3 }])
  expect([use.size, use.of('a')]).toEqual([0, undefined])
})

test('writes no more in one statement than it takes, the oldest first', async () => {
  const [use, { written, write }] = [new LastUse(), writer()]
  for (let n = 0; n < 200; n += 1) use.note(`s${n}`, n)

  await use.write(write)

  expect(written.map(({ ids, at }) => [ids.length, at])).toEqual([
    [90, 89],
    [90, 179],
    [20, 199],
  ])
})

test('gives no sandbox the time of another that was used more than a minute later', async () => {
  const [use, { written, write }] = [new LastUse(), writer()]
  use.note('a', 0)
  use.note('b', 60_000)
  use.note('c', 60_001)

  await use.write(write)

  expect(written).toEqual([
    { ids: ['a', 'b'], at: 60_000 },
    { ids: ['c'], at: 60_001 },
  ])
})

test('keeps what could not be written for the next time', async () => {
  const [use, { written, write }] = [new LastUse(), writer()]
  use.note('a', 1)

  await expect(use.write(() => Promise.reject(new Error('locked')))).rejects.toThrow('locked')
  expect(use.of('a')).toBe(1)
  await use.write(write)

  expect(written).toEqual([{ ids: ['a'], at: 1 }])
})

test('does not take a use for written that came while it was writing', async () => {
  const use = new LastUse()
  use.note('a', 1)

  await use.write(() => {
    use.note('a', 2)
    return Promise.resolve()
  })

  expect(use.of('a')).toBe(2)
})
