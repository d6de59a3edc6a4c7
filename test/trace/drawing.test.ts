import { describe, expect, test } from 'vitest'
import { drawingOf } from '#trace/drawing.ts'
import { FLOORS } from '#trace/floors.ts'
import { FULL, MINI, NARROW, PHONE } from '#trace/house-frames.ts'
import { breaking, LAWS_OF_A_DRAWING } from './pictures/laws.ts'
import { ALL_TRACES, SERVER_TRACED, traceNamed } from './pictures/pictures.ts'

const drawn = (...names: readonly string[]) => drawingOf(names.map(traceNamed))
const find = (name: string) => SERVER_TRACED.get(name)!
const middle = (depth: number) => FULL.eaves + (depth + 0.5) * FULL.floor
const bottom = (depth: number) => FULL.eaves + (depth + 1) * FULL.floor

test('an empty house stands in the dark', () => {
  const { floors, lines, leanTo, mail, sentence } = drawingOf([])

  expect(floors.map(({ floor }) => floor)).toEqual(FLOORS)
  expect(floors.filter(({ isLit, caption }) => isLit || caption !== '')).toEqual([])
  expect([lines, leanTo, mail, sentence]).toEqual([[], null, null, 'Nothing has happened yet.'])
})

describe('one line', () => {
  test('that is refused ends on its floor, with the slab below', () => {
    const { floors, lines } = drawn('six-tries.1')

    expect(lines[0]).toMatchObject({
      ...{ x: 184, turn: middle(5), mark: { x: 184, y: middle(5) }, end: 'refused' },
      slab: { left: FULL.left, right: FULL.right, y: bottom(5) },
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
      slab: { y: FULL.eaves + 4 * FULL.floor },
    })
  })

  test('that is answered goes to the ground, with a mail and a drum beside it', () => {
    const { lines, mail, leanTo } = drawn('ana-comes-in.1')

    expect(lines[0]).toMatchObject({ turn: middle(7), slab: null, end: 'answered' })
    expect(lines[0]?.rooms).toEqual([{ y: middle(5), queries: 1 }])
    expect([mail, leanTo]).toEqual([{ y: middle(4), count: 1, line: 0 }, null])
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
    const { lines, floors } = drawn('six-tries.1', 'three-ways-in.2')

    expect(lines.map(({ x }) => x)).toEqual([160, 194])
    expect(lines.map(({ slab }) => slab)).toEqual([
      { left: 145, right: 175, y: bottom(5) },
      { left: 179, right: 209, y: bottom(7) },
    ])
    expect(floors.every(({ isLit }) => isLit)).toBe(true)
    expect(floors.at(-1)).toMatchObject({ label: 'unique index', caption: 'users_email_index' })
  })

  test('have the mail at the line that sent it', () => {
    expect(drawn('ana-comes-in.1', 'six-tries.1').mail).toMatchObject({ count: 1, line: 0 })
    expect(drawn('six-tries.1', 'ana-comes-in.1').mail).toMatchObject({ count: 1, line: 1 })
  })

  test('have the words of the one that a floor has stopped, whichever came last', () => {
    const { floors } = drawn('three-ways-in.2', 'ana-comes-in.1')

    expect(floors.at(-1)).toMatchObject({ label: 'unique index', caption: 'users_email_index' })
  })

  test('have one drum for what all of them asked', () => {
    const { lines } = drawn('two-lists.1', 'two-lists.2')

    expect(lines.map(({ rooms }) => rooms)).toEqual([[], [{ y: middle(1), queries: 3 }]])
  })

  test('are three at most', () => {
    const name = 'ana-comes-in.1'

    expect(drawn(name, name, name, name).lines.map(({ x }) => x)).toEqual([150, 176, 202])
  })
})

test.for(LAWS_OF_A_DRAWING)('%s', ([, isBroken]) => {
  expect(breaking(ALL_TRACES, isBroken)).toEqual([])
})

