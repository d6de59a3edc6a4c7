import { describe, expect } from 'vitest'
import { secret } from '#lib/secret.ts'
import { inspectTable, inspectTables, listTableNames } from '#repo/inspect-tables.ts'
import { migrateDown } from '#repo/migrator.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
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
