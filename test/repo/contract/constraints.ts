import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Statement } from '#repo/engine.ts'
import type { Repo } from '#repo/repo.ts'
import type { AnyTables } from '#repo/schema-query.ts'
import { testOf, type ContractTables, type EngineUnderTest } from './under-test.ts'

type Values = Readonly<Record<string, unknown>>

const insert = (source: string, changes: Values): Statement => ({
  ...{ operation: 'insert', source, changes, filters: {} },
})
const update = (source: string, filters: Values, changes: Values): Statement => ({
  ...{ operation: 'update', source, changes, filters },
})
const remove = (source: string, filters: Values): Statement => ({
  ...{ operation: 'delete', source, changes: {}, filters },
})

async function write(
  repo: Repo<ContractTables>,
  { operation, source, changes, filters }: Statement,
) {
  // The tables are the contract's own; the statements here name them by text.
  const db = repo.db as unknown as Repo<AnyTables>['db']
  const [key = '', value = null] = Object.entries(filters)[0] ?? []
  if (operation === 'insert') await db.insertInto(source).values(changes).execute()
  if (operation === 'update')
    await db.updateTable(source).set(changes).where(key, '=', value).execute()
  if (operation === 'delete') await db.deleteFrom(source).where(key, '=', value).execute()
}

/** Writes what the database refuses, and reads the refusal. */
async function refusalOf(repo: Repo<ContractTables>, statement: Statement) {
  const error: unknown = await write(repo, statement).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  return repo.engine.violationOf(repo.db, error, statement)
}

const ana = insert('people', { id: 1, email: 'ana@b' })
const bo = insert('people', { id: 2, email: 'bo@b' })
const card = insert('cards', { id: 1, owner_id: 1, kind: 'loan', code: 'a' })

export function constraintContract(engine: EngineUnderTest): void {
  const test = testOf(engine)

  describe('a constraint that refuses', () => {
    test('is told by the name of a unique index', async ({ repo }) => {
      await write(repo, ana)

      expect(await refusalOf(repo, insert('people', { id: 2, email: 'ana@b' }))).toEqual({
        type: 'unique',
        constraint: 'people_email_index',
        table: 'people',
        columns: ['email'],
      })
    })

    test('is told by the name of one over two columns, which the table declares', async ({
      repo,
    }) => {
      for (const statement of [ana, card]) await write(repo, statement)

      expect(await refusalOf(repo, { ...card, changes: { ...card.changes, id: 2 } })).toEqual({
        type: 'unique',
        constraint: 'cards_kind_code_key',
        table: 'cards',
        columns: ['kind', 'code'],
      })
    })

    test('is told by the name that it has now, not by the one it had before', async ({ repo }) => {
      await write(repo, ana)
      await repo.db.schema.dropIndex('people_email_index').execute()
      const { schema } = repo.db
      await schema.createIndex('one_account_each').on('people').column('email').unique().execute()

      const violation = await refusalOf(repo, insert('people', { id: 2, email: 'ana@b' }))

      expect(violation?.constraint).toBe('one_account_each')
    })

    test('is told by the name of the primary key', async ({ repo }) => {
      await write(repo, ana)

      const violation = await refusalOf(repo, insert('people', { id: 1, email: 'bo@b' }))

      expect(violation).toMatchObject({ type: 'unique', constraint: 'people_pkey' })
    })

    test('is told by the name of a check', async ({ repo }) => {
      const violation = await refusalOf(repo, insert('people', { email: 'nobody' }))

      expect(violation).toMatchObject({ type: 'check', constraint: 'people_email_check' })
    })

    test('is told by its column where a value is missing', async ({ repo }) => {
      const violation = await refusalOf(repo, insert('people', { email: null }))

      expect(violation).toMatchObject({ type: 'not_null', constraint: null, columns: ['email'] })
    })

    test('is none when anything else went wrong', async ({ repo }) => {
      await write(repo, ana)
      const refused: unknown = await write(repo, ana).catch((reason: unknown) => reason)
      const inTheSameWords = new Error((refused as Error).message)

      expect(await refusalOf(repo, insert('nowhere', { id: 1 }))).toBeNull()
      expect(await repo.engine.violationOf(repo.db, inTheSameWords, ana)).toBeNull()
    })
  })

  describe('a foreign key that refuses', () => {
    test('is told for a row that points to nothing', async ({ repo }) => {
      expect(await refusalOf(repo, card)).toEqual({
        type: 'foreign_key',
        constraint: 'cards_owner_id_fkey',
        table: 'cards',
        columns: ['owner_id'],
      })
    })

    test('is the one of several that points to nothing', async ({ repo }) => {
      await write(repo, ana)
      const refusedBy = async (author_id: number | null, editor_id: number | null) =>
        (await refusalOf(repo, insert('notes', { id: 1, author_id, editor_id })))?.constraint

      expect(await refusedBy(404, 1)).toBe('notes_author_fkey')
      expect(await refusedBy(1, 404)).toBe('notes_editor_fkey')
      expect(await refusedBy(null, 404)).toBe('notes_editor_fkey')
    })

    test('is told for an update of a row that is there', async ({ repo }) => {
      for (const statement of [ana, card]) await write(repo, statement)

      const violation = await refusalOf(repo, update('cards', { id: 1 }, { owner_id: 404 }))

      expect(violation?.constraint).toBe('cards_owner_id_fkey')
    })

    test('is told for an update, by the values that the row keeps', async ({ repo }) => {
      await write(repo, insert('rooms', { house: 'north', number: 1 }))
      await write(repo, insert('beds', { id: 7, house: 'north', room: 1 }))

      const violation = await refusalOf(repo, update('beds', { id: 7 }, { room: 2 }))

      expect(violation).toMatchObject({
        ...{ type: 'foreign_key', constraint: 'beds_room_fkey', columns: ['house', 'room'] },
      })
    })

    test('is told for a delete, by the rows that still point here', async ({ repo }) => {
      for (const statement of [ana, bo, card]) await write(repo, statement)
      await write(repo, insert('notes', { id: 1, author_id: 2, editor_id: 1 }))

      const violation = await refusalOf(repo, remove('people', { id: 1 }))

      // The card would have gone along.
      expect(violation).toMatchObject({ constraint: 'notes_editor_fkey', table: 'notes' })
    })

    test('is told for a changed key, by the rows that point to the old one', async ({ repo }) => {
      await write(repo, ana)
      await write(repo, insert('notes', { id: 1, author_id: 1 }))

      const violation = await refusalOf(repo, update('people', { id: 1 }, { id: 9 }))

      expect(violation?.constraint).toBe('notes_author_fkey')
    })
  })

  test('the constraints of a table are those that it has now', async ({ repo }) => {
    const names = () => repo.engine.constraintsOf(repo.db, 'people')
    const all = ['people_email_check', 'people_email_index', 'people_pkey']
    const pointing = ['cards_owner_id_fkey', 'notes_author_fkey', 'notes_editor_fkey']

    expect((await names()).toSorted()).toEqual([...pointing, ...all].toSorted())
    await repo.db.schema.dropIndex('people_email_index').execute()
    expect(await names()).not.toContain('people_email_index')
    await sql`create unique index people_email_index on people (email)`.execute(repo.db)
    expect(await names()).toContain('people_email_index')
  })
}
