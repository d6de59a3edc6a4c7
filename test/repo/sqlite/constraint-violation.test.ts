import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Statement } from '#repo/engine.ts'
import type { Repo } from '#repo/repo.ts'
import { constraintViolation } from '#repo/sqlite/constraint-violation.ts'
import { test } from '../../support/repo.ts'

/** Runs SQL that the database refuses, and reads the refusal. */
async function refusalOf(repo: Repo, statement: string, write: Statement | null = null) {
  const error = await run(repo, statement).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  return constraintViolation(repo.db, error, write)
}

async function run(repo: Repo, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(repo.db)
}

const ANA = `insert into users (id, email, inserted_at, updated_at) values (1, 'ana@example.com', 0, 0)`
const TOKEN = `insert into users_tokens (user_id, token, context, inserted_at) values (1, x'00', 'login', 0)`

describe('constraintViolation', () => {
  test('names the unique index whose columns SQLite tells', async ({ repo }) => {
    await run(repo, ANA)

    const violation = await refusalOf(repo, ANA.replace('1,', '2,').replace('ana', 'ANA'))

    expect(violation).toEqual({
      type: 'unique',
      constraint: 'users_email_index',
      table: 'users',
      columns: ['email'],
    })
  })

  test('names a unique index over two columns', async ({ repo }) => {
    await run(repo, ANA, TOKEN)

    const violation = await refusalOf(repo, TOKEN)

    expect(violation?.constraint).toBe('users_tokens_context_token_index')
    expect(violation?.columns).toEqual(['context', 'token'])
  })

  test('uses the name that the index has now, not the one it had before', async ({ repo }) => {
    await run(
      repo,
      ANA,
      'drop index users_email_index',
      'create unique index one_account_each on users (email)',
    )

    expect((await refusalOf(repo, ANA.replace('1,', '2,')))?.constraint).toBe('one_account_each')
  })

  test('names a unique index on an expression', async ({ repo }) => {
    await run(
      repo,
      ANA,
      'drop index users_email_index',
      'create unique index users_lower_email_index on users (lower(email))',
    )

    expect(await refusalOf(repo, ANA.replace('1,', '2,').replace('ana', 'ANA'))).toEqual({
      type: 'unique',
      constraint: 'users_lower_email_index',
      table: null,
      columns: [],
    })
  })

  test('names a primary key as Postgres does', async ({ repo }) => {
    await run(repo, ANA)

    const violation = await refusalOf(repo, ANA.replace('ana', 'bo'))

    expect(violation).toMatchObject({ type: 'unique', constraint: 'users_pkey', columns: ['id'] })
  })

  test.for([
    ['a text primary key', 'notes_pkey'],
    ['a text, constraint notes_key primary key (a)', 'notes_key'],
    ['a text unique', 'notes_a_index'],
    ['a text, constraint "one a" unique ("a")', 'one a'],
  ])('names what a table declares itself: %s', async ([columns, constraint], { repo }) => {
    await run(repo, `create table notes (${columns})`, `insert into notes (a) values ('x')`)

    const violation = await refusalOf(repo, `insert into notes (a) values ('x')`)

    expect(violation).toMatchObject({ type: 'unique', constraint, table: 'notes' })
  })

  test('names a check', async ({ repo }) => {
    expect(await refusalOf(repo, ANA.replace('ana@', ''))).toEqual({
      type: 'check',
      constraint: 'users_email_check',
      table: null,
      columns: [],
    })
  })

  test('gives the words of a check without a name', async ({ repo }) => {
    await run(repo, 'create table notes (stars integer check (stars between 1 and 5))')

    const violation = await refusalOf(repo, 'insert into notes values (6)')

    expect(violation).toMatchObject({ type: 'check', constraint: 'stars between 1 and 5' })
  })

  test('tells the column of a missing value', async ({ repo }) => {
    expect(await refusalOf(repo, ANA.replace(`'ana@example.com'`, 'null'))).toEqual({
      type: 'not_null',
      constraint: null,
      table: 'users',
      columns: ['email'],
    })
  })

  test.for([
    ['a value of the wrong type', ANA.replace('0, 0', `'now', 0`)],
    ['a table that is not there', 'select * from nowhere'],
    ['a statement that is no SQL', 'insert onto users'],
  ])('is null for %s', async ([, statement], { repo }) => {
    expect(await refusalOf(repo, statement!)).toBeNull()
  })

  test('is null for an error that is not from the database', async ({ repo }) => {
    const error = new Error('SQLITE_CONSTRAINT: UNIQUE constraint failed: users.email')

    expect(await constraintViolation(repo.db, error)).toBeNull()
  })
})

