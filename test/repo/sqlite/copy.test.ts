import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { migrateToLatest } from '#repo/migrator.ts'
import type { Repo } from '#repo/repo.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { test as base } from '../../support/repo.ts'

const test = base.extend<{ readonly folder: string; readonly stored: Repo }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
  stored: async ({ folder }, use) => {
    const repo = await openSqlite({ file: join(folder, 'own.db'), maxPages: 512 })
    await migrateToLatest(repo)
    await use(repo)
    await repo.close()
  },
})

const add = (repo: Repo, email: string) => repo.insertOrThrow(change(build(users), { email }))
const emailsIn = (file: string) => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db
      .prepare('select email from users order by id')
      .all()
      .map(({ email }) => email)
  } finally {
    db.close()
  }
}

describe('copyTo', () => {
  test('writes one file that any SQLite opens, with nothing beside it', async ({
    folder,
    stored,
  }) => {
    await add(stored, 'ana@b')
    const file = join(folder, 'copy.db')

    await stored.copyTo(file)

    expect(emailsIn(file)).toEqual(['ana@b'])
    expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual(['copy.db'])
  })

  test('does not let a second database be opened by anything else', async ({ folder, stored }) => {
    await stored.copyTo(join(folder, 'copy.db'))

    await expect(
      sql`attach ${join(folder, 'copy.db')} as other`.execute(stored.db),
    ).rejects.toThrow('too many attached databases')
  })

  test('does not write over a file, nor through a link', async ({ folder, stored }) => {
    const there = join(folder, 'there.db')
    await writeFile(there, 'something')
    await symlink(join(folder, 'elsewhere.db'), join(folder, 'link.db'))

    await expect(stored.copyTo(there)).rejects.toThrow()
    await expect(stored.copyTo(join(folder, 'link.db'))).rejects.toThrow('not a regular file')
    expect(await readFile(there, 'utf8')).toBe('something')
    await add(stored, 'ana@b')
  })
})
