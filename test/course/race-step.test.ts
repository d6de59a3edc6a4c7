import { describe, expect, test } from 'vitest'
import { check, evaluateCheck } from '#course/check.ts'
import { neverMet } from '#course/reading/what-holds.ts'
import {
  leavesNoTrace,
  mistakeOfStep,
  requestOfStep,
  step,
  switchesLayers,
  titleOfStep,
} from '#course/steps.ts'
import { RACE_GATES } from '#course/steps/race.ts'
import { KINDS } from '#levers/race/kinds.ts'
import { Recorder } from '#trace/recorder.ts'
import { noteRace, type Lane, type Raced } from '#trace/raced.ts'
import { collect } from '#trace/trace.ts'

const DEMO = { page: '/users/register', people: ['ana', 'ana-phone'] }
const INDEX = 'constraint.users_email_index'
const race = (keys: object = {}) => step.parse({ label: 'at once', does: 'race', ...keys })

describe('a step that does race', () => {
  test('says what, in which order, and without whom', () => {
    const own = race({ order: 'ABBA', without: [INDEX] })

    expect(requestOfStep(DEMO, own)).toEqual({
      method: 'POST',
      path: '/as/ana/labs/race',
      fields: { of: 'registrations', order: 'ABBA', without: INDEX },
    })
    expect(titleOfStep(DEMO, own)).toBe('POST /labs/race')
    expect([leavesNoTrace(own), switchesLayers(own)]).toEqual([false, true])
    expect(switchesLayers(race({ order: 'all' }))).toBe(false)
  })

  test('opens the lab where the order is left to its reader', () => {
    const own = race({ of: 'links' })

    expect(requestOfStep(DEMO, own)).toEqual({
      ...{ method: 'GET', path: '/as/ana/labs/race', fields: { of: 'links' } },
    })
    expect(leavesNoTrace(own)).toBe(true)
    expect(mistakeOfStep(null, own)).toBeNull()
  })

  test.for([
    [{ order: 'AAAB' }, 'Of registrations each has two turns: write ABAB.'],
    [{ of: 'links', order: 'ABAB' }, 'Of links each has one turn: write AB.'],
    [{ without: [INDEX] }, 'Say the order as well: without one, nothing is run.'],
  ] as const)('%j is told what is wrong', ([keys, message]) => {
    expect(mistakeOfStep(null, race(keys))).toEqual({ at: 'order', message })
  })

  test('is the only one that says an order', () => {
    const read = step.safeParse({ label: 'x', does: 'clock', advance: '15m', order: 'ABAB' })
    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      'A step that does "clock" runs no race: only "race" says what, and in which order.',
    ])
  })

  test('knows as many turns as the lab has gates', () => {
    const gates = KINDS.map(({ name, gates: { length } }) => [name, length])
    expect(Object.fromEntries(gates)).toEqual(RACE_GATES)
  })
})

const PHONE: Lane = {
  ...{ as: 'ana-phone', status: 422, caught_by: 'unique index' },
  ...{ words: ['has already been taken'], ends: 'refused', at: 'constraint' },
}

const traceOf = (changes: Partial<Raced>) => {
  const recorder = new Recorder({ id: 'a', title: 'POST /labs/race', persona: 'ana' })
  const lanes = [
    {
      as: 'ana',
      status: 303,
      caught_by: null,
      words: [],
      ends: 'answered',
      at: 'constraint',
    } as const,
    PHONE,
  ]
  const kept: Raced = { of: 'registrations', order: 'BAAB', in_order: true, rows: 1, lanes }
  collect(recorder, () => noteRace({ ...kept, ...changes }, 'phone, laptop, laptop, phone'))
  return recorder.snapshot()
}

const claiming = (lane: object) =>
  check.parse({
    ...{ id: 'refused-all-the-same', says: 'The phone was refused.', when: 'POST /labs/race' },
    clauses: [{ lane: { as: 'ana-phone', ...lane }, otherwise: 'The phone came through.' }],
  })
const isMet = async (lane: object, changes: Partial<Raced> = {}) =>
  (await evaluateCheck(claiming(lane), traceOf(changes), () => Promise.resolve(1)))?.met

describe('a claim about a lane', () => {
  test.for([
    [{ status: 422 }, true],
    [{ status: 303 }, false],
    [{ caught_by: 'unique index' }, true],
    [{ caught_by: 'changeset' }, false],
    [{ words: 'already been' }, true],
    [{ words: 'must have' }, false],
    [{ ends: 'refused' }, true],
    [{ ends: 'leaked' }, false],
    [{ status: 422, caught_by: 'unique index', words: 'has already been taken' }, true],
    [{ status: 422, caught_by: 'nobody' }, false],
    [{ as: 'ana', status: 422 }, false],
    [{ as: 'bo' }, false],
  ] as const)('%j of a phone that the index refused: %s', async ([lane, met]) => {
    expect(await isMet(lane)).toBe(met)
  })

  test('holds of no race that did not keep its order', async () => {
    expect(await isMet({ status: 422 }, { in_order: false })).toBe(false)
  })

  test('tells its author what came of that lane', () => {
    const wrong = neverMet(claiming({ status: 500 }), [traceOf({})])
    expect(wrong?.write).toBe(
      'Of ana-phone it is 422 · refused · unique index · has already been taken.',
    )
    expect(neverMet(claiming({ as: 'bo' }), [traceOf({})])?.write).toBe(
      'Only a race has lanes, ana and ana-phone, or a split: who sent it.',
    )
  })
})
