import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseCorruptError,
  DatabaseError,
  DatabaseFullError,
  DatabaseUnreachableError,
  SqlArgumentError,
} from '#repo/database-error.ts'
import { Fifo } from '#repo/fifo.ts'
import type { Repo } from '#repo/repo.ts'
import { createTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import { SqliteDialect } from '#repo/sqlite/sqlite-dialect.ts'
import { Sqlite3Handle } from '#repo/sqlite/sqlite3-handle.ts'
import { test as base } from '../../support/repo.ts'
import { tokenFor, users } from '../schemas.ts'

interface Notes {
  readonly notes: { readonly id: number; readonly text: string | null }
}

const test = base.extend<{
  /** A directory of the test's own. */
  directory: string
  handle: Sqlite3Handle
  db: Kysely<Notes>
}>({
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    await use(directory)
    await rm(directory, { recursive: true })
  },

  handle: async ({}, use) => {
    const handle = await Sqlite3Handle.open({ memory: true })
    await use(handle)
    await handle.close()
  },

  db: async ({ handle }, use) => {
    const db = new Kysely<Notes>({ dialect: new SqliteDialect(handle, new Fifo()) })
    await sql`create table notes (id integer primary key, text text)`.execute(db)
    await use(db)
  },
})

const readPragma = async (repo: Repo, name: string) => {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(repo.db)
  return Object.values(rows[0] ?? {})[0]
}

test('a statement that writes no rows says so, whatever was written before it', async ({ db }) => {
  const written = await sql`insert into notes values (1, 'a'), (2, 'b')`.execute(db)
  const made = await sql`create table others (id integer)`.execute(db)

  expect([written.numAffectedRows, made.numAffectedRows]).toEqual([2n, 0n])
})

describe('opening', () => {
  test('sets what SQLite leaves loose', async ({ directory }) => {
    const repo = await openSqlite({ file: join(directory, 'a.db'), maxPages: 512 })

    const settings = ['foreign_keys', 'journal_mode', 'synchronous', 'trusted_schema']
    settings.push('cell_size_check', 'temp_store', 'max_page_count', 'busy_timeout')
    const values = []
    for (const name of settings) values.push(await readPragma(repo, name))
    await repo.close()

    expect(values).toEqual([1, 'wal', 1, 0, 1, 2, 512, 250])
  })

  test.for([
    ['', 'an empty name'],
    [':memory:', 'a name that means memory'],
    ['data/a.db', 'a relative path'],
    ['file:a.db?mode=memory', 'a URI'],
    ['/tmp/a\0b.db', 'a NUL'],
    [null, 'no name'],
  ] as const)('refuses %j: %s', async ([file]) => {
    await expect(openSqlite({ file: file as string })).rejects.toThrow(
      new SqlArgumentError(
        'sqlite: the file name is not usable. Expected an absolute path without NUL. ' +
          'For a database in memory, say { memory: true }.',
      ),
    )
  })

  test('takes a name with signs that mean something in a URI', async ({ directory }) => {
    const file = join(directory, 'a?mode=ro#%41.db')
    await createTemplate(file)

    const repo = await openSqlite({ file, readOnly: true })

    expect(await repo.exists(users)).toBe(false)
    await repo.close()
    expect(await readdir(directory)).toEqual(['a?mode=ro#%41.db'])
  })

  test('makes a missing file, unless told that it must exist', async ({ directory }) => {
    const file = join(directory, 'a.db')

    await expect(openSqlite({ file, mustExist: true })).rejects.toThrow(
      new DatabaseUnreachableError('SQLITE_CANTOPEN: unable to open database file', {
        code: 'SQLITE_CANTOPEN',
      }),
    )
    await (await openSqlite({ file })).close()

    expect(await readdir(directory)).toEqual(['a.db'])
  })

  test('refuses a directory and a link', async ({ directory }) => {
    await mkdir(join(directory, 'folder.db'))
    await symlink('/etc/hostname', join(directory, 'link.db'))

    for (const name of ['folder.db', 'link.db'])
      await expect(openSqlite({ file: join(directory, name) })).rejects.toThrow(
        new DatabaseUnreachableError('The database is not a regular file.', {
          code: 'SQLITE_CANTOPEN',
        }),
      )
  })

  test('refuses a file that is no database', async ({ directory }) => {
    const file = join(directory, 'a.db')
    await writeFile(file, 'not a database, but long enough to look like one'.repeat(100))

    await expect(openSqlite({ file })).rejects.toThrow(DatabaseCorruptError)
  })

  test('finds out that a file was cut off', async ({ directory }) => {
    const file = join(directory, 'a.db')
    await createTemplate(file)
    await truncate(file, 6_000)

    const opened = openSqlite({ file }).then((repo) =>
      repo.exists(users).finally(() => repo.close()),
    )

    await expect(opened).rejects.toThrow(DatabaseCorruptError)
  })

  test.for([0, -1, 1.5, NaN])('refuses %d pages', async (maxPages) => {
    await expect(openSqlite({ memory: true, maxPages })).rejects.toThrow(
      `sqlite: maxPages is ${maxPages}. Expected a whole number above 0.`,
    )
  })
})

