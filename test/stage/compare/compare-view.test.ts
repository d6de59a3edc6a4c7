import { describe, expect, test } from 'vitest'
import { compareView, type CompareView } from '#stage/compare/compare-view.ts'
import type { Trace } from '#trace/trace-step.ts'
import { recordedNow } from '../../trace/pictures/pictures.ts'

// The lesson's recordings are whole traces.
const recorded = (name: string) => recordedNow(name) as Trace
const compared = (one: string, other: string, row: number | null = null) =>
  compareView([recorded(one), recorded(other)], {
    focus: { shows: ['scope', 'context', 'sql'] },
    row,
  })

const lines = ({ rows }: CompareView) =>
  rows.map(
    ({ differs, name, cells: [one, other] }) =>
      `${differs ? '≠' : '='} ${name}: ${inWords(one)} | ${inWords(other)}`,
  )
const inWords = (cell: CompareView['rows'][number]['cells'][number] | undefined) =>
  cell ? [cell.mark, cell.words].filter(Boolean).join(' ') : '–'
const textOf = ({ rows, chosen }: CompareView) =>
  rows[chosen!]?.query?.statements.map((tokens) =>
    tokens
      .map(({ text, as }) => ({ same: text, differs: `*${text}*`, gone: `~${text}~` })[as])
      .join(' '),
  )

describe('two people and one function', () => {
  const view = compared('two-lists.1', 'two-lists.2')

  test('stand in one list, and only what is theirs differs', () => {
    expect(lines(view)).toEqual([
      ...['= GET /scores: ✓ | ✓', '= front door: 3 checks: ✓ | ✓'],
      ...['= pipeline: 3 plugs passed · 1 query: ✓ | ✓', '≠ scopeForUser: user 1 | user 2'],
      ...['= guards: 2 passed: ✓ | ✓', '= ScoresLive.mount: ✓ | ✓'],
      ...['≠ Scores.listScores: Score 1 | Score 2', '≠ ownedBy: user_id 1 | user_id 2'],
      ...['≠ select from scores: ?1 = 1 | ?1 = 2', '= 200: ✓ | ✓'],
      '≠ menu: ana@example.test | bo@example.test',
    ])
    expect([view.names, view.steps, view.differ]).toEqual([['Ana', 'Bo'], 20, 5])
  })

  test('stand on the same floor in each row', () => {
    const floors = view.rows.map(({ places }) => places.map((place) => place?.at))

    expect(floors.map(([one]) => one)).toEqual([
      ...['request', 'request', 'pipeline', 'scope', 'guards', 'live', 'context', 'context'],
      ...['sql', 'reply', 'reply'],
    ])
    expect(floors.map(([, other]) => other)).toEqual(floors.map(([one]) => one))
  })

  test('share the text of their query, and not its parameter', () => {
    expect(textOf(view)).toEqual([
      'select * from "scores" where "user_id" = ?1 and "organization_id" is null order by "id" desc',
    ])
    expect(view.rows[view.chosen!]?.query?.sides).toMatchObject([
      { parameters: [{ value: '1', differs: true }], gave: '1 row', keys: 'scores 1' },
      { parameters: [{ value: '2', differs: true }], gave: '1 row', keys: 'scores 2' },
    ])
  })
})

describe('a run that forgot the scope', () => {
  const view = compared('two-lists.3', 'open-shelves.2')

  test('has the words that it forgot struck through, with what they would have asked', () => {
    expect(textOf(view)).toEqual([
      'select * from "scores" where ~"user_id"~ ~=~ ~2~ ~and~ ~"organization_id"~ ~is~ ~null~ ~and~ "id" = ?1',
    ])
  })

  test('is told with the row and its owner', () => {
    expect(view.rows[view.chosen!]?.query?.sides).toMatchObject([
      { gave: 'no rows', keys: '', owner: null },
      { gave: '1 row', keys: 'scores 1', owner: 'ana' },
    ])
    expect(lines(view)).toEqual(
      expect.arrayContaining([
        '≠ asked: GET /scores/[id] | POST /twins/[name]',
        '≠ ownedBy: ✓ | –',
        '≠ select from scores: ∅ no rows | ⚠ Ana’s',
        '≠ answered: 404 | 200',
      ]),
    )
  })
})

describe('two runs that typed other spaces', () => {
  const view = compared('six-tries.1', 'six-tries.2')

  test('show them', () => {
    expect(lines(view)).toContain('≠ cast: email "" | email "␣␣␣"')
  })
})

describe('two runs of one form', () => {
  const view = compared('bo-goes-down.1', 'bo-goes-down.2')

  test('show in both what one of them folds', () => {
    expect(lines(view)).toContain('≠ validateFormat: ✕ refused | ✓')
    expect(lines(view)).toContain('≠ insert into users: – | 1 row')
  })

  test('say of a group what is not the same in it', () => {
    expect(lines(view)).toContain('≠ cast and 1 rule passed: email "bo" | email "bo@example…')
  })
})

test('a run beside itself differs in nothing, and has no query to look at', () => {
  const view = compared('two-lists.1', 'two-lists.1')

  expect([view.differ, view.chosen, view.names]).toEqual([0, null, ['first', 'second']])
})

test('the query of the row that was chosen is shown, and of no row that has none', () => {
  const names = ['two-lists.1', 'two-lists.2'] as const

  expect([8, 0, 99].map((row) => compared(...names, row).chosen)).toEqual([8, 8, 8])
})

test('when it was is no difference', () => {
  const run = recorded('bo-goes-down.2')
  const later = JSON.parse(
    JSON.stringify(run).replaceAll('‹time›', '2026-01-12T08:00:00.000Z'),
  ) as Trace

  expect(compareView([run, later]).differ).toBe(0)
})
