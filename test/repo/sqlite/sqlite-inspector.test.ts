import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { inspectTable, inspectTables } from '#repo/inspect-tables.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { test } from '../../support/repo.ts'

const ALL = { mostRows: 100 }

describe('a table of SQLite', () => {
  test('has its indexes, foreign keys and checks by name', async ({ repo }) => {
    const [users, tokens] = await inspectTables(repo, ALL)

    expect(users?.indexes).toMatchObject([
      { name: 'users_email_index', unique: true, columns: ['email'], ignoresCase: true },
    ])
    expect(users?.checks).toEqual([{ name: 'users_email_check', expression: "email like '_%@%_'" }])
    expect(tokens?.indexes).toMatchObject([
      { name: 'users_tokens_user_id_index', unique: false, columns: ['user_id'] },
      { name: 'users_tokens_context_token_index', unique: true, columns: ['context', 'token'] },
    ])
    expect(tokens?.foreignKeys).toEqual([
      {
        name: 'users_tokens_user_id_fkey',
        columns: ['user_id'],
        table: 'users',
        to: ['id'],
        onDelete: 'cascade',
      },
    ])
  })

  test('may be of any shape', async ({ repo }) => {
    await sql`create table "a ""b' ?" (
      "x'y" text collate nocase default 'it''s', n, b blob, g text generated always as (n || '!'),
      constraint "one of them" unique ("x'y"), primary key (n, "x'y")
    ) without rowid`.execute(repo.db)
    await sql`create unique index "odd " on "a ""b' ?" (lower("x'y")) where n > 0`.execute(repo.db)
    await sql`insert into "a ""b' ?" ("x'y", n, b) values ('Ana', 1, x'00ff'), ('Bo', 2.5, null)`.execute(
      repo.db,
    )

    const table = await inspectTable(repo, `a "b' ?`, ALL)

    expect(table?.rowCount).toBe(2)
    expect(table?.rows[1]).toEqual({
      key: "1,'Ana'",
      cells: {
        "x'y": { kind: 'text', value: 'Ana' },
        n: { kind: 'number', value: 1 },
        b: { kind: 'bytes', length: 2, start: null },
        g: { kind: 'text', value: '1!' },
      },
    })
    expect(table?.columns[0]?.defaultValue).toBe("'it''s'")
    expect(table?.indexes.map(({ name, columns }) => [name, columns])).toEqual([
      ['one of them', ["x'y"]],
      ['a "b\' ?_pkey', ['n', "x'y"]],
      ['odd ', ['an expression']],
    ])
  })

  test('without a primary key has rows all the same', async ({ repo }) => {
    await sql`create table notes (body text)`.execute(repo.db)
    await sql`insert into notes values ('first'), ('second')`.execute(repo.db)

    const notes = await inspectTable(repo, 'notes', ALL)

    expect(notes?.rows.map(({ key }) => key)).toEqual(['2', '1'])
  })
})

test('looking changes nothing, and works where nothing can be written', async () => {
  const repo = await openSqlite({ memory: true })
  await sql`create table notes (id integer primary key)`.execute(repo.db)
  await sql`pragma query_only = on`.execute(repo.db)

  expect(await inspectTables(repo, ALL)).toHaveLength(1)
  await repo.close()
})