describe('read-only', () => {
  test('reads a template that lies in a directory nobody may write', async ({ directory }) => {
    const file = join(directory, 'template.db')
    await createTemplate(file)

    const repo = await openSqlite({ file, readOnly: true })
    const write = sql`insert into users (email, inserted_at, updated_at) values ('a@b', 0, 0)`

    expect(await repo.exists(users)).toBe(false)
    await expect(write.execute(repo.db)).rejects.toThrow(
      new DatabaseError('SQLITE_READONLY: attempt to write a readonly database', {
        code: 'SQLITE_READONLY',
      }),
    )
    expect(await readdir(directory)).toEqual(['template.db'])
    await repo.close()
  })
})

describe('a query', () => {
  test('tells how many rows it wrote, and the new id', async ({ db }) => {
    const inserted = await db.insertInto('notes').values({ id: 7, text: 'a' }).executeTakeFirst()
    const updated = await db.updateTable('notes').set({ text: 'b' }).executeTakeFirst()
    const deleted = await db.deleteFrom('notes').where('id', '=', 8).executeTakeFirst()

    expect(inserted.insertId).toBe(7n)
    expect(inserted.numInsertedOrUpdatedRows).toBe(1n)
    expect(updated.numUpdatedRows).toBe(1n)
    expect(deleted.numDeletedRows).toBe(0n)
  })

  test('answers with rows when it returns them', async ({ db }) => {
    const rows = await db
      .insertInto('notes')
      .values([
        { id: 1, text: 'a' },
        { id: 2, text: 'b' },
      ])
      .returning('id')
      .execute()
    const changed = await db
      .with('chosen', (query) => query.selectFrom('notes').select('id').where('id', '=', 2))
      .updateTable('notes')
      .set({ text: 'c' })
      .where('id', 'in', (query) => query.selectFrom('chosen').select('id'))
      .executeTakeFirst()

    expect(rows).toEqual([{ id: 1 }, { id: 2 }])
    expect(changed.numUpdatedRows).toBe(1n)
  })

  test('is refused when the number of values is wrong', async ({ db }) => {
    const query = (...parameters: unknown[]) =>
      db.executeQuery({ ...sql`select ? + ?`.compile(db), parameters })
    const refusal = (given: number) =>
      new SqlArgumentError(
        `sqlite: the SQL has 2 places (?) and ${given} values were given. ` +
          'Give one value for each place.',
      )

    await expect(query(1)).rejects.toThrow(refusal(1))
    await expect(query(1, 2, 3)).rejects.toThrow(refusal(3))
    await expect(query(1, 2)).resolves.toEqual({ rows: [{ '? + ?': 3 }] })
  })

  test.for([undefined, null, 42, {}, ['select 1']])(
    'is refused when its SQL is %j',
    async (text, { handle }) => {
      await expect(handle.all(text as never, [])).rejects.toThrow(SqlArgumentError)
    },
  )

  test('carries the message of SQLite, a stack, and no SQL', async ({ db }) => {
    const error = await sql`select secret from nowhere where x = ${'hunter2'}`
      .execute(db)
      .catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({
      message: 'SQLITE_ERROR: no such table: nowhere',
      code: 'SQLITE_ERROR',
    })
    expect((error as Error).stack).toContain('Sqlite3Handle')
    expect(JSON.stringify(error)).not.toContain('hunter2')
  })

  test('is not stopped by one before it that failed', async ({ db }) => {
    const duplicate = db.insertInto('notes').values({ id: 1, text: null })
    await duplicate.execute()

    await expect(duplicate.execute()).rejects.toThrow('UNIQUE constraint failed: notes.id')
    await db.deleteFrom('notes').execute()

    await expect(duplicate.execute()).resolves.toHaveLength(1)
  })

  test.for([
    ['attach a second database', `attach '/tmp/other.db' as other`],
    ['take a hundred thousand characters', `select randomblob(100001)`],
    ['join twenty-one selects', `select 1${' union select 1'.repeat(20)}`],
    ['nest without end', `select ${'('.repeat(60)}1${' + 1)'.repeat(60)}`],
  ])('may not %s', async ([, statement], { db }) => {
    await expect(sql.raw(statement!).execute(db)).rejects.toThrow(DatabaseError)
  })
})

