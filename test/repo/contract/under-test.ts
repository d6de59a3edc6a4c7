/** What the contract needs to know of an engine, and the tables that its tests write to. */
import { sql, type ColumnDataType, type Kysely } from 'kysely'
import { test as base } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { change, type Changeset } from '#changeset/changeset.ts'
import { foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import type { Clock } from '#lib/clock.ts'
import { pipe } from '#lib/pipe.ts'
import type { Repo } from '#repo/repo.ts'
import { TestClock } from '../../support/repo.ts'

export interface EngineUnderTest {
  /** A repo over an empty database that is nobody else's. */
  readonly open: <Tables = ContractTables>(options?: {
    readonly clock?: Clock
  }) => Promise<Repo<Tables>>
  /** Two repos over one empty database, as two programs have it. `null` where there can be but one. */
  readonly openTwice: (() => Promise<readonly [Repo<ContractTables>, Repo<ContractTables>]>) | null
  /** `null` where a database is no file. */
  readonly files: FilesUnderTest | null
  /** How this database calls the types of columns. */
  readonly types: Readonly<Record<'id' | 'integer' | 'text' | 'bytes', ColumnDataType>>
}

export interface FilesUnderTest {
  /** The path of a file that is not there. */
  readonly path: () => Promise<string>
  readonly open: <Tables = ContractTables>(file: string) => Promise<Repo<Tables>>
  readonly createTemplate: (file: string) => Promise<void>
  readonly isFromTemplate: <Tables>(repo: Repo<Tables>) => Promise<boolean>
}

export interface ContractTables {
  readonly people: { id: number; email: string; visits: number | null; picture: Uint8Array | null }
  readonly cards: { id: number; owner_id: number; kind: string; code: string }
  readonly notes: { id: number; author_id: number | null; editor_id: number | null }
}

export const TABLES = ['people', 'cards', 'notes', 'rooms', 'beds']

/** Every constraint has a name here: where it has none, each database makes up its own. */
export async function createTables<Tables>(
  { schema }: Kysely<Tables>,
  { id, integer, text, bytes }: EngineUnderTest['types'],
): Promise<void> {
  await schema
    .createTable('people')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('email', text, (column) => column.notNull())
    .addColumn('visits', integer)
    .addColumn('picture', bytes)
    .addCheckConstraint('people_email_check', sql`email like '%@%'`)
    .execute()
  await schema.createIndex('people_email_index').on('people').column('email').unique().execute()
  await schema
    .createTable('cards')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('owner_id', integer, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('code', text, (column) => column.notNull())
    .addUniqueConstraint('cards_kind_code_key', ['kind', 'code'])
    .addForeignKeyConstraint('cards_owner_id_fkey', ['owner_id'], 'people', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('cards_owner_id_index').on('cards').column('owner_id').execute()
  await schema
    .createTable('notes')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('author_id', integer)
    .addColumn('editor_id', integer)
    .addForeignKeyConstraint('notes_author_fkey', ['author_id'], 'people', ['id'])
    .addForeignKeyConstraint('notes_editor_fkey', ['editor_id'], 'people', ['id'])
    .execute()
  await schema
    .createTable('rooms')
    .addColumn('house', text)
    .addColumn('number', integer)
    .addPrimaryKeyConstraint('rooms_pkey', ['house', 'number'])
    .execute()
  await schema
    .createTable('beds')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('house', text)
    .addColumn('room', integer)
    .addForeignKeyConstraint('beds_room_fkey', ['house', 'room'], 'rooms', ['house', 'number'])
    .execute()
}

export interface Person {
  readonly id: number
  readonly email: string
  readonly visits: number | null
  readonly picture: Uint8Array | null
}

export const people = defineSchema<Person>({
  source: 'people',
  name: 'Person',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    visits: 'integer',
    picture: 'binary',
  },
})

export interface Card {
  readonly id: number
  readonly owner_id: number
  readonly kind: string
  readonly code: string
}

export const cards = defineSchema<Card>({
  source: 'cards',
  name: 'Card',
  fields: { id: { type: 'id', primaryKey: true }, owner_id: 'id', kind: 'string', code: 'string' },
})

export const person = (email: string): Changeset<Person> =>
  pipe(cast(build(people), { email }, ['email']), uniqueConstraint('email'))

export const cardOf = (ownerId: number, code = 'a'): Changeset<Card> =>
  pipe(
    change(build(cards), { owner_id: ownerId, kind: 'loan', code }),
    foreignKeyConstraint('owner_id'),
  )

export const emails = async (repo: Repo<ContractTables>): Promise<readonly string[]> =>
  (await repo.all(people)).map(({ email }) => email)

/** A test that is given a repo of this engine, with the tables above. */
export function testOf(engine: EngineUnderTest) {
  return base.extend<{ readonly clock: TestClock; readonly repo: Repo<ContractTables> }>({
    clock: async ({}, use) => use(new TestClock()),
    repo: async ({ clock }, use) => {
      const repo = await engine.open({ clock })
      await createTables(repo.db, engine.types)
      await use(repo)
      await repo.close()
    },
  })
}
