import { describe, expect, test } from 'vitest'
import { checksInDdl } from '#repo/sqlite/check-constraints.ts'

describe('checks', () => {
  test.for([
    ['with a name', 'create table t (a, constraint c check (a > 0))', 'c', 'a > 0'],
    ['with a quoted name', 'create table t (a, constraint "c ""d" check (a > 0))', 'c "d', 'a > 0'],
    ['without a name', 'create table t (a integer check (a > 0))', null, 'a > 0'],
    [
      'with parentheses inside',
      'create table t (a, check ((a > 0) or (a < 9)))',
      null,
      '(a > 0) or (a < 9)',
    ],
    ['with a parenthesis in a text', "create table t (a, check (a <> ')'))", null, "a <> ')'"],
    ['in capitals', 'CREATE TABLE t (a, CONSTRAINT c CHECK(a > 0))', 'c', 'a > 0'],
  ] as const)('%s are read', ([, ddl, name, expression]) => {
    expect(checksInDdl(ddl)).toEqual([{ name, expression }])
  })

  test('are not seen where the word is only quoted, or in a comment', () => {
    const ddl = `create table t ("check" text, b text default 'check (x)' -- check (y)
      /* check (z) */ )`

    expect(checksInDdl(ddl)).toEqual([])
  })
})
