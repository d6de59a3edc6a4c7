import { copyFile, readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { listTableNames } from '#repo/inspect-tables.ts'
import type { Repo } from '#repo/repo.ts'
import {
  emails,
  people,
  person,
  testOf,
  type ContractTables,
  type EngineUnderTest,
} from './under-test.ts'

export function fileContract({ files, ...engine }: EngineUnderTest): void {
  const test = testOf({ ...engine, files })

  describe.skipIf(!files)('a copy', () => {
    /** What a copy of this repo holds, by opening it. */
    async function inCopyOf(repo: Repo<ContractTables>): Promise<readonly string[]> {
      const file = await files!.path()
      await repo.copyTo(file)
      const copy = await files!.open(file)
      return emails(copy).finally(() => copy.close())
    }

    test('has all that was committed', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))

      expect(await inCopyOf(repo)).toEqual(['ana@b'])
    })

    test('waits for a transaction, and has all of it or nothing', async ({ repo }) => {
      const begun = Promise.withResolvers<void>()
      const writing = repo.transact(async (inner) => {
        await inner.insertOrThrow(person('ana@b'))
        begun.resolve()
        await new Promise((resolve) => setTimeout(resolve, 20))
        await inner.insertOrThrow(person('bo@b'))
      })
      await begun.promise

      const [held] = await Promise.all([inCopyOf(repo), writing])

      expect([[], ['ana@b', 'bo@b']]).toContainEqual(held)
    })

    test('leaves out what was deleted', async ({ repo }) => {
      const { id } = await repo.insertOrThrow(person('gone-for-good@b'))
      await repo.deleteAll(people, { id })
      const file = await files!.path()

      await repo.copyTo(file)

      expect((await readFile(file)).includes('gone-for-good')).toBe(false)
    })

    test('is written over nothing that is there', async ({ repo }) => {
      const file = await files!.path()
      await repo.copyTo(file)

      await expect(repo.copyTo(file)).rejects.toThrow()
      await repo.insertOrThrow(person('ana@b'))
    })
  })

  describe.skipIf(!files)('a template', () => {
    test('is a migrated database without rows, and says that it is one', async ({ repo }) => {
      const file = await files!.path()
      await files!.createTemplate(file)

      const template = await files!.open<object>(file)

      expect(await listTableNames(template)).toContain('users')
      expect(await files!.isFromTemplate(template)).toBe(true)
      expect(await files!.isFromTemplate(repo)).toBe(false)
      await template.close()
    })

    test('does not change with a copy of it', async () => {
      const [file, copy] = [await files!.path(), await files!.path()]
      await files!.createTemplate(file)
      const before = await readFile(file)
      await copyFile(file, copy)

      const repo = await files!.open<{ notes: { id: number } }>(copy)
      await repo.db.schema.createTable('notes').addColumn('id', 'integer').execute()
      await repo.close()

      expect(await readFile(file)).toEqual(before)
    })
  })
}
