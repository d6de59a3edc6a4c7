/**
 * Sees what a request changes in a database, by having the database say so.
 * While somebody traces, each table has a trigger that notes which row was
 * written. See `note-rows.ts`.
 */
import { CompiledQuery, type DatabaseConnection } from 'kysely'
import { ownerOf } from '#changeset/owner.ts'
import type { Asking, Stranger } from '#trace/asking.ts'
import { noteChanges, tracing } from '#trace/trace.ts'
import type { ChangeWatch, RowsRead } from '../engine.ts'
import { MIGRATION_TABLES } from '../migration-tables.ts'
import { quoteText } from '../quoted.ts'
import { schemaChanges, type SchemaObject } from '../schema-changes.ts'
import {
  strangerOf,
  strangersReadSql,
  strangersWrittenSql,
  type FoundStranger,
  type Words,
} from '../strangers.ts'
import {
  CREATE_FUNCTION,
  CREATE_NOTES,
  createTrigger,
  MOST_NOTES,
  NOTES,
  SEE_NOTES,
  STOP_WATCHING,
  TAKE_NOTES,
  WATCH,
  type Note,
} from './note-rows.ts'
import { asWritten } from './key-as-written.ts'

const VERB = /^\s*(\w+)/
const BEGINS = /^begin$/i
const WRITES = /^(?:insert|update|delete|merge|with)$/i
const CHANGES_SCHEMA = /^(?:create|alter|drop)$/i
const OVER = /^(?:commit|rollback)$/i

/** Which tables have their triggers, as far as this program knows: one for all connections. */
export class Triggers {
  #tables: readonly string[] | null = null
  #owners = ''

  /** Somebody changes the tables. */
  forget(): void {
    this.#tables = null
  }

  /** A schema that was loaded since says whose the rows of its table are: that stands in the triggers, too. */
  isKnown(): boolean {
    return this.#tables !== null && ownersOf(this.#tables) === this.#owners
  }

  know(tables: readonly string[]): void {
    this.#tables = tables
    this.#owners = ownersOf(tables)
  }
}

const ownersOf = (tables: readonly string[]) => JSON.stringify(tables.map(ownerOf))

export class RowWatch implements ChangeWatch {
  readonly #connection: DatabaseConnection
  readonly #triggers: Triggers
  #watches = false
  #inTransaction = false
  #mayHaveNotes = false
  /** Since they were looked at for rows of somebody else. */
  #mayBeUnseen = false
  /** What was looked at is to be told from what is written next. */
  #mustSee = false
  #schemaBefore: readonly SchemaObject[] | null = null

  constructor(connection: DatabaseConnection, triggers: Triggers) {
    this.#connection = connection
    this.#triggers = triggers
  }

  before(sql: string): Promise<void> | null {
    const verb = VERB.exec(sql)?.[1] ?? ''
    const begins = BEGINS.test(verb)
    if (OVER.test(verb)) this.#inTransaction = false
    if (CHANGES_SCHEMA.test(verb)) {
      this.#triggers.forget()
      return tracing() && !this.#schemaBefore ? this.#quietly(() => this.#lookAtSchema()) : null
    }
    const writes = WRITES.test(verb)
    // Before a transaction begins, so that one that is rolled back leaves the triggers as it found them.
    const install = (writes || begins) && tracing() && !(this.#watches && this.#triggers.isKnown())
    const notes = writes && (this.#watches || install)
    this.#mayHaveNotes ||= notes
    this.#mayBeUnseen ||= notes
    const see = notes && this.#mustSee
    const work =
      install || see
        ? this.#quietly(async () => {
            if (install) await this.#install()
            if (see) await this.#see()
          })
        : null
    if (begins) this.#inTransaction = true
    return work
  }

  async strangersWritten({ user }: Asking): Promise<readonly Stranger[]> {
    if (!this.#mayBeUnseen || !this.#watches) return []
    const found = await this.#firstOf(strangersWrittenSql(NOTES, WORDS), [user])
    this.#mustSee = true
    this.#mayBeUnseen = false
    return found
  }

  async strangersRead({ table, keys }: RowsRead, { user }: Asking): Promise<readonly Stranger[]> {
    const owner = ownerOf(table)
    const statements = owner ? strangersReadSql(table, owner, keys.length, WORDS) : []
    return this.#firstOf(statements, [user, ...keys])
  }

  after(): Promise<void> | null {
    const [mayHaveNotes, schemaBefore, watches] = [
      this.#mayHaveNotes,
      this.#schemaBefore,
      this.#watches,
    ]
    this.#mayHaveNotes = false
    this.#mustSee = false
    this.#schemaBefore = null
    this.#watches = false
    this.#inTransaction = false
    if (!watches && !schemaBefore) return null
    return this.#quietly(async () => {
      const notes = mayHaveNotes ? await this.#read<Note>(TAKE_NOTES) : []
      const schema = schemaBefore
        ? schemaChanges(schemaBefore, await this.#read<SchemaObject>(SCHEMA))
        : []
      if (watches) await this.#read(STOP_WATCHING)
      noteChanges({ rows: notes.flatMap(changeOf), schema, complete: notes.length < MOST_NOTES })
    })
  }

