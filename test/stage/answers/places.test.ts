import { globSync, readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { partName, placeOf, PLACES, type PlaceName, type Target } from '#stage/answers/places.ts'

const files = new Map(
  globSync('src/**/*.astro').map((file) => [file, readFileSync(file, 'utf8')] as const),
)
const FRAME = /^src\/(?:stage\/frame|site)\//
const names = Object.keys(PLACES) as PlaceName[]

const inStage = names.filter((name) => PLACES[name].in === 'stage')
const inWindow = names.filter((name) => PLACES[name].in === 'window')

const slotsOf = (name: string, within: RegExp) =>
  [...files]
    .filter(([file]) => within.test(file))
    .flatMap(([file, text]) => (text.includes(`data-part="${name}"`) ? [file] : []))

describe('every place has a slot', () => {
  test.for(inStage.filter((name) => name !== 'data'))('%s, once in the frame', (name) => {
    expect(slotsOf(name, FRAME)).toHaveLength(1)
  })

  test.for(inWindow)('%s, in each window', (name) => {
    expect(slotsOf(name, FRAME)).toEqual(
      expect.arrayContaining(['src/stage/frame/Window.astro', 'src/stage/frame/Stage.astro']),
    )
  })
})

describe('every piece that is sent has a place', () => {
  const sent = [...files].flatMap(([file, text]) =>
    [...text.matchAll(/<Answer to="(\w+)"/g)].map(([, to = '']) => ({ file, to })),
  )

  test('many are sent', () => {
    expect(new Set(sent.map(({ to }) => to)).size).toBeGreaterThan(8)
  })

  test('to places that there are', () => {
    expect(sent.filter(({ to }) => !Object.hasOwn(PLACES, to))).toEqual([])
  })
})

describe('placeOf', () => {
  test.for(['page', 'strip', 'question-ana-comes-in.who', 'mark-wrong-addresses'])(
    '%s is a place',
    (name) => {
      expect(placeOf(name)).not.toBe(null)
    },
  )

  test.for(['', 'toString', 'menu', 'question', 'strip-1'])('“%s” is none', (name) => {
    expect(placeOf(name)).toBe(null)
  })
})

test('a target is typed: one of many says which, and no other does', () => {
  expectTypeOf<{ to: 'strip' }>().toExtend<Target>()
  expectTypeOf<{ to: 'question'; id: string }>().toExtend<Target>()
  expectTypeOf<{ to: 'question' }>().not.toExtend<Target>()
  expectTypeOf<{ to: 'strip'; id: string }>().not.toExtend<Target>()
  expectTypeOf<{ to: 'stripe' }>().not.toExtend<Target>()

  expect(partName({ to: 'question', id: 'a.b' })).toBe('question-a.b')
})