test('a query takes a hundred values and no more', async ({ handle }) => {
  const ask = (count: number) => {
    const values = Array.from({ length: count }, () => 1)
    return handle.all(`select ${values.map(() => '?').join(', ')}`, values)
  }

  await expect(ask(100)).resolves.toHaveLength(1)
  await expect(ask(101)).rejects.toThrow('too many SQL variables')
})

describe('statements', () => {
  test('stay prepared, up to a number, and are given up at the end', async () => {
    const handle = await Sqlite3Handle.open({ memory: true, mostStatements: 2 })
    for (const number of [1, 2, 3, 2, 3]) await handle.all(`select ${number}`, [])

    expect(handle.openStatements).toBe(2)
    await handle.close()
    expect(handle.openStatements).toBe(0)
  })

  test('survive a refused value', async ({ handle }) => {
    await handle.all('select ?', [1])

    await expect(handle.all('select ?', [undefined])).rejects.toThrow(SqlArgumentError)

    expect(handle.openStatements).toBe(1)
    await expect(handle.all('select ?', [2])).resolves.toEqual([{ '?': 2 }])
  })

  test('see a table that was changed since', async ({ db }) => {
    await db.insertInto('notes').values({ id: 1, text: 'a' }).execute()
    const all = db.selectFrom('notes').selectAll()
    await all.execute()

    await sql`alter table notes add column stars integer default 5`.execute(db)

    expect(await all.execute()).toEqual([{ id: 1, text: 'a', stars: 5 }])
  })

  test('are finalised after a stream that was left half way', async ({ db, handle }) => {
    await db
      .insertInto('notes')
      .values([1, 2, 3].map((id) => ({ id, text: null })))
      .execute()

    const seen = []
    for await (const { id } of db.selectFrom('notes').select('id').stream()) {
      seen.push(id)
      if (id === 2) break
    }

    expect(seen).toEqual([1, 2])
    await sql`drop table notes`.execute(db)
    await expect(handle.close()).resolves.toBeUndefined()
  })
})

