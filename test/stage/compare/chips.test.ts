import { describe, expect, test } from 'vitest'
import type { ActRuns, RunView } from '#levers/act/runs.ts'
import { besideOf, chipsOf, compareHref, runOf, safeHref } from '#stage/compare/chips.ts'
import { sidesOf } from '#stage/compare/side.ts'
import type { Trace } from '#trace/trace-step.ts'
import { recordedNow } from '../../trace/pictures/pictures.ts'

function runsOf(names: readonly string[], compare: readonly [number, number] | null = null) {
  const runs = names.map((name, index): RunView => {
    // The lesson's recordings are whole traces.
    const trace = { ...(recordedNow(name) as Trace), id: `trace-${index}` }
    const step = Number(name.split('.')[1])
    const safe = name === 'open-shelves.2' ? 'two-lists.3' : null
    return { number: index + 1, step, label: name, persona: trace.persona, trace, safe }
  })
  const demo = { id: names[0]!.split('.')[0], people: ['ana', 'bo'], compare }
  // Of an act no more is asked for.
  return { demo, runs, total: runs.length } as unknown as ActRuns
}

const LISTED = ['two-lists.1', 'two-lists.2']

test('a chip has the number of its run, the face of who made it, and its end', () => {
  const all = runsOf([...LISTED, 'two-lists.3'])

  expect(
    chipsOf(all).map(({ number, who, initial, mark }) => [number, who, initial, mark]),
  ).toEqual([
    [1, 1, 'A', '✓'],
    [2, 2, 'B', '✓'],
    [3, 2, 'B', '∅'],
  ])
  expect(chipsOf(all)[2]?.name).toContain('Run 3, Bo: Found nothing')
})

test('the chip of a lab has the worst end of the requests that it has sent', () => {
  const { runs, ...all } = runsOf(LISTED)
  const lanes = [{ ends: 'leaked' }, { ends: 'answered' }]
  const split = { id: 9, parent: null, tag: 'context.Split.run', data: { lanes } }
  const steps = [split as unknown as Trace['steps'][number]]
  const sent = runs.map((run) => ({ ...run, trace: { ...run.trace!, steps } }))

  expect(chipsOf({ ...all, runs: sent }).map(({ end, mark }) => [end, mark])).toEqual([
    ['leaked', '⚠'],
    ['leaked', '⚠'],
  ])
})

test('a run whose trace is gone has no chip', () => {
  const { runs, ...all } = runsOf(LISTED)

  expect(chipsOf({ ...all, runs: runs.map((run) => ({ ...run, trace: null })) })).toEqual([])
})

describe('what a new run is compared with by itself', () => {
  const besideLast = (all: ActRuns) => besideOf(all, all.runs.at(-1)!)?.number ?? null

  test('is the step that the act pairs it with', () => {
    expect(besideLast(runsOf(['two-lists.1', 'two-lists.3'], [1, 3]))).toBe(1)
  })

  test('is the same request of somebody else', () => {
    expect(besideLast(runsOf(LISTED))).toBe(1)
  })

  test('is nothing for another request, nor for one’s own', () => {
    expect(besideLast(runsOf([LISTED[0]!, 'two-lists.3']))).toBeNull()
    expect(besideLast(runsOf([LISTED[0]!, LISTED[0]!]))).toBeNull()
  })

  test('is nothing for another form that the same address takes', () => {
    const { runs, ...all } = runsOf(LISTED)
    const [first, second] = runs as [RunView, RunView]
    const steps = second.trace!.steps.map((step) =>
      step.layer === 'request' ? { ...step, data: { ...step.data, fields: { token: 'a' } } } : step,
    )
    const another = { ...second, trace: { ...second.trace!, steps } }

    expect(besideOf({ ...all, runs: [first, another] }, another)).toBeNull()
  })

  test('is nothing for one that leaked, which stands alone', () => {
    expect(besideLast(runsOf(['open-shelves.1', 'open-shelves.2']))).toBeNull()
  })
})

test('a run that leaked leads to what was recorded of its safe counterpart', () => {
  const all = runsOf(['open-shelves.1', 'open-shelves.2'])
  const hrefs = all.runs.map(({ trace }) => safeHref(all, trace?.id))

  expect(hrefs).toEqual([null, compareHref(2, 'two-lists.3')])
})

describe('two sides', () => {
  const all = runsOf([...LISTED, 'two-lists.3'])
  const [first, second, third] = all.runs

  test('are called by their people, the earlier first', () => {
    expect(sidesOf(all, second!, first!)?.map(({ name, who, run }) => [name, who, run])).toEqual([
      ['Ana', 1, 'run 1 of 3'],
      ['Bo', 2, 'run 2 of 3'],
    ])
  })

  test('of one person are called by their numbers', () => {
    expect(sidesOf(all, third!, second!)?.map(({ name }) => name)).toEqual(['run 2', 'run 3'])
  })

  test('have a recording before the run', () => {
    const sides = sidesOf(all, first!, recordedNow('two-lists.3') as Trace)

    expect(sides?.map(({ name, run }) => [name, run])).toEqual([
      ['with the scope', 'recorded'],
      ['run 1', 'run 1 of 3'],
    ])
  })

  test('are none where one is gone', () => {
    expect(sidesOf(all, first!, null)).toBeNull()
    expect(sidesOf(all, { ...first!, trace: null }, second!)).toBeNull()
  })
})

test('a trace that is no run belongs to none', () => {
  expect(runOf(runsOf(LISTED), 'elsewhere')).toBeNull()
  expect(runOf(null, undefined)).toBeNull()
})
