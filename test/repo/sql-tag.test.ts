import { describe, expect, test } from 'vitest'
import { sqlTag } from '#repo/sql-tag.ts'

describe('sqlTag', () => {
  test.for([
    ['select "id" from "users" where "email" = ?', 'sql.select.users'],
    [
      'insert into "users" ("email") values (?) on conflict do update set a = 1',
      'sql.insert.users',
    ],
    ['update "users_tokens" set "sent_to" = ?', 'sql.update.users_tokens'],
    ['update or replace users set id = 1', 'sql.update.users'],
    ['delete from "users_tokens"', 'sql.delete.users_tokens'],
    [`select 'from nowhere', a from users`, 'sql.select.users'],
    [
      'create unique index "users_email_index" on "users" ("email")',
      'sql.create.users_email_index',
    ],
    ['drop table if exists "users"', 'sql.drop.users'],
    ['begin immediate', 'sql.begin'],
    ['commit', 'sql.commit'],
    ['rollback to nested_1', 'sql.rollback'],
    ['select 1', 'sql.select'],
  ] as const)('%s is %s', ([sql, tag]) => {
    expect(sqlTag(sql)).toBe(tag)
  })
})
