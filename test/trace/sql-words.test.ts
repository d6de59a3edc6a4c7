import { expect, test } from 'vitest'
import { sqlLines, sqlName } from '#trace/sql-words.ts'

test('sqlLines puts each clause on a line', () => {
  expect(
    sqlLines(
      'select "id" from "users" left join "scores" on true where "email" = ? order by "id" limit ?',
    ),
  ).toEqual([
    'select "id"',
    'from "users"',
    'left join "scores" on true',
    'where "email" = ?',
    'order by "id"',
    'limit ?',
  ])
})

test('sqlLines leaves words inside quotes alone', () => {
  expect(sqlLines(`select "a from b" where 'x where y' = ?`)).toEqual([
    'select "a from b"',
    `where 'x where y' = ?`,
  ])
})

test('sqlLines breaks a statement that was cut inside a name', () => {
  expect(sqlLines('select "id" from "users" where "ema… (400 characters)')).toEqual([
    'select "id"',
    'from "users"',
    'where "ema… (400 characters)',
  ])
})

test.for([
  ['insert into "users" ("email") values (?)', 'insert into users'],
  [
    'select "users"."id" from "users_tokens" inner join "users" on true',
    'select from users_tokens',
  ],
  ['update "users" set "email" = ?', 'update users'],
  ['DELETE FROM "users_tokens"', 'delete from users_tokens'],
  ['begin immediate', 'begin'],
  ['create table "users" ("id" integer)', 'create table users'],
  [
    'create unique index "users_email_index" on "users" ("email")',
    'create index users_email_index',
  ],
  ['drop table if exists "users"', 'drop table users'],
  ['', 'query'],
] as const)('sqlName shortens %s', ([sql, name]) => {
  expect(sqlName(sql)).toBe(name)
})
