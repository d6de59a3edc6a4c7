import { describe, expect, test } from 'vitest'
import {
  enteredPlace,
  factThatDiffers,
  firstSightOf,
  inFreePlay,
  neededFor,
  printPlace,
  readPlace,
  startInWords,
  wayTo,
  withPages,
  withRun,
  withStep,
  type ActPlace,
} from '#course/act.ts'
import { fetchDemoOrThrow } from '#course/course.ts'
import type { Demo } from '#course/course-data.ts'
import { haltedByPlug, registered } from '../support/sample-trace.ts'

const demo = fetchDemoOrThrow('one-press')
const entered = enteredPlace(demo, null)
const after = (...steps: readonly (readonly [step: number, changed: boolean])[]): ActPlace =>
  steps.reduce((place, [step, changed]) => withStep(place, step, changed), entered)

const withNeeds = (...needs: readonly (readonly number[] | null)[]) => ({
  steps: needs.map((each) => ({ ...demo.steps[0]!, needs: each })) as Demo['steps'],
})

describe('neededFor', () => {
  test.for([
    [[null, null, null], 3, [1, 2]],
    [[null, null, []], 3, []],
    [[null, [], [2]], 3, [2]],
    // What a needed step needs is needed, too.
    [[null, null, [2]], 3, [1, 2]],
  ] as const)('of %o for step %i', ([needs, number, needed]) => {
    expect(neededFor(withNeeds(...needs), number)).toEqual(needed)
  })
})

describe('wayTo', () => {
  test('enters the start from nowhere, another act, another version, and after free play', () => {
    const enters = { enters: true, first: [1] }
    expect(wayTo(demo, null, 2)).toEqual(enters)
    expect(wayTo(demo, { ...after([1, true]), act: 'another' }, 2)).toEqual(enters)
    expect(wayTo(demo, { ...after([1, true]), version: 'older' }, 2)).toEqual(enters)
    expect(wayTo(demo, inFreePlay(after([1, true])), 2)).toEqual(enters)
  })

  test('goes on from the steps that it needs, and takes those that are missing', () => {
    expect(wayTo(demo, entered, 1)).toEqual({ enters: false, first: [] })
    expect(wayTo(demo, entered, 2)).toEqual({ enters: false, first: [1] })
    expect(wayTo(demo, after([1, true]), 2)).toEqual({ enters: false, first: [] })
    expect(wayTo(demo, after([1, true]), 4)).toEqual({ enters: false, first: [2, 3] })
  })

  test('enters anew once a step was taken that is not needed', () => {
    expect(wayTo(demo, after([1, true]), 1)).toEqual({ enters: true, first: [] })
    expect(wayTo(demo, after([1, true], [4, true]), 2)).toEqual({ enters: true, first: [1] })
  })

  test('looks past steps that changed nothing', () => {
    const looked = after([1, true], [2, false], [2, false], [5, false])

    expect(wayTo(demo, looked, 2)).toEqual({ enters: false, first: [] })
    expect(wayTo(demo, looked, 3)).toEqual({ enters: false, first: [] })
  })
})

describe('a place', () => {
  test('is read as it was kept, and what it is not is none', () => {
    expect(readPlace(printPlace(after([1, true])))).toEqual(after([1, true]))
    expect(readPlace(null)).toBeNull()
    expect(readPlace('{"act":"a"}')).toBeNull()
  })

  test('keeps the last eight runs, also when its start is entered again', () => {
    let place = entered
    for (let run = 0; run < 9; run += 1)
      place = withRun(place, { step: 1, persona: 'you', trace: `t${run}` })
    const again = enteredPlace(demo, place, { wasLoggedInAs: null, setAside: true })

    expect(place.runs.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(again).toMatchObject({ taken: [], free: false, runs: place.runs, ran: 9 })
    expect(again.started).toEqual({ run: 10, wasLoggedInAs: null, setAside: true })
    expect(enteredPlace({ ...demo, id: 'another' }, place).runs).toEqual([])
  })
})

test('firstSightOf shows what nobody asks about', () => {
  const steps = [1, 2, 3]
  const asked = (step: number, again: number | null = null) => ({ step, again })
  expect(firstSightOf({ shows: 1, steps, predictions: [] })).toBe(1)
  expect(firstSightOf({ shows: null, steps, predictions: [asked(3)] })).toBe(2)
  expect(firstSightOf({ shows: null, steps, predictions: [asked(3, 2)] })).toBe(1)
  expect(
    firstSightOf({ shows: null, steps, predictions: [1, 2, 3].map((n) => asked(n)) }),
  ).toBeNull()
})

test('withPages keeps the live pages that are connected, where there are any', () => {
  const place = enteredPlace({ id: 'an-act', startVersion: '1' }, null)
  expect(withPages(place, {})).toBe(place)

  const known = withPages(place, { '/guess': 'x' })

  expect(readPlace(printPlace(known))?.pages).toEqual({ '/guess': 'x' })
  expect(enteredPlace({ id: 'an-act', startVersion: '1' }, known).pages).toBeUndefined()
})

test('startInWords says where an act starts', () => {
  const at = (title: string, as: string, clock: 0 | string = 0) =>
    startInWords({ start: { as, clock }, startState: { title, logged_in: { ana: 'ana@x' } } })
  expect(at('Nobody is registered', 'bo')).toBe('nobody is registered, you are a visitor')
  expect(at('Ana is logged in', 'ana')).toBe('Ana is logged in, you are Ana')
  expect(at('A link waits', 'you', '15m')).toBe(
    'a link waits, you are a visitor, the clock is 15m on',
  )
  const start = { as: 'ana', clock: 0, draws: 7 } as const
  const startState = { title: 'Ana is logged in', logged_in: { ana: 'ana@x' } }
  // The number itself is for its reader to find out.
  expect(startInWords({ start, startState })).toBe(
    'Ana is logged in, you are Ana, the draw is fixed',
  )
})

describe('factThatDiffers', () => {
  const floors = fetchDemoOrThrow('bo-goes-down')
  const asked = { persona: 'you' }

  test('names who acted, before all else', () => {
    const trace = { ...registered, persona: 'bo' }
    expect(factThatDiffers(floors, asked, { place: null, trace })).toBe(
      'you acted as Bo, and the act asks yourself',
    )
  })

  test('names who was logged in, and the guard that answered', () => {
    const scope = {
      layer: 'scope',
      tag: 'scope.current',
      data: { after: { email: 'ana@example.test' } },
    } as const
    const trace = {
      ...haltedByPlug,
      persona: 'you',
      steps: [
        { ...haltedByPlug.steps[0]!, ...scope, outcome: 'ok' as const },
        ...haltedByPlug.steps,
      ],
    }
    expect(factThatDiffers(floors, asked, { place: null, trace })).toBe(
      'you were logged in as Ana, so a guard answered',
    )
  })

  test('names the place, where nothing else differs', () => {
    const trace = { ...registered, persona: 'you' }
    expect(factThatDiffers(floors, asked, { place: null, trace })).toBe(
      'your server did not stand in this act',
    )
  })
})
