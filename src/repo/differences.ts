/**
 * Where PostgreSQL says or does otherwise than SQLite. Everything else is the
 * same for whoever uses a repo: `test/repo/engine-contract.ts`. Phoenix uses
 * PostgreSQL, so its readers know the words on that side. Each row is tried on
 * both, and `content/decisions/differences-between-databases.md` shows them.
 */
export interface Difference {
  readonly id: string
  readonly what: string
  /** Markdown: between backquotes it is to the letter. */
  readonly sqlite: string
  readonly postgres: string
}

export const DIFFERENCES: readonly Difference[] = [
  {
    id: 'unique',
    what: 'A value that is taken',
    sqlite: '`UNIQUE constraint failed: users.email`: the columns',
    postgres:
      '`duplicate key value violates unique constraint "users_email_index"`: the name of the index',
  },
  {
    id: 'check',
    what: 'A value that a check refuses',
    sqlite: '`CHECK constraint failed: users_email_check`',
    postgres: '`new row for relation "users" violates check constraint "users_email_check"`',
  },
  {
    id: 'not-null',
    what: 'A value that is missing',
    sqlite: '`NOT NULL constraint failed: users.email`',
    postgres: '`null value in column "email" of relation "users" violates not-null constraint`',
  },
  {
    id: 'foreign-key',
    what: 'A row that points to nothing',
    sqlite: '`FOREIGN KEY constraint failed`: no name, so the repo looks which it was',
    postgres:
      '`insert or update on table "users_tokens" violates foreign key constraint "users_tokens_user_id_fkey"`',
  },
  {
    id: 'code',
    what: 'Its code for a refused write',
    sqlite: '`SQLITE_CONSTRAINT`, for all of them',
    postgres: '`23505` for a unique index; Postgrex calls it `unique_violation`',
  },
  {
    id: 'type',
    what: 'Text for a time',
    sqlite:
      '`cannot store TEXT value in INTEGER column users.confirmed_at`, since the table is `strict`',
    postgres: '`invalid input syntax for type bigint`, in any table',
  },
  {
    id: 'table',
    what: 'A table that is not there',
    sqlite: '`no such table: nowhere`',
    postgres: '`relation "nowhere" does not exist`',
  },
  {
    id: 'places',
    what: 'The places of values in SQL',
    sqlite: '`select "id" from "users" where "email" = ?`',
    postgres: '`select "id" from "users" where "email" = $1`',
  },
  {
    id: 'case',
    what: 'Ä@example.com beside ä@example.com',
    sqlite: '`two addresses`: `collate nocase` knows A to Z',
    postgres: '`one address`: `citext` knows the letters of the database’s locale',
  },
  {
    id: 'like',
    what: 'Whether Ana is `like` ana',
    sqlite: '`1`: yes, and a number',
    postgres: '`false`: no, and a boolean; with `ilike` or `citext` it is',
  },
  {
    id: 'nulls',
    what: 'Where rows without a value stand, in ascending order',
    sqlite: '`first`',
    postgres: '`last`',
  },
  {
    id: 'zero',
    what: 'Text with the character 0',
    sqlite: '`kept`',
    postgres: '`refused`',
  },
  {
    id: 'aborted',
    what: 'After a question that failed inside a transaction',
    sqlite: '`goes on`',
    postgres:
      '`current transaction is aborted, commands ignored until end of transaction block`; not after a write through the repo, which has a savepoint',
  },
  {
    id: 'at-once',
    what: 'Two transactions at once',
    sqlite: '`one after the other`',
    postgres:
      '`both at once`; the one that would have seen something else is run again, as `serializable` has it',
  },
]
