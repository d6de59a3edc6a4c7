import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect } from 'vitest'
import { migrateDown } from '#repo/migrator.ts'
import type { Lease, Sandboxes } from '#sandbox/sandbox.ts'
import { startOver } from '#sandbox/start-over.ts'
import { addresses, insertUser, newVisitor, test, using } from '../support/sandboxes.ts'

const OF_OTHERS = /^This is no sandbox of this version/
const NO_TABLES_OF_OURS = /^The tables of this database are not those of a sandbox/
const OWN = /^This database brings triggers or views of its own/
const DAMAGED = /^This database is damaged/
const LONG = /^A sandbox takes at most 2 MiB, and this file is longer/
const NO_DATABASE = /^This file is no SQLite database/
const STRAY = /^Rows of this database refer to rows/
const MANY = /^A sandbox holds at most 50 users, and this database has more/

/** What a reader downloads. */
async function downloaded(sandboxes: Sandboxes): Promise<Uint8Array> {
  const visitor = await newVisitor(sandboxes)
  return using(sandboxes.findOrCreate(visitor), async (own) => {
    await insertUser(own, 'ana@example.com')
    return sandboxes.copyOf(own)
  })
}

/** The same file after some SQL. */
const changedBy = (sql: string) => async (file: Uint8Array, folder: string) => {
  const path = join(folder, 'changed.db')
  await writeFile(path, file)
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false })
  db.exec(sql)
  db.close()
  return readFile(path)
}

const put = (at: number, bytes: readonly number[]) => (file: Uint8Array) => {
  const changed = Uint8Array.from(file)
  changed.set(bytes, at)
  return Promise.resolve(changed)
}

type Change = (file: Uint8Array, folder: string) => Promise<Uint8Array>

const REFUSED: readonly (readonly [what: string, change: Change, sentence: RegExp])[] = [
  ['nothing', () => Promise.resolve(new Uint8Array()), NO_DATABASE],
  ['text', () => Promise.resolve(Buffer.from('hello '.repeat(1_000))), NO_DATABASE],
  ['the first bytes alone', (file) => Promise.resolve(file.slice(0, 16)), NO_DATABASE],
  [
    'a file that is cut off between pages',
    (file) => Promise.resolve(file.slice(0, 8_192)),
    DAMAGED,
  ],
  ['a file that is cut off in a page', (file) => Promise.resolve(file.slice(0, 10_000)), DAMAGED],
  [
    'a file of more than two megabytes',
    (file) => Promise.resolve(Buffer.concat([file, Buffer.alloc(2 * 1024 * 1024)])),
    LONG,
  ],
  ['other pages', put(16, [0x08, 0x00]), OF_OTHERS],
  ['another encoding', put(56, [0, 0, 0, 2]), OF_OTHERS],
  ['a page of noise', (file) => put(4_096 * 2, Array<number>(4_096).fill(0xab))(file), DAMAGED],
  ['another version', changedBy('pragma user_version = 7'), OF_OTHERS],
  [
    'a trigger',
    changedBy('create trigger t after insert on users begin delete from users; end'),
    OWN,
  ],
  ['a view', changedBy('create view v as select * from users'), OWN],
  ['one more table', changedBy('create table more (id integer)'), NO_TABLES_OF_OURS],
  ['one index less', changedBy('drop index users_email_index'), NO_TABLES_OF_OURS],
  ['one more index', changedBy('create index i on users (id)'), NO_TABLES_OF_OURS],
  [
    'a table without its rules',
    changedBy('drop table scores; create table scores (id integer primary key)'),
    NO_TABLES_OF_OURS,
  ],
  ['a virtual table', changedBy('create virtual table f using fts5(a)'), NO_TABLES_OF_OURS],
  ['migrations that did not run', changedBy('delete from schema_migrations'), NO_TABLES_OF_OURS],
  [
    'rows that refer to nobody',
    changedBy(
      "insert into users_tokens (user_id, token, context, inserted_at) values (99, x'00', 'session', 0)",
    ),
    STRAY,
  ],
  [
    'more users than a sandbox holds',
    changedBy(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
       insert into users (email, inserted_at, updated_at) select i || '@example.com', 0, 0 from n`,
    ),
    MANY,
  ],
]

describe('refusalOf', () => {
  test('has nothing against what was downloaded', async ({ house }) => {
    const sandboxes = await house.open()

    expect(await sandboxes.refusalOf(await downloaded(sandboxes))).toBeNull()
  })

  test.for(REFUSED)(
    'refuses %s, and leaves nothing behind',
    async ([, change, sentence], { house, folder }) => {
      const sandboxes = await house.open()
      const file = await change(await downloaded(sandboxes), folder)
      const before = await house.everything()

      expect(await sandboxes.refusalOf(file)).toMatch(sentence)

      expect(await house.everything()).toEqual(before)
    },
  )

  test('refuses what was downloaded while a migration was down', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const file = await using(sandboxes.findOrCreate(visitor), async (own) => {
      await migrateDown(own.repo)
      return sandboxes.copyOf(own)
    })

    expect(await sandboxes.refusalOf(file)).toMatch(/If a migration was down/)
  })
})

describe('startOver with a file', () => {
  test('begins with what it holds, and the one before comes back', async ({ house }) => {
    const sandboxes = await house.open()
    const file = await downloaded(sandboxes)
    const visitor = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), (own) => insertUser(own, 'bo@example.com'))

    const lease = startOver(sandboxes, visitor, () => Promise.resolve(), { file })

    const facts = await using(lease, async (own) => [own.number, await addresses(own)])
    expect(facts).toEqual([2, ['ana@example.com']])
    await using(sandboxes.findOrCreate(visitor), (own) => insertUser(own, 'cy@example.com'))
    expect(await using(sandboxes.undo(visitor) as Promise<Lease>, addresses)).toEqual([
      'bo@example.com',
    ])
  })
})
