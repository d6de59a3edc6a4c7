import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { secret } from '#lib/secret.ts'
import { filledIn, queryLog } from '#trace/query-log.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { test } from '../support/repo.ts'

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
        'insert into "users" ("email") values (?1) ["bo@example.test"]',
    )
  })

  test('says what failed, and leaves out what nobody knows', () => {
    expect(queryLog({ ...query('begin'), outcome: 'error' })).toBe('[debug] QUERY ERROR\nbegin []')
  })
})

describe('what a recorder has kept', () => {
  const CANARY = 'c4n4ry'

  test('holds no secret in its log, nor filled in', async ({ repo }) => {
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
    await collect(recorder, async () => {
      await sql`select ${secret(CANARY)} as a, ${new TextEncoder().encode(CANARY)} as b`.execute(
        repo.db,
      )
    })
    const [step] = recorder.snapshot().steps

    expect(queryLog(step!)).toContain('select ?1 as a, ?2 as b ["**redacted**","‹6 bytes›"]')
    expect(filledIn(step!)).toBe("select '**redacted**' as a, '‹6 bytes›' as b")
    expect(JSON.stringify(step)).not.toContain(CANARY)
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
