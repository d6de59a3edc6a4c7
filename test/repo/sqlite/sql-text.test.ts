import { describe, expect, test } from 'vitest'
import { SqlArgumentError } from '#repo/database-error.ts'
import { LONGEST_SQL, readSql } from '#repo/sqlite/sql-text.ts'

describe('readSql', () => {
  test.for([
    ['select 1', { verb: 'select', places: 0, answersRows: true }],
    ['  -- why?\n  SELECT ? /* and ? */', { verb: 'select', places: 1, answersRows: true }],
    [`insert into t values ('?', ?)`, { verb: 'insert', places: 1, answersRows: false }],
    [`insert into t values ('it''s ?')`, { verb: 'insert', places: 0, answersRows: false }],
    ['delete from t where "a?" = ? returning *', { verb: 'delete', places: 1, answersRows: true }],
    ["delete from t where a = 'returning'", { verb: 'delete', places: 0, answersRows: false }],
    ['update t set [a?] = ?, `b?` = ?', { verb: 'update', places: 2, answersRows: false }],
    ['with a as (select 1) select * from a', { verb: 'with', places: 0, answersRows: true }],
    ['pragma user_version', { verb: 'pragma', places: 0, answersRows: true }],
    ['begin immediate;', { verb: 'begin', places: 0, answersRows: false }],
    [
      'create trigger t after insert on a begin delete from b; delete from c; end',
      { verb: 'create', places: 0, answersRows: false },
    ],
  ] as const)('%s', ([sql, text]) => {
    expect(readSql(sql)).toEqual(text)
  })

  test.for([
    [undefined, 'is undefined. Expected text.'],
    [null, 'is null. Expected text.'],
    [42, 'is number. Expected text.'],
    [{}, 'is an object. Expected text.'],
    [['select 1'], 'is an array. Expected text.'],
    ['', 'is empty. Expected one statement.'],
    ['-- nothing', 'is empty. Expected one statement.'],
    ['select 1\0, 2', 'contains a NUL. SQLite would cut it there.'],
    ["select '\ud83c'", 'has half a surrogate pair. SQLite reads UTF-8.'],
    [
      'select 1; drop table users',
      'has more than one statement. Only the first would run. Run each alone.',
    ],
    ['select ?1', 'has a named or numbered place. Write ? and give the values in order.'],
    ['select :a', 'has a named or numbered place. Write ? and give the values in order.'],
    [`select '${'x'.repeat(LONGEST_SQL)}'`, 'has 20009 characters. The most is 20000.'],
  ] as const)('refuses %j', ([sql, reason]) => {
    expect(() => readSql(sql)).toThrow(new SqlArgumentError(`sqlite: the SQL ${reason}`))
  })
})
