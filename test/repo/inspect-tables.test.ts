import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { secret } from '#lib/secret.ts'
import { checksInDdl } from '#repo/sqlite/check-constraints.ts'
import { inspectTable, inspectTables, listTableNames } from '#repo/inspect-tables.ts'
import { migrateDown } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { collect, Recorder } from '#trace/trace.ts'
import { test } from '../support/repo.ts'
import { registration } from './schemas.ts'

const ALL = { mostRows: 100 }

describe('a table', () => {
  test('is told of by name, those of the migrator and of SQLite left out', async ({ repo }) => {
    await repo.insert(registration('ana@b'))

    expect(await listTableNames(repo)).toEqual([
      'users',
      'users_tokens',
      'organizations',
      'memberships',
      'user_roles',
      'feature_flags',
      'scores',
    ])
  })

  test('has its columns as the database reports them', async ({ repo }) => {
    const users = await inspectTable(repo, 'users', ALL)

    expect(users?.columns.map(({ name, type, notNull }) => [name, type, notNull])).toEqual([
      ['id', 'integer', false],
      ['email', 'text', true],
      ['hashed_password', 'text', false],
      ['confirmed_at', 'integer', false],
      ['inserted_at', 'integer', true],
      ['updated_at', 'integer', true],
    ])
    expect(users?.columns.map(({ primaryKey }) => primaryKey)).toEqual([1, 0, 0, 0, 0, 0])
    expect(users?.ddl).toContain('CREATE TABLE "users"')
  })

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

  test('no longer has an index that was dropped', async ({ repo }) => {
    await sql`drop index users_email_index`.execute(repo.db)

    expect((await inspectTable(repo, 'users', ALL))?.indexes).toEqual([])
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

  test.for([
    '',
    'nowhere',
    'schema_migrations',
    'sqlite_sequence',
    'users" --',
    'USERS',
    'users\0',
  ])('named %j is none', async (name, { repo }) => {
    expect(await inspectTable(repo, name, ALL)).toBeNull()
  })

  test('is none before the first migration', async ({ repo }) => {
    while (await migrateDown(repo));

    expect(await inspectTables(repo, ALL)).toEqual([])
  })
})

describe('a row', () => {
  test('comes newest first, as many as were asked for', async ({ repo }) => {
    for (let n = 1; n <= 5; n += 1) await repo.insert(registration(`user${n}@b`))

    const users = await inspectTable(repo, 'users', { mostRows: 2 })

    expect(users?.rowCount).toBe(5)
    expect(users?.rows.map(({ key }) => key)).toEqual(['5', '4'])
  })

  test('shows of a token six digits of its hash, and of a password nothing', async ({ repo }) => {
    const { id } = await repo.insertOrThrow(registration('ana@b'))
    await repo.db
      .updateTable('users')
      .set({ hashed_password: secret('$argon2id$very-secret') })
      .execute()
    await repo.db
      .insertInto('users_tokens')
      .values({
        user_id: id,
        token: secret(new Uint8Array(32).fill(0xab)),
        context: 'session',
        inserted_at: 0,
      })
      .execute()

    const tables = await inspectTables(repo, ALL)

    expect(tables[0]?.rows[0]?.cells['hashed_password']).toEqual({ kind: 'hidden' })
    expect(tables[1]?.rows[0]?.cells['token']).toEqual({
      kind: 'bytes',
      length: 32,
      start: 'ababab',
    })
    expect(JSON.stringify(tables)).not.toContain('argon2id')
  })

  test('leaves the hash of a password in the database', async ({ repo }) => {
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, () => inspectTable(repo, 'users', ALL))

    const reads = recorder.snapshot().steps.filter(({ name }) => name.includes('"hashed_password"'))
    expect(reads).toHaveLength(1)
    expect(reads[0]?.name).toContain('case when "hashed_password" is null then null else 1 end')
  })

  test('shows that there is no password', async ({ repo }) => {
    await repo.insert(registration('ana@b'))

    const users = await inspectTable(repo, 'users', ALL)

    expect(users?.rows[0]?.cells['hashed_password']).toEqual({ kind: 'null' })
  })

  test('shows two hundred characters of a longer text', async ({ repo }) => {
    await repo.insert(registration(`${'a'.repeat(300)}@b`))

    const users = await inspectTable(repo, 'users', ALL)

    expect(users?.rows[0]?.cells['email']).toEqual({
      kind: 'text',
      value: `${'a'.repeat(200)}… (302 characters)`,
    })
  })
})

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

test('looking changes nothing, and works where nothing can be written', async () => {
  const repo = await openSqlite({ memory: true })
  await sql`create table notes (id integer primary key)`.execute(repo.db)
  await sql`pragma query_only = on`.execute(repo.db)

  expect(await inspectTables(repo, ALL)).toHaveLength(1)
  await repo.close()
})