test('a handle lets a running statement end, and gives it up', async () => {
  const handle = await Sqlite3Handle.open({ memory: true })
  const slow = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 200000)
    select max(n) as most from numbers`
  const running = handle.all(slow, [])
  // Prepared, and on its way.
  await new Promise((resolve) => setTimeout(resolve, 5))

  await handle.close()

  await expect(running).resolves.toEqual([{ most: 200_000 }])
  expect(handle.openStatements).toBe(0)
})

test('a handle closes while a statement is being prepared', async () => {
  const handle = await Sqlite3Handle.open({ memory: true })
  const asked = handle.all('select 1', [])
  const refused = expect(asked).rejects.toThrow(DatabaseClosedError)

  await expect(handle.close()).resolves.toBeUndefined()

  await refused
})

test('a handle closes although a stream is half read', async () => {
  const handle = await Sqlite3Handle.open({ memory: true })
  const rows = handle.each('select 1 as one union select 2', [])
  await rows.next()

  await expect(handle.close()).resolves.toBeUndefined()

  await expect(rows.next()).rejects.toThrow(DatabaseClosedError)
})

describe('one connection', () => {
  test('answers in the order of asking', async ({ db }) => {
    const order: number[] = []

    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await sql`select ${index}`.execute(db)
        order.push(index)
      }),
    )

    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  test('ends a wait for itself in bounded time', async ({ handle }) => {
    const turns = new Fifo({ patienceMilliseconds: 30 })
    const db = new Kysely<Notes>({ dialect: new SqliteDialect(handle, turns) })

    const stuck = db.transaction().execute(() => sql`select 1`.execute(db))

    await expect(stuck).rejects.toThrow(
      'A query waited 30 ms for its turn and gave up. A transaction may be stuck: ' +
        'inside repo.transact, use the repo you were given.',
    )
    await expect(sql`select 1 as one`.execute(db)).resolves.toEqual({ rows: [{ one: 1 }] })
  })

  test('lets no more than 256 queries wait', async ({ db }) => {
    const queries = Array.from({ length: 300 }, () => sql`select 1`.execute(db))

    const results = await Promise.allSettled(queries)

    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(300 - 257)
    expect(refused[0]).toMatchObject({ reason: expect.any(DatabaseBusyError) as unknown })
  })
})

describe('a full database', () => {
  test('refuses to grow, still reads, and keeps what it had', async ({ directory }) => {
    const template = join(directory, 'template.db')
    await createTemplate(template)
    const file = join(directory, 'a.db')
    await copyFile(template, file)
    const repo = await openSqlite({ file, maxPages: 20 })
    const write = (number: number) =>
      sql`
      insert into users (email, hashed_password, inserted_at, updated_at)
      values (${`${number}@b`}, ${'x'.repeat(3_000)}, 0, 0)`.execute(repo.db)

    const fill = async () => {
      for (let number = 0; number < 50; number++) await write(number)
    }
    await expect(fill()).rejects.toThrow(
      new DatabaseFullError('SQLITE_FULL: database or disk is full', { code: 'SQLITE_FULL' }),
    )
    const inTransaction = repo.transact(async (inner) => {
      await sql`update users set confirmed_at = 1`.execute(inner.db)
      await sql`insert into users (email, hashed_password, inserted_at, updated_at)
        values ('z@b', ${'x'.repeat(90_000)}, 0, 0)`.execute(inner.db)
    })
    await expect(inTransaction).rejects.toThrow(DatabaseFullError)

    const { rows } = await sql`select count(confirmed_at) as touched from users`.execute(repo.db)
    expect(rows).toEqual([{ touched: 0 }])
    await repo.close()
  })
})

describe('closing', () => {
  test('twice is once', async ({ directory }) => {
    const repo = await openSqlite({ file: join(directory, 'a.db') })
    await sql`create table notes (id integer)`.execute(repo.db)

    await Promise.all([repo.close(), repo.close()])

    expect(await readdir(directory)).toEqual(['a.db'])
  })

  test('ends a transaction that never ends, without its writes', async ({ directory }) => {
    const file = join(directory, 'a.db')
    const stuck = await Sqlite3Handle.open({ file })
    const dialect = new SqliteDialect(stuck, new Fifo({ patienceMilliseconds: 20 }))
    const db = new Kysely<Notes>({ dialect })
    await sql`create table notes (id integer primary key, text text)`.execute(db)
    const never = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ id: 1, text: null }).execute()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await transaction.selectFrom('notes').selectAll().execute()
    })

    const refused = expect(never).rejects.toThrow(DatabaseClosedError)
    await dialect.close()
    await refused
    expect(stuck.openStatements).toBe(0)

    const again = await Sqlite3Handle.open({ file })
    expect(await again.all('select * from notes', [])).toEqual([])
    await again.close()
  })
})

test('a deferred refusal at the end rolls everything back', async ({ repo }) => {
  const failing = repo.transact(async (inner) => {
    await sql`pragma defer_foreign_keys = on`.execute(inner.db)
    await inner.insertOrThrow(change(build(users, { email: 'ana@b' })))
    await inner.insertOrThrow(tokenFor(404))
  })

  await expect(failing).rejects.toThrow('FOREIGN KEY constraint failed')
  expect(await repo.all(users)).toEqual([])
})
