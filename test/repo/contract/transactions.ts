import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { fail, ok, type Result } from '#lib/result.ts'
import { DatabaseBusyError, DatabaseClosedError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import {
  cardOf,
  createTables,
  emails,
  person,
  testOf,
  type ContractTables,
  type EngineUnderTest,
} from './under-test.ts'

const soon = () => new Promise((resolve) => setTimeout(resolve, 20))

export function transactionContract(engine: EngineUnderTest): void {
  const test = testOf(engine)

  describe('a transaction', () => {
    test('keeps everything when the function returns', async ({ repo }) => {
      const ana = await repo.transact(async (inner) => {
        const first = await inner.insertOrThrow(person('ana@b'))
        await inner.insertOrThrow(cardOf(first.id))
        return first
      })

      expect(ana.email).toBe('ana@b')
      expect(await emails(repo)).toEqual(['ana@b'])
    })

    test('keeps nothing when the function throws', async ({ repo }) => {
      const failing = repo.transact(async (inner) => {
        await inner.insertOrThrow(person('ana@b'))
        throw new Error('never mind')
      })

      await expect(failing).rejects.toThrow(new Error('never mind'))
      expect(await emails(repo)).toEqual([])
    })

    test('keeps nothing when the function returns a failed result, and returns it', async ({
      repo,
    }) => {
      const refusal = fail('not today')

      const result = await repo.transact(async (inner): Promise<Result<number, string>> => {
        await inner.insertOrThrow(person('ana@b'))
        return refusal
      })

      expect(result).toBe(refusal)
      expect(await emails(repo)).toEqual([])
    })

    test('keeps a change of the tables, or takes it back with all else', async ({ repo }) => {
      await repo.transact(async ({ db }) => {
        await db.schema.createTable('kept').addColumn('id', 'integer').execute()
      })
      await repo.transact(async ({ db }) => {
        await db.schema.createTable('gone').addColumn('id', 'integer').execute()
        return fail('on second thoughts')
      })

      expect(await repo.engine.inspect.tableNames(repo.db)).toContain('kept')
      expect(await repo.engine.inspect.tableNames(repo.db)).not.toContain('gone')
    })

    test('goes on after a refused write, whose answer the function may use', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))

      const result = await repo.transact(async (inner) => {
        const taken = await inner.insert(person('ana@b'))
        return taken.ok ? taken : inner.insert(person('anna@b'))
      })

      expect(result.ok).toBe(true)
      expect(await emails(repo)).toEqual(['ana@b', 'anna@b'])
    })

    test('tells which foreign key refused, inside as well', async ({ repo }) => {
      const result = await repo.transact((inner) => inner.insert(cardOf(404)))

      expect(result.ok || result.error.errors[0]?.message).toBe('does not exist')
    })

    test('adds up what twenty of them do at once', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))
      const visit = () =>
        repo.transact(async ({ db }) => {
          const { visits } = await db
            .selectFrom('people')
            .select('visits')
            .executeTakeFirstOrThrow()
          await db
            .updateTable('people')
            .set({ visits: (visits ?? 0) + 1 })
            .execute()
        })

      await Promise.all(Array.from({ length: 20 }, visit))

      const { visits } = await repo.db
        .selectFrom('people')
        .select('visits')
        .executeTakeFirstOrThrow()
      expect(visits).toBe(20)
    })

    test('takes in no write of somebody else, who is answered all the same', async ({ repo }) => {
      let other: Promise<unknown> = Promise.resolve()
      const begun = Promise.withResolvers<void>()
      const failing = repo.transact(async (inner) => {
        await inner.insertOrThrow(person('undone@b'))
        begun.resolve()
        await soon()
        return fail('not today')
      })
      await begun.promise
      other = repo.insertOrThrow(person('kept@b'))

      await failing
      await other

      expect(await emails(repo)).toEqual(['kept@b'])
    })
  })

  describe('a transaction inside a transaction', () => {
    test('rolls back alone', async ({ repo }) => {
      await repo.transact(async (outer) => {
        await outer.insertOrThrow(person('ana@b'))
        const failing = outer.transact(async (inner) => {
          await inner.insertOrThrow(person('bo@b'))
          throw new Error('never mind')
        })
        await expect(failing).rejects.toThrow('never mind')
        await outer.insertOrThrow(person('cy@b'))
      })

      expect(await emails(repo)).toEqual(['ana@b', 'cy@b'])
    })

    test('returns a failed result after rolling back alone', async ({ repo }) => {
      const result = await repo.transact(async (outer) => {
        const refused = await outer.transact(async (inner) => {
          await inner.insertOrThrow(person('bo@b'))
          return fail('no')
        })
        await outer.insertOrThrow(person('cy@b'))
        return ok(refused)
      })

      expect(result).toEqual(ok(fail('no')))
      expect(await emails(repo)).toEqual(['cy@b'])
    })

    test('is undone with the one around it', async ({ repo }) => {
      await repo
        .transact(async (outer) => {
          await outer.transact((inner) => inner.insertOrThrow(person('ana@b')))
          throw new Error('never mind')
        })
        .catch(() => undefined)

      expect(await emails(repo)).toEqual([])
    })

    test('does not undo another that runs at the same time', async ({ repo }) => {
      await repo.transact(async (outer) => {
        const failing = outer.transact(async (inner) => {
          await inner.insertOrThrow(person('ana@b'))
          await soon()
          throw new Error('never mind')
        })
        const working = outer.transact((inner) => inner.insertOrThrow(person('bo@b')))
        await Promise.allSettled([failing, working])
      })

      expect(await emails(repo)).toEqual(['bo@b'])
    })

    test('goes three deep, and two at once take turns', async ({ repo }) => {
      await repo.transact(async (outer) => {
        await Promise.all(
          ['ana', 'bo'].map((name) =>
            outer.transact(async (inner) => {
              await inner.insertOrThrow(person(`${name}@b`))
              const failing = inner.transact(async (innermost) => {
                await innermost.insertOrThrow(person(`not-${name}@b`))
                throw new Error('never mind')
              })
              await failing.catch(() => undefined)
            }),
          ),
        )
      })

      expect(await emails(repo)).toEqual(['ana@b', 'bo@b'])
    })
  })

  describe('closing', () => {
    test('lets what was asked end, and refuses what comes later', async () => {
      const repo = await engine.open()
      await sql`select 0 as nought`.execute(repo.db)
      const asked = sql`select 1 as one`.execute(repo.db)

      const closed = repo.close()
      const late = sql`select 2 as two`.execute(repo.db)

      await expect(late).rejects.toThrow(new DatabaseClosedError())
      await expect(asked).resolves.toEqual({ rows: [{ one: 1 }] })
      await closed
      await expect(sql`select 3 as three`.execute(repo.db)).rejects.toThrow(DatabaseClosedError)
      await repo.close()
    })
  })

  const { openTwice } = engine
  describe.skipIf(!openTwice)('two programs at one database', () => {
    const twice = test.extend<{ readonly both: readonly Repo<ContractTables>[] }>({
      both: async ({}, use) => {
        const both = await openTwice!()
        await createTables(both[0].db, engine.types)
        await both[0].insertOrThrow(person('ana@b'))
        await use(both)
        for (const repo of both) await repo.close()
      },
    })
    const visit = ({ db }: Repo<ContractTables>, visits: number) =>
      db.updateTable('people').set({ visits }).execute()

    twice('write the same row one after the other', async ({ both: [one, two] }) => {
      const begun = Promise.withResolvers<void>()
      const holding = one!.transact(async (repo) => {
        await visit(repo, 1)
        begun.resolve()
        await new Promise((resolve) => setTimeout(resolve, 600))
      })
      await begun.promise

      await Promise.all([holding, visit(two!, 2)])

      const row = await one!.db.selectFrom('people').select('visits').executeTakeFirst()
      expect(row).toEqual({ visits: 2 })
    })

    twice('do not wait for each other without end', async ({ both: [one, two] }) => {
      await one!.transact(async (repo) => {
        await visit(repo, 1)
        await expect(visit(two!, 2)).rejects.toThrow(DatabaseBusyError)
      })

      await expect(visit(two!, 3)).resolves.toBeDefined()
    })
  })
}
