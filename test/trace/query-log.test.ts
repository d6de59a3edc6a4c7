import { describe, expect, test } from 'vitest'
import { filledIn, queryLog } from '#trace/query-log.ts'
import type { TraceStep } from '#trace/trace-step.ts'

const query = (
  sql: string,
  parameters: TraceStep['data'][string] = [],
  more: TraceStep['data'] = {},
) => ({ name: sql, outcome: 'ok' as const, data: { sql, parameters, ...more } })

describe('queryLog', () => {
  test('prints a query as Ecto does', () => {
    const insert = query('insert into "users" ("email") values (?)', ['bo@example.test'], {
      milliseconds: 0.31,
    })

    expect(queryLog(insert)).toBe(
      '[debug] QUERY OK source="users" db=0.3ms\n' +
        'insert into "users" ("email") values (?) ["bo@example.test"]',
    )
  })

  test('says what failed, and leaves out what nobody knows', () => {
    expect(queryLog({ ...query('begin'), outcome: 'error' })).toBe('[debug] QUERY ERROR\nbegin []')
  })
})

describe('filledIn', () => {
  test.for([
    ['select ?', [1], 'select 1'],
    ['select ?, ?, ?', ["o'hara", null, true], "select 'o''hara', NULL, 1"],
    [`select '?', "a?b", ?`, [2], `select '?', "a?b", 2`],
    ['select ?, ?', [1], 'select 1, ?'],
    ['select ?', ['?'], "select '?'"],
  ] as const)('%s with %j is %s', ([sql, parameters, filled]) => {
    expect(filledIn(query(sql, parameters))).toBe(filled)
  })
})
