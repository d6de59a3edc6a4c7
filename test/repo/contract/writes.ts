import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { StaleEntryError } from '#changeset/errors.ts'
import { optimisticLock } from '#changeset/prepare.ts'
import { build, loaded } from '#changeset/schema.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import { pipe } from '#lib/pipe.ts'
import { secret } from '#lib/secret.ts'
import { MissingTableError, SqlArgumentError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import {
  emails,
  people,
  person,
  testOf,
  type ContractTables,
  type EngineUnderTest,
  type Person,
} from './under-test.ts'

export function writeContract(engine: EngineUnderTest): void {
  const test = testOf(engine)

  describe('a write', () => {
    test('gives the row back whole, with the key that the database chose', async ({ repo }) => {
      const first = await repo.insertOrThrow(person('ana@b'))
      const second = await repo.insertOrThrow(person('bo@b'))

      expect(first).toEqual({ id: first.id, email: 'ana@b', visits: null, picture: null })
      expect(second.id).toBeGreaterThan(first.id)
      expect(await repo.get(people, first.id)).toEqual(first)
    })

    test('says how many rows it met', async ({ repo }) => {
      for (const email of ['ana@b', 'bo@b']) await repo.insertOrThrow(person(email))
      const set = repo.db.updateTable('people').set({ visits: 1 })

      expect((await set.executeTakeFirstOrThrow()).numUpdatedRows).toBe(2n)
      expect(await repo.deleteAll(people, { email: 'cy@b' })).toBe(0)
      expect(await repo.deleteAll(people, { visits: 1 })).toBe(2)
    })

    test('makes one row when twenty ask for the same value at once', async ({ repo }) => {
      const attempts = Array.from({ length: 20 }, () => repo.insert(person('ana@b')))

      const results = await Promise.all(attempts)

      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      for (const result of results)
        expect(result.ok || traverseErrors(result.error)).toEqual(
          result.ok || { email: ['has already been taken'] },
        )
    })

    test('of a row that is gone is stale', async ({ repo }) => {
      const ana = await repo.insertOrThrow(person('ana@b'))
      await repo.deleteOrThrow(change(loaded(people, ana)))
      const changeset = change(loaded(people, ana), { email: 'anna@b' })

      await expect(repo.update(changeset)).rejects.toThrow(StaleEntryError)
      await expect(repo.delete(change(loaded(people, ana)))).rejects.toThrow(StaleEntryError)
      const told = await repo.update(changeset, { staleErrorField: 'id' })
      expect(told.ok || traverseErrors(told.error)).toEqual({ id: ['is stale'] })
      expect((await repo.update(changeset, { allowStale: true })).ok).toBe(true)
    })

    test('of a row that somebody wrote since it was read is stale', async ({ repo }) => {
      const { id } = await repo.insertOrThrow(change(build(people), { email: 'ana@b', visits: 1 }))
      const read = await repo.fetchOrThrow(people, id)
      const edit = (email: string) =>
        pipe(change(loaded(people, read), { email }), optimisticLock('visits'))

      expect((await repo.updateOrThrow(edit('anna@b'))).visits).toBe(2)
      await expect(repo.update(edit('anne@b'))).rejects.toThrow(StaleEntryError)
      expect(await emails(repo)).toEqual(['anna@b'])
    })
  })

  describe('a value', () => {
    test.for<readonly [string, Partial<Person>]>([
      ['nought', { visits: 0 }],
      ['a number below it', { visits: -1 }],
      ['a time in milliseconds', { visits: 1_768_208_400_000 }],
      ['the largest exact integer', { visits: Number.MAX_SAFE_INTEGER }],
      ['text of any script', { email: 'Zoë@🌙' }],
      ['text with quotes', { email: `o'"brien\\@b` }],
      ['no number', { visits: null }],
      ['no bytes', { picture: null }],
    ])('comes back as it was: %s', async ([, values], { repo }) => {
      const { id } = await repo.insertOrThrow(change(build(people), { email: 'a@b', ...values }))

      expect(await repo.get(people, id)).toMatchObject(values)
    })

    test.for([
      ['some', [0, 255, 7]],
      ['none', []],
    ] as const)('comes back as it was: bytes, %s', async ([, bytes], { repo }) => {
      const picture = new Uint8Array(bytes)
      const { id } = await repo.insertOrThrow(change(build(people), { email: 'a@b', picture }))

      const found = (await repo.fetchOrThrow(people, id)).picture
      expect(found).toBeInstanceOf(Uint8Array)
      expect([...found!]).toEqual([...bytes])
    })

    test('that is secret arrives as what it hides', async ({ repo }) => {
      await repo.insertOrThrow(person('ana@b'))
      const found = repo.db.selectFrom('people').select('id')

      // A query takes a secret wherever it takes its value.
      const email = secret('ana@b') as unknown as string
      expect(await found.where('email', '=', email).execute()).toHaveLength(1)
    })

    test.for([
      [undefined],
      [NaN],
      [-Infinity],
      [2n ** 53n],
      ['half \ud83c'],
      [new Date(0)],
      [[1, 2]],
      [{ a: 'hunter2' }],
      [() => 1],
      [Symbol('hunter2')],
      [secret(undefined)],
      [secret('hunter2 \ud83c')],
    ])('that would arrive as another is refused: %o', async ([value], { repo }) => {
      const error = await ask(repo, value).catch((reason: unknown) => reason)

      expect(error).toBeInstanceOf(SqlArgumentError)
      expect(String(error)).not.toContain('hunter2')
      expect(await emails(repo)).toEqual([])
    })

    test('is asked for at each place, and at no other', async ({ repo }) => {
      const query = repo.db.selectFrom('people').selectAll().where('email', '=', 'ana@b').compile()
      const given = (...parameters: unknown[]) => repo.db.executeQuery({ ...query, parameters })

      await expect(given()).rejects.toThrow(SqlArgumentError)
      await expect(given('ana@b', 'bo@b')).rejects.toThrow(SqlArgumentError)
      await expect(given('ana@b')).resolves.toMatchObject({ rows: [] })
    })
  })

  describe('a stream', () => {
    test('gives row after row, and may be left half way', async ({ repo }) => {
      for (const email of ['a@b', 'b@b', 'c@b']) await repo.insertOrThrow(person(email))
      const inOrder = repo.db.selectFrom('people').select('email').orderBy('email')
      const seen: string[] = []

      for await (const { email } of inOrder.stream()) seen.push(email)
      for await (const { email } of inOrder.stream()) {
        seen.push(email)
        if (email === 'b@b') break
      }

      expect(seen).toEqual(['a@b', 'b@b', 'c@b', 'a@b', 'b@b'])
      expect(await repo.deleteAll(people, {})).toBe(3)
    })
  })

  describe('a table or a column that is not there', () => {
    test.for([
      ['nowhere', 'id', 'The nowhere table is not there.'],
      ['people', 'rank', 'The column people.rank is not there.'],
    ] as const)('is named: %s, %s', async ([table, column, sentence], { repo }) => {
      const asked = sql`insert into ${sql.table(table)} (${sql.ref(column)}) values (1)`

      const error: unknown = await asked.execute(repo.db).catch((reason: unknown) => reason)

      expect(error).toBeInstanceOf(MissingTableError)
      expect(error).toMatchObject({ sentence })
    })
  })
}

/** Writes a value as it is, past every type. */
function ask({ db }: Repo<ContractTables>, value: unknown): Promise<unknown> {
  const query = db.insertInto('people').values({ id: 1, email: 'ana@b' }).compile()
  return db.executeQuery({ ...query, parameters: [1, value] })
}
