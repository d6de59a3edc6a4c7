import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { secret } from '#lib/secret.ts'
import { SqlArgumentError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { test } from '../../support/repo.ts'

/** What SQLite got: the value as it comes back, and the type under which it arrived. */
async function sent(repo: Repo, value: unknown) {
  const { rows } = await sql<{
    value: unknown
    type: string
  }>`select ${value} as value, typeof(${value}) as type`.execute(repo.db)
  return rows[0]
}

describe('a value on its way to SQLite', () => {
  test.for([
    ['text', 'Zoë 🌙', 'Zoë 🌙', 'text'],
    ['text with a NUL', 'a\0b', 'a\0b', 'text'],
    ['empty text', '', '', 'text'],
    ['a small number', 42, 42, 'integer'],
    ['a time in milliseconds', 1_768_208_400_000, 1_768_208_400_000, 'real'],
    ['a fraction', 0.5, 0.5, 'real'],
    ['the largest exact bigint', 9_007_199_254_740_991n, 9_007_199_254_740_991, 'real'],
    ['true', true, 1, 'integer'],
    ['false', false, 0, 'integer'],
    ['null', null, null, 'null'],
    ['bytes', new Uint8Array([0, 255]), Buffer.from([0, 255]), 'blob'],
    ['no bytes', new Uint8Array(), Buffer.alloc(0), 'blob'],
    ['part of a buffer', new Uint8Array([1, 2, 3]).subarray(1, 2), Buffer.from([2]), 'blob'],
    ['a secret', secret('token'), 'token', 'text'],
    ['secret bytes', secret(new Uint8Array([7])), Buffer.from([7]), 'blob'],
  ] as const)('%s arrives', async ([, value, arrived, type], { repo }) => {
    expect(await sent(repo, value)).toEqual({ value: arrived, type })
  })

  test('a time is stored as a whole number', async ({ repo }) => {
    const at = 1_768_208_400_000
    await sql`insert into users (email, inserted_at, updated_at) values ('a@b', ${at}, ${at})`.execute(
      repo.db,
    )

    const { rows } = await sql`select typeof(inserted_at) as type from users`.execute(repo.db)

    expect(rows).toEqual([{ type: 'integer' }])
  })

  test.for([
    [undefined, 'undefined', 'Give null for none, or leave the column out.'],
    [NaN, 'NaN', 'No column has such a number; give null for none.'],
    [-Infinity, '-Infinity', 'No column has such a number; give null for none.'],
    [2n ** 53n, 'a bigint beyond 2^53', 'Store it as text.'],
    [-(2n ** 53n) - 1n, 'a bigint beyond 2^53', 'Store it as text.'],
    ['half \ud83c', 'text with half a surrogate pair', 'Check it with isWellFormed() first.'],
    [new Date(0), 'a Date', 'Times are milliseconds: give date.getTime().'],
    [[1, 2], 'an array', 'Give one value, or JSON.stringify(array).'],
    [{ a: 1 }, 'an object', 'Give one value, or JSON.stringify(object).'],
    [() => 1, 'a function', 'Give the value that it stands for.'],
    [Symbol('x'), 'a symbol', 'Give the value that it stands for.'],
    [secret(undefined), 'undefined', 'Give null for none, or leave the column out.'],
  ] as const)('%o is refused', async ([value, given, advice], { repo }) => {
    const insert = repo.db.executeQuery({
      ...sql`select ?`.compile(repo.db),
      parameters: [value],
    })

    await expect(insert).rejects.toThrow(
      new SqlArgumentError(
        `sqlite: parameter 1 is ${given}. ` +
          `Expected text, a finite number, a boolean, bytes or null. ${advice}`,
      ),
    )
  })

  test('a refusal never repeats the value', async ({ repo }) => {
    const error = await sent(repo, secret('correct horse \ud83c')).catch(String)

    expect(error).not.toContain('correct horse')
  })
})
