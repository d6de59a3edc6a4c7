import { describe, expect, test } from 'vitest'
import { HOUSE, houseOf } from '#trace/house.ts'
import {
  haltedByPlug,
  refusedByChangeset,
  refusedByIndex,
  registered,
} from '../support/sample-trace.ts'

const middleOfFloor = (depth: number) => HOUSE.eaves + (depth + 0.5) * HOUSE.floor

describe('houseOf', () => {
  test('has seven floors, from the request to the constraints', () => {
    expect(houseOf([]).floors.map(({ label }) => label)).toEqual([
      'request',
      'plugs',
      'scope',
      'context',
      'changeset',
      'SQL',
      'constraints',
    ])
  })

  test('ends a line in the middle of the floor that caught it', () => {
    const { lines, floors } = houseOf([refusedByChangeset])

    expect(lines.map(({ outcome, end }) => [outcome, end])).toEqual([['refused', middleOfFloor(4)]])
    expect(lines[0]?.slab).toEqual({
      left: HOUSE.left,
      right: HOUSE.right,
      y: HOUSE.eaves + 5 * HOUSE.floor,
    })
    expect(floors.filter(({ caught }) => caught).map(({ floor }) => floor)).toEqual(['changeset'])
  })

  test('lets light fall as deep as the request came', () => {
    const { floors } = houseOf([haltedByPlug])

    expect(floors.map(({ lit }) => lit)).toEqual([true, true, false, false, false, false, false])
    expect(floors.map(({ note }) => note)).toEqual([
      'GET /users/settings',
      'requireAuthenticatedUser',
      'not reached',
      'not reached',
      'not reached',
      'asked: 1 query',
      'not reached',
    ])
  })

  test('brings a request that was answered to the foot', () => {
    const { lines, floors } = houseOf([registered])

    expect(lines[0]).toMatchObject({ outcome: 'answered', end: middleOfFloor(6), initial: 'A' })
    expect(lines[0]?.stations).toEqual([0, 1, 2, 3, 4, 5].map(middleOfFloor))
    expect(floors.at(-1)?.note).toBe('nothing to refuse')
  })

  test('draws two people side by side, and gives the floor the name of the guard', () => {
    const { lines, floors, sentence } = houseOf([registered, refusedByIndex])

    expect(lines.map(({ initial, outcome }) => [initial, outcome])).toEqual([
      ['A', 'answered'],
      ['B', 'refused'],
    ])
    expect(lines[0]!.x).toBeLessThan(lines[1]!.x)
    expect(lines[0]!.slab).toBe(null)
    // Ana went through where Bo did not: his slab stops short of her line.
    expect(lines[1]!.slab!.left).toBeGreaterThan(lines[0]!.x)
    expect(floors.at(-1)).toMatchObject({
      label: 'unique index',
      note: 'users_email_index',
      caught: true,
    })
    expect(sentence).toBe(
      'Ana’s request passed every floor down to the constraints and was answered with 303. One mail was sent. ' +
        'The unique index users_email_index refused Bo’s request: email has already been taken.',
    )
  })

  test('keeps every line inside the walls, for three people too', () => {
    const { lines } = houseOf([registered, refusedByIndex, haltedByPlug])

    expect(lines).toHaveLength(3)
    for (const { x } of lines) expect(x + 20).toBeLessThan(HOUSE.right)
  })

  test('cuts a long name, so that it does not run into the lines', () => {
    const long = { ...registered, title: 'GET /organizations/[slug]/scores' }

    expect(houseOf([long]).floors[0]?.note).toBe('GET /organizations/[slug]/sco…')
    expect(houseOf([refusedByIndex, haltedByPlug, long]).floors[0]?.note).toBe(
      'GET /organizations/[slug…',
    )
  })
})

test('a floor leads to the step that stopped the request, else to the first that did something there', () => {
  const { floors } = houseOf([registered, refusedByChangeset])

  const steps = Object.fromEntries(floors.map(({ floor, step }) => [floor, step]))
  expect(steps).toMatchObject({ request: 1, scope: 3, changeset: 6, sql: null, constraint: null })
})
