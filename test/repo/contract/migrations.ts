import { describe, expect, test } from 'vitest'
import type { DatabaseChanges } from '#trace/database-change.ts'
import {
  listMigrations,
  migrateDown,
  migrateToLatest,
  migrateUp,
  type MigrationSet,
} from '#repo/migrator.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import type { Repo } from '#repo/repo.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import type { EngineUnderTest } from './under-test.ts'

const SETS: readonly MigrationSet[] = ['sandbox', 'site']

async function changesOf(fn: () => Promise<unknown>): Promise<DatabaseChanges> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn)
  return recorder.changes
}

export function migrationContract(engine: EngineUnderTest): void {
  const using = async (fn: (repo: Repo<object>) => Promise<void>) => {
    const repo = await engine.open<object>()
    await fn(repo).finally(() => repo.close())
  }

  describe('migrations', () => {
    test.for(SETS)('run once: %s', async (set) => {
      await using(async (repo) => {
        const first = await migrateToLatest(repo, set)
        const names = (await listMigrations(repo, set)).map(({ name }) => name)

        expect(first).toEqual(names.map((name) => ({ name, direction: 'up' })))
        expect(await migrateToLatest(repo, set)).toEqual([])
      })
    })

    test.for(SETS)('go down and up again, one step at a time: %s', async (set) => {
      await using(async (repo) => {
        await migrateToLatest(repo, set)
        const before = await listTableNames(repo)
        const names = (await listMigrations(repo, set)).map(({ name }) => name)

        for (const name of names.toReversed())
          expect(await migrateDown(repo, set)).toEqual({ name, direction: 'down' })
        expect(await migrateDown(repo, set)).toBeNull()
        expect(await listTableNames(repo)).toEqual([])
        expect((await listMigrations(repo, set)).every(({ ranAt }) => ranAt === null)).toBe(true)

        for (const name of names)
          expect(await migrateUp(repo, set)).toEqual({ name, direction: 'up' })
        expect(await migrateUp(repo, set)).toBeNull()
        expect((await listTableNames(repo)).toSorted()).toEqual(before.toSorted())
      })
    })

    test('leave nothing behind when one fails half way', async () => {
      await using(async (repo) => {
        await repo.db.schema.createTable('users_tokens').addColumn('id', 'integer').execute()

        const error: unknown = await migrateToLatest(repo).catch((reason: unknown) => reason)

        expect(String(error)).toMatch(/^Error: migrate: \w+ failed\.$/)
        expect(String((error as Error).cause)).toContain('users_tokens')
        expect(await listTableNames(repo)).toEqual(['users_tokens'])
      })
    })

    test('are told of to whoever watches, by what came and went', async () => {
      await using(async (repo) => {
        await migrateToLatest(repo)
        const down = await changesOf(async () => {
          while (await migrateDown(repo));
        })
        const up = await changesOf(() => migrateToLatest(repo))

        const names = (changes: DatabaseChanges) => changes.schema.map(({ name }) => name).sort()
        expect(down.schema.every(({ kind }) => kind === 'dropped')).toBe(true)
        expect(names(down)).toContain('users')
        expect(names(up)).toEqual(names(down))
        expect([...down.rows, ...up.rows]).toEqual([])
      })
    })
  })
}