  /** What the first of these statements finds for which there are the tables. */
  async #firstOf(
    statements: readonly string[],
    parameters: readonly unknown[],
  ): Promise<readonly Stranger[]> {
    for (const sql of statements) {
      try {
        const found = await this.#behindSavepoint(() => this.#read<FoundStranger>(sql, parameters))
        return found.map(strangerOf)
      } catch {
        // A table is not there; the next statement asks less.
      }
    }
    return []
  }

  /** Who watches decides nothing: a write is not refused because it could not be seen. */
  async #quietly(fn: () => Promise<void>): Promise<void> {
    try {
      await this.#behindSavepoint(fn)
    } catch {
      this.#watches = false
    }
  }

  /** Inside a transaction what fails would end it. */
  async #behindSavepoint<Value>(fn: () => Promise<Value>): Promise<Value> {
    if (!this.#inTransaction) return fn()
    await this.#read('savepoint glasshouse_watch')
    try {
      return await fn()
    } catch (error) {
      await this.#read('rollback to glasshouse_watch')
      throw error
    } finally {
      await this.#read('release glasshouse_watch')
    }
  }

  async #install(): Promise<void> {
    if (!this.#triggers.isKnown()) await this.#createTriggers()
    await this.#read(CREATE_NOTES)
    await this.#read(WATCH)
    this.#watches = true
  }

  async #createTriggers(): Promise<void> {
    const alone = !this.#inTransaction
    if (alone) await this.#read('begin')
    try {
      // Two that make the same at once would be in each other's way.
      await this.#read(`select pg_advisory_xact_lock(20260112, hashtext(current_schema()) + 1)`)
      await this.#read(CREATE_FUNCTION)
      const tables = Map.groupBy(await this.#read<Column>(COLUMNS), ({ table }) => table)
      for (const [table, columns] of tables) await this.#read(createTrigger(table, columns))
      if (alone) await this.#read('commit')
      this.#triggers.know([...tables.keys()])
    } catch (error) {
      if (alone) await this.#read('rollback')
      throw error
    }
  }

  /** What is noted from now on is not looked at yet. */
  async #see(): Promise<void> {
    await this.#read(SEE_NOTES)
    this.#mustSee = false
  }

  async #lookAtSchema(): Promise<void> {
    this.#schemaBefore = await this.#read<SchemaObject>(SCHEMA)
  }

  // What a row holds is written in the SQL beside it.
  async #read<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    const { rows } = await this.#connection.executeQuery<Row>(
      CompiledQuery.raw(sql, [...parameters]),
    )
    return rows
  }
}

/** A note in plain words, or nothing for a row that was written with what it held already. */
function changeOf({ table_name: table, kind, key, columns }: Note) {
  const changed = columns === '' ? [] : columns.split('\n')
  return kind === 'updated' && changed.length === 0 ? [] : [{ table, key, kind, columns: changed }]
}

const WORDS: Words = {
  placeholder: (place) => `$${place}`,
  asking: 'select $1::bigint',
  table: (quoted) => quoted,
  written: asWritten,
  unseen: 'not owned.seen',
}

interface Column {
  readonly table: string
  readonly name: string
  readonly key: number
}

const OWN = MIGRATION_TABLES.map(quoteText).join(', ')
const OF_SCHEMA = `relnamespace = current_schema()::regnamespace and relname not in (${OWN})`
const COLUMNS = `
  select relname as "table", attname as name,
    coalesce(array_position(key.conkey, attnum), 0) as "key"
  from pg_class
  join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  left join pg_constraint as key on key.conrelid = pg_class.oid and key.contype = 'p'
  where relkind = 'r' and ${OF_SCHEMA}
  order by relname, attnum`
// As in SQLite: not those indexes that a table's own constraints brought along.
const SCHEMA = `
  select case relkind when 'v' then 'view' else 'table' end as type, relname as name, relname as "table",
    concat(
      (select string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull), ',' order by attnum)
        from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped),
      (select string_agg(conname || ' ' || pg_get_constraintdef(oid), ',' order by conname)
        from pg_constraint where conrelid = pg_class.oid)
    ) as made
  from pg_class where relkind in ('r', 'p', 'v') and ${OF_SCHEMA}
  union all
  select 'index', own.relname, parent.relname, pg_get_indexdef(indexrelid)
  from pg_index
  join pg_class as own on own.oid = indexrelid
  join pg_class as parent on parent.oid = indrelid
  where parent.relnamespace = current_schema()::regnamespace and parent.relname not in (${OWN})
    and parent.relkind in ('r', 'p')
    and not exists (select 1 from pg_constraint where conindid = indexrelid and contype <> 'f')`
