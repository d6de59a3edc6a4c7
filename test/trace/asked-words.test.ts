import { describe, expect, test } from 'vitest'
import { askedInWords } from '#trace/asked-words.ts'

describe('what a query asked for', () => {
  test.for([
    ['select * from "scores" where "id" = ?1', 'No row of scores by id.'],
    [
      'select "users".* from "users_tokens" inner join "users" on "users"."id" = "users_tokens"."user_id" where "users_tokens"."token" = ?1 and "users_tokens"."context" = ?2 and "users_tokens"."inserted_at" > ?3 and "users_tokens"."sent_to" = "users"."email" order by "id" limit 1',
      'No row of users_tokens by token, context, inserted_at and sent_to.',
    ],
    [
      'select * from "scores" where "user_id" = ?1 and "organization_id" is null and ("id" = ?2 or "id" = ?3)',
      'No row of scores by user_id, organization_id and id.',
    ],
    [
      'select * from "scores" where "user_id" in (select "id" from "users" where "email" = ?1)',
      'No row of scores by user_id.',
    ],
  ])('%s', ([sql, words]) => {
    expect(askedInWords(sql!)).toBe(words)
  })

  test('holds none of the values, whatever they say', () => {
    const sql = `select * from "users" where "email" = 'a "secret" order by it''s' and "id" = 7`

    expect(askedInWords(sql)).toBe('No row of users by email and id.')
  })

  test.for(['select * from "scores"', 'insert into "users" ("email") values (?1)', ''])(
    'is nothing for “%s”',
    (sql) => {
      expect(askedInWords(sql)).toBeNull()
    },
  )
})