describe('a foreign key, which SQLite does not name', () => {
  test('is found by looking for the row it points to', async ({ repo }) => {
    const values = { user_id: 404 }
    const write: Statement = {
      operation: 'insert',
      source: 'users_tokens',
      changes: values,
      filters: {},
    }

    expect(await refusalOf(repo, TOKEN.replace('(1,', '(404,'), write)).toEqual({
      type: 'foreign_key',
      constraint: 'users_tokens_user_id_fkey',
      table: 'users_tokens',
      columns: ['user_id'],
    })
  })

  test('is the one of several that points to nothing', async ({ repo }) => {
    await run(
      repo,
      ANA,
      `create table notes (id integer primary key, author_id integer references users, editor_id integer,
        constraint notes_editor_fkey foreign key (editor_id) references users (id))`,
    )
    const insert = (author: number | null, editor: number | null) =>
      refusalOf(repo, `insert into notes (author_id, editor_id) values (${author}, ${editor})`, {
        operation: 'insert',
        source: 'notes',
        changes: { author_id: author, editor_id: editor },
        filters: {},
      })

    expect((await insert(404, 1))?.constraint).toBe('notes_author_id_fkey')
    expect((await insert(1, 404))?.constraint).toBe('notes_editor_fkey')
    expect((await insert(null, 404))?.constraint).toBe('notes_editor_fkey')
  })

  test('is found for an update by the values that the row keeps', async ({ repo }) => {
    await run(
      repo,
      'create table rooms (house text, number integer, primary key (house, number))',
      `insert into rooms values ('north', 1)`,
      `create table beds (id integer primary key, house text, room integer,
        foreign key (house, room) references rooms (house, number))`,
      `insert into beds values (7, 'north', 1)`,
    )

    const violation = await refusalOf(repo, 'update beds set room = 2 where id = 7', {
      operation: 'update',
      source: 'beds',
      changes: { room: 2 },
      filters: { id: 7 },
    })

    expect(violation).toMatchObject({ constraint: 'beds_house_fkey', columns: ['house', 'room'] })
  })

  test('is found for a delete by the rows that still point here', async ({ repo }) => {
    await run(
      repo,
      ANA,
      TOKEN,
      'create table badges (id integer primary key, user_id integer references users on delete cascade)',
      'insert into badges values (1, 1)',
      'create table notes (id integer primary key, user_id integer references users on delete restrict)',
      'insert into notes values (1, 1)',
    )

    const violation = await refusalOf(repo, 'delete from users where id = 1', {
      operation: 'delete',
      source: 'users',
      changes: {},
      filters: { id: 1 },
    })

    expect(violation).toMatchObject({ constraint: 'notes_user_id_fkey', table: 'notes' })
  })

  test('is found for a changed key by the rows that still point to the old one', async ({
    repo,
  }) => {
    await run(
      repo,
      ANA,
      TOKEN,
      'create table badges (id integer primary key, user_id integer references users on update cascade)',
      'insert into badges values (1, 1)',
    )

    const violation = await refusalOf(repo, 'update users set id = 2 where id = 1', {
      operation: 'update',
      source: 'users',
      changes: { id: 2 },
      filters: { id: 1 },
    })

    expect(violation?.constraint).toBe('users_tokens_user_id_fkey')
  })

  test('has no name when nobody says what was written', async ({ repo }) => {
    expect(await refusalOf(repo, TOKEN)).toEqual({
      type: 'foreign_key',
      constraint: null,
      table: null,
      columns: [],
    })
  })
})
