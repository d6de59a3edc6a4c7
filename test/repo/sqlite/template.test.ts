import { copyFile, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { MIGRATION_TABLES } from '#repo/migration-tables.ts'
import { createTemplate, isFromTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import { test as base } from '../../support/repo.ts'
import { registration, users } from '../schemas.ts'

const test = base.extend<{ directory: string; template: string }>({
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    await use(directory)
    await rm(directory, { recursive: true })
  },

  template: async ({ directory }, use) => {
    const template = join(directory, 'template.db')
    await createTemplate(template)
    await use(template)
  },
})

async function isCurrent(file: string): Promise<boolean> {
  const repo = await openSqlite({ file, mustExist: true })
  return isFromTemplate(repo).finally(() => repo.close())
}

describe('createTemplate', () => {
  test('leaves one file, whose copy is a migrated database', async ({ directory, template }) => {
    expect(await readdir(directory)).toEqual(['template.db'])
    const file = join(directory, 'copy.db')
    await copyFile(template, file)

    const repo = await openSqlite({ file, mustExist: true, maxPages: 512 })
    const ana = await repo.insertOrThrow(registration('ana@b'))

    expect(ana.id).toBe(1)
    expect(await isFromTemplate(repo)).toBe(true)
    await repo.close()
    expect((await stat(template)).size).toBeLessThan(100_000)
  })

  test('makes whole files when several start at once', async ({ directory }) => {
    const file = join(directory, 'new', 'template.db')

    await Promise.all([1, 2, 3, 4].map(() => createTemplate(file)))

    expect(await readdir(join(directory, 'new'))).toEqual(['template.db'])
    expect(await isCurrent(file)).toBe(true)
  })

  test('can be made anew while it is being read', async ({ template }) => {
    const reading = await openSqlite({ file: template, readOnly: true })
    const before = await stat(template)

    await createTemplate(template)

    // Another file under the same name: who reads the old one, or copies it, goes on undisturbed.
    expect((await stat(template)).ino).not.toBe(before.ino)

    expect(await reading.exists(users)).toBe(false)
    expect(await isFromTemplate(reading)).toBe(true)
    await reading.close()
  })

  test('leaves nothing behind when it fails', async ({ directory }) => {
    const taken = join(directory, 'taken')
    await createTemplate(join(taken, 'inside.db'))

    // A directory cannot be replaced by a file.
    await expect(createTemplate(taken)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/)

    expect(await readdir(directory)).toEqual(['taken'])
  })
})

describe('isFromTemplate', () => {
  test('does not know an empty file, nor one of another version', async ({ directory }) => {
    const file = join(directory, 'other.db')
    await writeFile(file, '')
    expect(await isCurrent(file)).toBe(false)

    const repo = await openSqlite({ memory: true })
    expect(await isFromTemplate(repo)).toBe(false)
    await repo.close()
  })

  test('does not know a template that was cut to nothing', async ({ template }) => {
    await truncate(template, 0)

    expect(await isCurrent(template)).toBe(false)
  })
})

test('the notes of the migrator are the only tables without a schema', async ({ repo }) => {
  const tables = await repo.db.introspection.getTables()

  expect(tables.map(({ name }) => name).filter((name) => !MIGRATION_TABLES.includes(name))).toEqual(
    [
      'feature_flags',
      'memberships',
      'organizations',
      'scores',
      'user_roles',
      'users',
      'users_tokens',
    ],
  )
})