describe('people and runs in one house', () => {
  const two = () => drawingOf([find('scores, Alice'), find('score, Alice’s, by Bob')])

  test('people have a colour each, and the scope has their names', () => {
    const { lines, floors } = two()

    expect(lines.map(({ initial, who, stroke }) => [initial, who, stroke])).toEqual([
      ...[
        ['A', 1, 'solid'],
        ['B', 2, 'solid'],
      ],
    ])
    expect(floors[2]).toMatchObject({ floor: 'scope', caption: 'Alice · Bob' })
  })

  test('runs of one person are numbered, and differ by their strokes', () => {
    const name = 'ana-comes-in.1'
    const { lines, floors } = drawn(name, name, name)

    expect(lines.map(({ initial, who, stroke }) => [initial, who, stroke])).toEqual([
      ...[
        ['Y1', 1, 'solid'],
        ['Y2', 1, 'dashed'],
        ['Y3', 1, 'dotted'],
      ],
    ])
    expect(floors[2]?.caption).toBe('a visitor')
  })

  test('the words are of the one that was chosen last, where it has been', () => {
    const traces = ['registration, no address', 'registration, accepted'].map(find)
    const captionsOf = (chosen: number) =>
      drawingOf(traces, { chosen }).floors.map(({ caption }) => caption)

    expect(captionsOf(0).slice(5)).toEqual([
      'validateFormat',
      'insert users, ins…',
      'unique index held',
    ])
    expect(captionsOf(1)[6]).toBe('insert users, ins…')
  })

  test('every caption fits beside the lines', () => {
    const many = [...SERVER_TRACED.values()]
    for (const frame of [FULL, PHONE, NARROW])
      for (const lines of [1, 2, 3])
        for (let at = 0; at + lines <= many.length; at += 1) {
          const { floors } = drawingOf(many.slice(at, at + lines), { frame })
          const longest = Math.max(...floors.map(({ caption }) => caption.length))
          expect(longest).toBeLessThanOrEqual(frame.longest[lines - 1]!)
        }
    expect(FULL.longest).toEqual([23, 18, 15])
  })
})

describe('on a phone', () => {
  test('a floor is 25 high, and its caption stands beside its label', () => {
    const { frame, floors, lines } = drawingOf([find('registration, no address')], { frame: PHONE })

    expect([frame.width, frame.words?.caption.x]).toEqual([344, 112])
    expect(floors.map(({ top }) => top)).toEqual([54, 79, 104, 129, 154, 179, 204, 229])
    expect(lines[0]).toMatchObject({ x: 240, wayBack: 251, turn: 191.5 })
    expect(lines[0]?.slab).toEqual({ left: 8, right: 288, y: 204 })
  })

  test('that is narrow captions have 13 letters', () => {
    const { frame, floors } = drawingOf([find('score, a new one')], { frame: NARROW })

    expect(frame.width).toBe(304)
    expect(floors[4]?.caption).toBe('createScore')
    expect(floors[5]?.caption).toBe('9 steps, val…')
  })
})

test('a small house has no words, and a thicker line', () => {
  const { frame, lines } = drawingOf([find('score, a new one')], { frame: MINI })

  expect([frame.words, frame.strokes]).toEqual([null, { line: 6, edge: 7 }])
  expect(lines).toHaveLength(1)
})

test('a floor leads to the step that its act names, as the list does', () => {
  const trace = traceNamed('ana-comes-in.1')
  const tag = 'constraint.users_email_index'
  const named = trace.steps.find((step) => step.tag === tag)?.id
  const stepsOn = (lookAt: string | null) => {
    const { floors } = drawingOf([trace], { focus: { lookAt } })
    return floors.map(({ step }) => step)
  }
  const tagged = (id: number | null | undefined) => trace.steps.find((step) => step.id === id)?.tag

  expect(stepsOn(tag)).toContain(named)
  // The floor of the queries has two: without a name, the last that writes is the one.
  expect(stepsOn('sql.insert.users').map(tagged)).toContain('sql.insert.users')
  expect(stepsOn(null).map(tagged)).toContain('sql.insert.users_tokens')
})
