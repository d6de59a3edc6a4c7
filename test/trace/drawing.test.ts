import { describe, expect, test } from 'vitest'
import { drawingOf, HOUSE } from '#trace/drawing.ts'
import { FLOORS } from '#trace/floors.ts'
import { PICTURES, RECORDED, traceNamed } from './pictures/pictures.ts'

const drawn = (...names: readonly string[]) => drawingOf(names.map(traceNamed))
const middle = (depth: number) => HOUSE.eaves + (depth + 0.5) * HOUSE.floor
const bottom = (depth: number) => HOUSE.eaves + (depth + 1) * HOUSE.floor

test('an empty house stands in the dark', () => {
  const { floors, lines, leanTo, mail, sentence } = drawingOf([])

  expect(floors.map(({ floor }) => floor)).toEqual(FLOORS)
  expect(floors.filter(({ isLit, caption }) => isLit || caption !== '')).toEqual([])
  expect([lines, leanTo, mail, sentence]).toEqual([[], null, null, 'Nothing has happened yet.'])
})

describe('one line', () => {
  test('that is refused ends on its floor, with the slab below', () => {
    const { floors, lines } = drawn('an-invalid-user.1')

    expect(lines[0]).toMatchObject({
      ...{ x: 184, turn: middle(5), mark: { x: 184, y: middle(5) }, end: 'refused' },
      slab: { left: HOUSE.left, right: HOUSE.right, y: bottom(5) },
    })
    expect(lines[0]?.dots).toEqual([0, 1, 2, 3, 4].map(middle))
    expect(floors.map(({ end }) => end)).toEqual([
      ...[null, null, null, null, null],
      ...['refused', null, null],
    ])
  })

  test('that is stopped on the way back turns below, and ends beside itself', () => {
    const { lines } = drawn('A wrong password: a row was found, the context said no')

    expect(lines[0]).toMatchObject({
      ...{ turn: middle(6), mark: { x: 195, y: middle(4) } },
      slab: { y: HOUSE.eaves + 4 * HOUSE.floor },
    })
  })

  test('that is answered goes to the ground, with a mail and a drum beside it', () => {
    const { lines, mail, leanTo } = drawn('a-first-visit.1')

    expect(lines[0]).toMatchObject({ turn: middle(7), slab: null, end: 'answered' })
    expect(lines[0]?.rooms).toEqual([{ y: middle(5), queries: 1 }])
    expect([mail, leanTo]).toEqual([{ y: middle(4), count: 1 }, null])
  })

  test('of a live event comes in by the side door', () => {
    const { lines, leanTo, floors } = drawn('A live event that saves')

    expect(leanTo?.isLit).toBe(true)
    expect(lines[0]).toMatchObject({ entrance: 'side', from: middle(4), turn: middle(7) })
    expect(floors.filter(({ isLit }) => isLit).map(({ floor }) => floor)).toEqual([
      ...['context', 'changeset', 'sql', 'constraint'],
    ])
  })

  test('of an event that asks nothing stays in the lean-to', () => {
    const { lines, leanTo } = drawn('A live event that asks nothing')

    expect(lines[0]?.turn).toBe((leanTo!.top + leanTo!.bottom) / 2)
  })
})

describe('several lines', () => {
  test('each have a slab of their own, and the deepest says what is lit', () => {
    const { lines, floors } = drawn('an-invalid-user.1', 'three-registrations.2')

    expect(lines.map(({ x }) => x)).toEqual([160, 194])
    expect(lines.map(({ slab }) => slab)).toEqual([
      { left: 145, right: 175, y: bottom(5) },
      { left: 179, right: 209, y: bottom(7) },
    ])
    expect(floors.every(({ isLit }) => isLit)).toBe(true)
    expect(floors.at(-1)).toMatchObject({ label: 'unique index', caption: 'users_email_index' })
  })

  test('are three at most', () => {
    const name = 'a-first-visit.1'

    expect(drawn(name, name, name, name).lines.map(({ x }) => x)).toEqual([150, 176, 202])
  })
})

test('nothing of any trace is drawn outside its frame', () => {
  for (const trace of [...RECORDED.values(), ...PICTURES.made.map(({ trace }) => trace)]) {
    const { lines } = drawingOf([trace])
    const heights = lines.flatMap(({ from, turn, mark, dots, rooms }) => [
      ...[from, turn, mark.y, ...dots],
      ...rooms.map(({ y }) => y),
    ])

    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...heights)).toBeLessThan(HOUSE.ground)
  }
})
