import { describe, expect, test } from 'vitest'
import { elsewhere, tableOf } from './held-rows.mjs'

const ROWS = [
  { id: 1, says: 'It opens' },
  { id: 2, says: 'It shuts', changed: 'by hand' },
  { id: 3, says: 'It turns', not: 'it is a window' },
  { id: 4, says: 'It locks', among: 'test/hall/keys.test.ts' },
  { id: 5, says: 'It fills', needs: 'disk' },
]
const LACKING = { disk: 'no disk here' }
const ran = (title: string, status = 'passed') => ({
  title,
  fullName: title,
  status,
  failureMessages: ['seen\n    at x'],
})
const tableFor = (assertionResults: readonly object[], lacking: object = LACKING, code = 0) =>
  tableOf({ code, files: [{ status: 'passed', assertionResults }] }, ROWS, {
    prefix: 'door ',
    lacking,
  })
const ALL = [ran('door 1 opens'), ran('K3 door 2 door 4 shuts'), ran('door 5 fills', 'skipped')]

describe('the table of rows', () => {
  test('says of each whether it is held, in another form, not, or skipped and why', () => {
    expect(tableFor(ALL)).toEqual({
      lines: [
        '1     ok       It opens',
        '2     changed  It shuts (by hand)',
        '3     not      It turns: it is a window (see differences-from-phoenix)',
        '4     ok       It locks',
        '5     skipped  It fills: no disk here',
      ],
      ...{ passed: 3, failed: 0, left: 2 },
    })
  })

  test.for([
    ['has no test', ALL.slice(1)],
    ['has one that was skipped', [...ALL, ran('door 1 opens again', 'skipped')]],
    ['has one that failed', [...ALL, ran('door 1 opens again', 'failed')]],
  ] as const)('does not hold a row that %s', ([, results]) => {
    const { lines, failed } = tableFor(results)

    expect(lines[0]).toBe('1     FAILED   It opens')
    expect(failed).toBe(1)
  })

  test('holds a row that needs what is here only where its test ran', () => {
    expect(tableFor(ALL, {}).lines.at(-1)).toBe('5     FAILED   It fills')
  })

  test('tells row 1 from row 12', () => {
    expect(tableFor([ran('door 12 opens'), ...ALL.slice(1)]).lines[0]).toContain('FAILED')
  })

  test('takes no row of another table for one of its own', () => {
    expect(tableFor([ran('1 opens'), ...ALL.slice(1)]).failed).toBe(1)
    expect(tableFor([ran('K1 opens'), ...ALL.slice(1)]).failed).toBe(1)
  })

  test('runs each file of another folder once', () => {
    const rows = [...ROWS, { id: 6, says: 'It closes', by: 'a.test.ts' }]

    expect(elsewhere([...rows, ...rows])).toEqual(['test/hall/keys.test.ts', 'a.test.ts'])
  })

  test('takes for a row all tests of the file that it names', () => {
    const rows = [{ id: 6, says: 'It closes', by: 'test/hall/closer.test.ts' }]
    const files = (status: string) => [
      { name: '/house/test/hall/closer.test.ts', assertionResults: [ran('slowly', status)] },
    ]

    expect(tableOf({ code: 0, files: files('passed') }, rows)).toMatchObject({
      passed: 1,
      failed: 0,
    })
    expect(tableOf({ code: 1, files: files('failed') }, rows)).toMatchObject({
      passed: 0,
      failed: 1,
    })
    expect(tableOf({ code: 0, files: [] }, rows)).toMatchObject({ failed: 1 })
  })

  test('names what failed and is in no row, and an end for no reason', () => {
    expect(tableFor([...ALL, ran('a window', 'failed')]).lines.at(-1)).toBe(
      '-     FAILED  a window',
    )
    expect(tableFor(ALL, LACKING, 1)).toMatchObject({ failed: 1 })
  })
})
