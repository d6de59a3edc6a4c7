import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { loaded } from '#changeset/schema.ts'
import { NO_CHANGES, type DatabaseChanges } from '#trace/database-change.ts'
import { fail } from '#lib/result.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect, untraced } from '#trace/trace.ts'
import { cardOf, people, person, TABLES, testOf, type EngineUnderTest } from './under-test.ts'

/** What the database says was changed while `fn` ran. */
async function changesOf(fn: () => Promise<unknown>): Promise<DatabaseChanges> {
  const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
  await collect(recorder, fn)
  return recorder.changes
}

const rowsOf = async (fn: () => Promise<unknown>) => (await changesOf(fn)).rows

const inserted = (table: string, key: number) => ({
  ...{ table, key: String(key), kind: 'inserted', columns: [] },
})
const updated = (table: string, key: number, columns: readonly string[]) => ({
  ...{ table, key: String(key), kind: 'updated', columns },
})

export function watchContract(engine: EngineUnderTest): void {
  const test = testOf(engine)

  describe('a request that is watched', () => {
    test('is told which rows it wrote', async ({ repo }) => {
      const rows = await rowsOf(async () => {
        await repo.insert(person('ana@b'))
        await repo.insert(person('bo@b'))
      })

      expect(rows).toEqual([inserted('people', 1), inserted('people', 2)])
    })

    test('is told which columns hold something else now, to the letter', async ({ repo }) => {
      const ana = await repo.insertOrThrow(person('ana@b'))

      const rows = await rowsOf(() =>
        repo.update(change(loaded(people, ana), { email: 'ANA@b', visits: 1, picture: null })),
      )

      expect(rows).toEqual([updated('people', 1, ['email', 'visits'])])
    })

    test('is told nothing of a row that was written as it was', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))

      expect(
        await rowsOf(() => repo.db.updateTable('people').set({ email: 'ana@b' }).execute()),
      ).toEqual([])
    })

    test('is told what a deleted row took along', async ({ repo }) => {
      const ana = await repo.insertOrThrow(person('ana@b'))
      await repo.insertOrThrow(cardOf(ana.id))

      const rows = await rowsOf(() => repo.deleteAll(people, { email: 'ana@b' }))

      const deleted = (table: string) => ({ table, key: '1', kind: 'deleted', columns: [] })
      expect(rows).toHaveLength(2)
      expect(rows).toContainEqual(deleted('people'))
      expect(rows).toContainEqual(deleted('cards'))
    })

    test('is told of a row once, however often it was written', async ({ repo }) => {
      const ana = await repo.insertOrThrow(person('ana@b'))

      const rows = await rowsOf(async () => {
        await repo.insertOrThrow(person('passing@b'))
        await repo.deleteAll(people, { email: 'passing@b' })
        await repo.update(change(loaded(people, ana), { email: 'a@b' }))
        await repo.db.updateTable('people').set({ visits: 1 }).execute()
      })

      expect(rows).toEqual([updated('people', 1, ['email', 'visits'])])
    })

    test('is told nothing of what was refused or rolled back', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))

      const rows = await rowsOf(async () => {
        await repo.insert(person('ana@b'))
        await repo.transact(async (outer) => {
          await outer.insert(person('bo@b'))
          return fail('not today')
        })
        await repo.transact(async (outer) => {
          await outer.insert(person('cy@b'))
          await outer.transact(async (inner) => {
            await inner.insert(person('dan@b'))
            return fail('not this one')
          })
        })
      })

      const [cy] = await repo.all(people, { email: 'cy@b' })
      expect(rows).toEqual([inserted('people', cy!.id)])
    })

    test('is told what it changed itself, and not what others did meanwhile', async ({ repo }) => {
      const changes = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          let id = 0
          const rows = await rowsOf(async () => {
            id = (await repo.insertOrThrow(person(`user${n}@b`))).id
            await repo.insertOrThrow(cardOf(id, String(n)))
          })
          return { rows, id }
        }),
      )

      for (const { rows, id } of changes)
        expect(rows).toEqual([
          inserted('people', id),
          expect.objectContaining({ table: 'cards', kind: 'inserted' }),
        ])
    })

    test('is not told of what it does unwatched', async ({ repo }) => {
      const rows = await rowsOf(async () => {
        await repo.insert(person('ana@b'))
        await untraced(() => repo.insert(person('bo@b')))
        await repo.all(people)
      })

      expect(rows).toEqual([inserted('people', 1)])
    })

    test('is told of two hundred rows, and that there were more', async ({ repo }) => {
      const values = Array.from({ length: 30 }, (_, n) => ({ email: `user${n}@b` }))
      const { rows, complete } = await changesOf(() =>
        repo.transact(async ({ db }) => {
          for (let round = 0; round < 10; round += 1)
            await db
              .insertInto('people')
              .values(
                values.map(({ email }, n) => ({ id: round * 30 + n, email: `${round}${email}` })),
              )
              .execute()
        }),
      )

      expect(rows).toHaveLength(200)
      expect(complete).toBe(false)
    })

    test('gets the same answers as if nobody watched', async ({ repo }) => {
      const { numUpdatedRows, id } = await collect(
        new Recorder({ id: '1', title: 'test', persona: 'you' }),
        async () => ({
          ...(await repo.insertOrThrow(person('ana@b'))),
          ...(await repo.db.updateTable('people').set({ visits: 1 }).executeTakeFirstOrThrow()),
        }),
      )

      expect([id, numUpdatedRows]).toEqual([1, 1n])
      expect(await repo.engine.inspect.tableNames(repo.db)).toEqual(TABLES)
    })

    test('changes nothing by looking', async ({ repo }) => {
      expect(await changesOf(() => repo.all(people))).toEqual(NO_CHANGES)
    })
  })

  describe('a change of the tables that is watched', () => {
    test('is told by what came and went', async ({ repo }) => {
      const { schema } = repo.db
      const changes = await changesOf(async () => {
        await schema.dropIndex('people_email_index').execute()
        await schema.createTable('halls').addColumn('number', 'integer').execute()
      })

      expect(changes).toMatchObject({
        rows: [],
        schema: [
          { kind: 'dropped', type: 'index', name: 'people_email_index', table: 'people' },
          { kind: 'created', type: 'table', name: 'halls', table: 'halls' },
        ],
      })
    })

    test('is not told when it was rolled back, and hides no row that comes later', async ({
      repo,
    }) => {
      const { rows, schema } = await changesOf(async () => {
        await repo.transact(async (inner) => {
          await inner.db.schema.createTable('halls').addColumn('number', 'integer').execute()
          await inner.insert(person('ana@b'))
          return fail('on second thoughts')
        })
        await repo.insert(person('bo@b'))
      })

      expect(schema).toEqual([])
      expect(rows).toMatchObject([{ table: 'people', kind: 'inserted' }])
    })

    test('may take a column away that is watched', async ({ repo }) => {
      const rows = await rowsOf(async () => {
        await repo.insert(person('ana@b'))
        await repo.db.schema.alterTable('people').dropColumn('picture').execute()
        await repo.db.updateTable('people').set({ visits: 1 }).execute()
      })

      expect(rows).toEqual([inserted('people', 1)])
      expect(
        await rowsOf(() => repo.db.updateTable('people').set({ email: 'z@b' }).execute()),
      ).toEqual([updated('people', 1, ['email'])])
    })

    test('is followed by rows of the same transaction', async ({ repo }) => {
      const rows = await rowsOf(() =>
        repo.transact(async ({ db }) => {
          await db.insertInto('people').values({ id: 1, email: 'ana@b' }).execute()
          await db.schema.createTable('halls').addColumn('id', 'integer').execute()
          await db.insertInto('people').values({ id: 2, email: 'bo@b' }).execute()
        }),
      )

      expect(rows).toEqual([inserted('people', 1), inserted('people', 2)])
    })
  })
}
