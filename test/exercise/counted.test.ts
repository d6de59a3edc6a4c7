import { expect, test } from 'vitest'
import { counted } from '#exercise/counted.ts'

test('functions answer as they did, and each time that one is asked is noted', async () => {
  const { ask, asked } = counted({
    twice: (value: number) => value * 2,
    later: () => Promise.resolve('here'),
  })

  expect([ask.twice(2), await ask.later(), ask.twice(3)]).toEqual([4, 'here', 6])
  expect(asked).toEqual(['twice', 'later', 'twice'])
})

test('one that throws was asked, too', () => {
  const { ask, asked } = counted({
    never: () => {
      throw new RangeError('never')
    },
  })

  expect(() => ask.never()).toThrow('never')
  expect(asked).toEqual(['never'])
})
