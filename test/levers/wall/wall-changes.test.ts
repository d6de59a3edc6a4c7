import { describe, expect, test } from 'vitest'
import {
  changedRows,
  changesInWords,
  switchedInWords,
  switchedSince,
} from '#levers/wall/wall-changes.ts'
import type { WallRow } from '#levers/wall/wall-row.ts'

const row = (number: number, given: Partial<WallRow> = {}): WallRow => ({
  ...{ number, name: `input ${number}`, about: '', title: 'POST /users/register', status: 422 },
  ...{
    end: 'refused',
    at: 'changeset',
    by: 'changeset',
    tag: null,
    broke: false,
    lit: [],
    words: '',
  },
  ...given,
})
const check = { at: 'constraint', by: 'check', broke: true, status: 500 } as const
const through = { end: 'answered', at: 'constraint', by: null, status: 303 } as const
const index = { at: 'constraint', by: 'unique index' } as const

const said = (
  before: readonly WallRow[],
  now: readonly WallRow[],
  own: readonly [string | null, string | null] = [null, null],
) => {
  const run = { rows: now, own: own[1] }
  return changesInWords(changedRows({ rows: before, own: own[0] }, run), run)
}

describe('what a wall says otherwise', () => {
  test('is one sentence for all that moved the same way', () => {
    const before = [1, 2, 3, 4, 5].map((number) => row(number))
    const now = [row(1), row(2, check), row(3, check), row(4, through), row(5, index)]

    expect(said(before, now)).toEqual([
      '2 and 3: the changeset had them; now the check has them, with a 500.',
      '4: the changeset had it; now nobody has it.',
      '5: the changeset had it; now the unique index has it.',
    ])
  })

  test('names what nobody had, what was not found and what leaked', () => {
    const nothing = { end: 'nothing', at: 'sql', by: null, status: 404 } as const
    const leaked = { end: 'leaked', at: 'sql', by: null, status: 200 } as const

    expect(said([row(1, through), row(2, nothing)], [row(1), row(2, leaked)])).toEqual([
      '1: nobody had it; now the changeset has it.',
      '2: nothing was found, with a 404; now somebody else’s row went out.',
    ])
  })

  test('is nothing where each ends where it did, and where there was nothing before', () => {
    expect(said([row(1)], [row(1)])).toEqual([])
    expect(changedRows(null, { rows: [row(1)], own: null }).size).toBe(0)
    expect(said([], [row(1)])).toEqual([])
  })

  test('compares an own input with itself, and not with another in its row', () => {
    const own = { name: 'your own' }
    const [before, now] = [
      [row(1), row(2, own)],
      [row(1), row(2, { ...own, ...through })],
    ]

    expect(said(before, now, ['a', 'b'])).toEqual([])
    expect(said(before, now, ['a', 'a'])).toHaveLength(1)
  })
})

describe('what was switched since', () => {
  test('is nothing where the same is off, in whichever order', () => {
    expect(switchedSince(['a', 'b'], ['b', 'a'])).toBeNull()
  })

  test('is said by what went off and what came back', () => {
    expect(switchedSince(['a'], ['b', 'c'])).toEqual({ off: ['b', 'c'], on: ['a'] })
    expect(switchedInWords({ off: ['b', 'c'], on: ['a'] })).toBe(
      'you switched b and c off, and a on again',
    )
    expect(switchedInWords({ off: [], on: ['a'] })).toBe('you switched a on again')
  })
})
