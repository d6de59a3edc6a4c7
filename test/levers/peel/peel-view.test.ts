import { describe, expect, test } from 'vitest'
import { againOf } from '#levers/peel/again.ts'
import type { Layer } from '#levers/peel/layers.ts'
import { floorsOf, rowsInWords } from '#levers/peel/peel-view.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'

const step = (tag: string, rest: Partial<TraceStep> = {}): TraceStep => ({
  ...{ id: 1, parent: null, at: 0, name: tag, tag, outcome: 'ok', detail: '', source: null },
  layer: tag.split('.')[0] as TraceStep['layer'],
  data: {},
  ...rest,
})

const trace = (fields: TraceStep['data'], ...steps: readonly TraceStep[]): Trace => ({
  ...{ id: 'a', title: 'POST /users/register', persona: 'you', startedAt: 0, status: 422 },
  steps: [
    step('request.post', { data: { method: 'POST', path: '/users/register', fields } }),
    ...steps,
  ],
})

const CAST = step('changeset.email.cast', { data: { fields: ['email'] } })

const layer = (tag: string, rest: Partial<Layer> = {}): Layer => ({
  ...{ tag, name: tag.split('.').at(-1) ?? '', floor: 'changeset', fields: [], constraint: null },
  ...rest,
})

const LAYERS: readonly Layer[] = [
  layer('plug.fetchFlash', { floor: 'pipeline' }),
  layer('plug.redirectIfUserIsAuthenticated', { floor: 'guards' }),
  layer('plug.requireSudoMode', { floor: 'guards' }),
  layer('changeset.email.format', { fields: ['email'] }),
  layer('changeset.points.number', { fields: ['points'] }),
  ...(
    [
      ['unique', 'users', 'users_email_index', ['email']],
      ['not_null', 'users', 'users_email_not_null', ['email']],
      ['not_null', 'users', 'users_inserted_at_not_null', ['inserted_at']],
      ['check', 'scores', 'scores_points_check', []],
      ['not_null', 'scores', 'scores_points_not_null', ['points']],
    ] as const
  ).map(([kind, table, name, columns]) =>
    layer(`constraint.${name}`, {
      floor: 'constraint',
      fields: columns,
      constraint: { kind, table, name, columns },
    }),
  ),
]

const NOTHING = new Set<string>()

describe('floorsOf', () => {
  test('puts first what stood on the way, also of the table that the run never reached', () => {
    const last = trace({}, CAST, step('changeset.email.format', { outcome: 'error' }))

    const floors = floorsOf(LAYERS, NOTHING, { traces: [last], last })

    expect(floors.map(({ floor, met }) => [floor, met.map(({ name }) => name)])).toEqual([
      ['pipeline', ['fetchFlash']],
      ['guards', ['redirectIfUserIsAuthenticated']],
      ['changeset', ['format']],
      ['constraint', ['users_email_index', 'users_email_not_null']],
    ])
    expect(floors.flatMap(({ others }) => others.map(({ name }) => name))).toEqual([
      ...['requireSudoMode', 'number', 'users_inserted_at_not_null'],
      ...['scores_points_check', 'scores_points_not_null'],
    ])
  })

  test('shows all of them before anything has run', () => {
    const floors = floorsOf(LAYERS, NOTHING, { traces: [], last: null })

    expect(floors.flatMap(({ met }) => met)).toHaveLength(LAYERS.length)
  })

  test('says what each has refused lately, and what is off', () => {
    const last = trace({}, CAST, step('changeset.email.format', { outcome: 'error' }))
    const passed = trace({}, CAST, step('changeset.email.format'))
    const off = new Set(['constraint.users_email_index', 'constraint.users_email_not_null'])

    const floors = floorsOf(LAYERS, off, { traces: [last, last, passed], last })

    const [, , rules, constraints] = floors
    expect(rules?.met).toMatchObject([{ name: 'format', isOn: true, note: 'refused 2' }])
    expect(rules?.isOff).toBe(false)
    expect(constraints?.met.map(({ note }) => note)).toEqual([
      'off · dropped',
      'off · out of the table',
    ])
    expect(constraints?.isOff).toBe(true)
  })
})

describe('againOf', () => {
  test('sends the same fields to the same address', () => {
    const again = againOf(trace({ user: { email: 'ana@example.test' }, _lesson: 'a/b' }))

    expect(again).toEqual({
      ...{ action: '/users/register', persona: 'you', run: null },
      fields: [
        ['user[email]', 'ana@example.test'],
        ['_lesson', 'a/b'],
      ],
      label: 'Send ana@example.test again',
    })
  })

  test('runs a step of an act once more', () => {
    const again = againOf({
      ...trace({ user: { email: 'x' }, _step: 'an-act.2', _lesson: 'a/b' }),
      persona: 'bo',
    })

    expect(again).toMatchObject({
      ...{ action: '/acts', run: 'an-act.2', persona: 'bo' },
      fields: [
        ['act', 'an-act'],
        ['step', '2'],
        ['_lesson', 'a/b'],
      ],
    })
  })

  test('sends nothing that a trace does not hold', () => {
    expect(againOf(trace({ user: { password: '**redacted**' } }))).toBeNull()
    const look = trace({})
    const opened = step('request.get', { data: { method: 'GET', path: '/scores' } })
    expect(againOf({ ...look, steps: [opened] })).toBeNull()
    const secret = step('request.post', { data: { method: 'POST', path: '/users/log-in/[token]' } })
    expect(againOf({ ...look, steps: [secret] })).toBeNull()
  })
})

test('rowsInWords names rows, and counts those past eight', () => {
  expect(rowsInWords('users', [3])).toBe('users 3')
  expect(rowsInWords('users', [3, 4])).toBe('users 3 and users 4')
  expect(
    rowsInWords(
      'users',
      Array.from({ length: 11 }, (_, row) => row),
    ),
  ).toMatch(/users 7, and 3 more$/)
})
