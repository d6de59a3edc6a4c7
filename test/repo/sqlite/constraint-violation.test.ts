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

  test('gives the words of a check without a name', async ({ repo }) => {
    await run(repo, 'create table notes (stars integer check (stars between 1 and 5))')

    const violation = await refusalOf(repo, 'insert into notes values (6)')

    expect(violation).toMatchObject({ type: 'check', constraint: 'stars between 1 and 5' })
  })

  test.for([
    ['a value of the wrong type', ANA.replace('0, 0', `'now', 0`)],
    ['a table that is not there', 'select * from nowhere'],
    ['a statement that is no SQL', 'insert onto users'],
  ])('is null for %s', async ([, statement], { repo }) => {
    expect(await refusalOf(repo, statement!)).toBeNull()
  })
})

describe('a foreign key, which SQLite does not name', () => {
  test('has the name that Ecto would give it, where the table gives none', async ({ repo }) => {
    await run(repo, 'create table notes (user_id integer references users)')

    const violation = await refusalOf(repo, 'insert into notes values (404)', {
      operation: 'insert',
      source: 'notes',
      changes: { user_id: 404 },
      filters: {},
    })

    expect(violation?.constraint).toBe('notes_user_id_fkey')
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
