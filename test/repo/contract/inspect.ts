import { describe, expect } from 'vitest'
import { inspectTable, inspectTables, listTableNames } from '#repo/inspect-tables.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { person, TABLES, testOf, type EngineUnderTest } from './under-test.ts'

const ALL = { mostRows: 100 }

export function inspectContract(engine: EngineUnderTest): void {
  const test = testOf(engine)

  describe('a table, looked at', () => {
    test('stands where it was made', async ({ repo }) => {
      expect(await listTableNames(repo)).toEqual(TABLES)
    })

    test('has its columns', async ({ repo }) => {
      const { integer, text, bytes } = engine.types
      const table = await inspectTable(repo, 'people', ALL)

      expect(table?.columns).toMatchObject([
        { name: 'id', primaryKey: 1 },
        { name: 'email', type: text, notNull: true, primaryKey: 0 },
        { name: 'visits', type: integer, notNull: false, defaultValue: null },
        { name: 'picture', type: bytes },
      ])
      expect(table?.ddl.toLowerCase()).toContain('create table "people"')
    })

    test('has its indexes, foreign keys and checks by name', async ({ repo }) => {
      const [table, cards] = await inspectTables(repo, ALL)

      expect(table?.indexes).toContainEqual(
        expect.objectContaining({ name: 'people_email_index', unique: true, columns: ['email'] }),
      )
      expect(table?.checks).toEqual([
        { name: 'people_email_check', expression: expect.stringContaining('email') as unknown },
      ])
      expect(cards?.indexes.map(({ name, unique, columns }) => [name, unique, columns])).toEqual(
        expect.arrayContaining([
          ['cards_kind_code_key', true, ['kind', 'code']],
          ['cards_owner_id_index', false, ['owner_id']],
        ]),
      )
      expect(cards?.foreignKeys).toEqual([
        {
          ...{ name: 'cards_owner_id_fkey', columns: ['owner_id'], table: 'people', to: ['id'] },
          onDelete: 'cascade',
        },
      ])
    })

    test('no longer has an index that was dropped', async ({ repo }) => {
      await repo.db.schema.dropIndex('people_email_index').execute()

      const table = await inspectTable(repo, 'people', ALL)
      expect(table?.indexes.map(({ name }) => name)).not.toContain('people_email_index')
    })

    test('shows its rows newest first, as many as were asked for', async ({ repo }) => {
      for (const email of ['a@b', 'b@b', 'c@b']) await repo.insertOrThrow(person(email))

      const table = await inspectTable(repo, 'people', { mostRows: 2 })

      expect(table?.rowCount).toBe(3)
      expect(table?.rows.map(({ cells }) => cells['email'])).toEqual([
        { kind: 'text', value: 'c@b' },
        { kind: 'text', value: 'b@b' },
      ])
    })

    test('knows a row by the key that a change of it has', async ({ repo }) => {
      const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
      await collect(recorder, () => repo.insertOrThrow(person('ana@b')))

      const table = await inspectTable(repo, 'people', ALL)

      expect(table?.rows.map(({ key }) => key)).toEqual(recorder.changes.rows.map(({ key }) => key))
      expect(table?.rows).toHaveLength(1)
    })

    test('is none by a name that no table has', async ({ repo }) => {
      expect(await inspectTable(repo, 'nowhere', ALL)).toBeNull()
      expect(await inspectTable(repo, 'PEOPLE', ALL)).toBeNull()
    })
  })
}
