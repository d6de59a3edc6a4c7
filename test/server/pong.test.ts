import { expect, test } from 'vitest'
import { takePong } from '../../src/server/pong.ts'

/** A house in which one visitor has these live pages; it keeps what a pong said. */
function house(open: readonly string[]) {
  const told: { stream?: string; left?: readonly string[]; live?: readonly string[] } = {}
  const live = {
    left: (_visitor: object, ids: readonly string[]) => void (told.left = ids),
    heard: (_visitor: object, ids: readonly string[]) => {
      told.live = ids
      return ids.filter((id) => open.includes(id))
    },
  }
  const streams = { heard: (_visitor: object, id: string) => void (told.stream = id) }
  // A pong asks the live pages for these two things alone.
  const services = { live } as unknown as Parameters<typeof takePong>[0]
  const pong = (form: Readonly<Record<string, string>>) =>
    takePong(services, streams, { id: 1 }, new URLSearchParams(form).toString())
  return { told, pong }
}

test('says which of the pages are still open', () => {
  const { told, pong } = house(['a', 'b'])

  expect(pong({ stream: 's', live: 'a,b,c', left: 'd' })).toEqual({ live: ['a', 'b'] })
  expect(told).toEqual({ stream: 's', live: ['a', 'b', 'c'], left: ['d'] })
})

test('reads a hundred pages, however many are named', () => {
  const { told, pong } = house([])
  const many = Array.from({ length: 300 }, (_, index) => `page-${index}`).join(',')

  pong({ live: many, left: many })

  expect([told.live?.length, told.left?.length]).toEqual([100, 100])
})

test('an empty pong names nothing', () => {
  const { told, pong } = house([])

  expect(pong({})).toEqual({ live: [] })
  expect(told).toEqual({ stream: '', live: [], left: [] })
})
