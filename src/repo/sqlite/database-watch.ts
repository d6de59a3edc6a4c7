/**
 * Sees what a request changes in a database, by having the database say so.
 * While somebody traces, each table has triggers that note which row was
 * written. They are temporary: they live in this connection and not in the
 * file, they see what a cascade takes along, and a rollback takes back their
 * notes with everything else.
 */
import { ownerOf } from '#changeset/owner.ts'
import type { Asking, Stranger } from '#trace/asking.ts'
import { noteChanges, tracing } from '#trace/trace.ts'
import { MIGRATION_TABLES } from '../migration-tables.ts'
import { schemaChanges, type SchemaObject } from '../schema-changes.ts'
import {
  strangersReadSql,
  strangerOf,
  strangersWrittenSql,
  type FoundStranger,
  type Words,
} from '../strangers.ts'
import type { ChangeWatch, RowsRead } from '../engine.ts'
import type { Handle } from './handle.ts'
import type { KeyColumn } from './row-key.ts'
import { SchemaLook, workedOut } from './schema-look.ts'
import {
  changeOf,
  CREATE_NOTES,
  createTriggers,
  dropTriggers,
  FORGET_NOTES,
  isOurs,
  MOST_NOTES,
  NOTES,
  SEE_NOTES,
  TAKE_NOTES,
  type Note,
} from './row-triggers.ts'

const VERB = /^\s*(\w+)/
const BEGINS = /^begin$/i
const WRITES = /^(?:insert|update|delete|replace|with)$/i
const CHANGES_SCHEMA = /^(?:create|alter|drop)$/i

export class DatabaseWatch implements ChangeWatch {
  readonly #handle: Handle
  readonly #schema: SchemaLook
  #stands = false
  /** Whether there were triggers of this watch in this connection, and may be still. */
  #stood = false
  #mayHaveNotes = false
  /** Since they were looked at for rows of somebody else. */
  #mayBeUnseen = false
  /** What was looked at is to be told from what is written next. */
  #mustSee = false
  #schemaBefore: readonly SchemaObject[] | null = null

  constructor(handle: Handle, schema = new SchemaLook()) {
    this.#handle = handle
    this.#schema = schema
  }

  before(sql: string): Promise<void> | null {
    const verb = VERB.exec(sql)?.[1] ?? ''
    if (CHANGES_SCHEMA.test(verb)) return this.#quietly(() => this.#beforeSchemaChange())
    const writes = WRITES.test(verb)
    // Before a transaction begins, so that one that is rolled back leaves the triggers as it found them.
    const install = (writes || BEGINS.test(verb)) && !this.#stands && tracing()
    const fresh = !this.#mayHaveNotes
    const notes = writes && (this.#stands || install)
    this.#mayHaveNotes ||= notes
    this.#mayBeUnseen ||= notes
    if (install)
      return this.#quietly(async () => {
        await this.#install(fresh)
        // The tables changed in the middle of a turn: what was told of before is not told of again.
        if (this.#mustSee) await this.#see()
      })
    return notes && this.#mustSee ? this.#quietly(() => this.#see()) : null
  }

  async strangersWritten({ user }: Asking): Promise<readonly Stranger[]> {
    if (!this.#mayBeUnseen || !this.#stands) return []
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
    const [mayHaveNotes, schemaBefore] = [this.#mayHaveNotes, this.#schemaBefore]
    this.#mayHaveNotes = false
    // They are taken, all of them.
    this.#mustSee = false
    this.#schemaBefore = null
    if (!mayHaveNotes && !schemaBefore) return null
    return this.#quietly(async () => {
      const notes = mayHaveNotes ? await this.#read<Note>(TAKE_NOTES) : []
      const schema = schemaBefore
        ? schemaChanges(schemaBefore, await this.#read<SchemaObject>(SCHEMA))
        : []
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
        return (await this.#read<FoundStranger>(sql, parameters)).map(strangerOf)
      } catch {
        // A table is not there; the next statement asks less.
      }
    }
    return []
  }

  /** Who watches decides nothing: a write is not refused because it could not be seen. */
  async #quietly(fn: () => Promise<void>): Promise<void> {
    try {
      await fn()
    } catch {
      this.#stands = false
    }
  }

  /** `fresh`: nothing was noted in this turn, so nothing is lost. */
  async #install(fresh: boolean): Promise<void> {
    const facts = await this.#schema.facts(this.#handle.all.bind(this.#handle))
    // A schema that was loaded since says whose the rows of its table are: that stands in the triggers, too.
    const owners = JSON.stringify([...facts.tables].map(ownerOf))
    const create = await workedOut(facts, `triggers ${owners}`, async () => {
      const tables = Map.groupBy(await this.#read<Column>(COLUMNS), ({ table }) => table)
      return [...tables].map(([table, columns]) => createTriggers(table, columns)).join('\n')
    })
    const drop = this.#stood ? await this.#dropThem() : ''
    this.#stood = true
    await this.#handle.runScript([CREATE_NOTES, fresh ? FORGET_NOTES : '', drop, create].join('\n'))
    this.#stands = true
  }

  /** What is noted from now on is not looked at yet. */
  async #see(): Promise<void> {
    await this.#handle.run(SEE_NOTES, [])
    this.#mustSee = false
  }

  // `alter table` refuses to touch a column that a trigger names, ours included.
  async #beforeSchemaChange(): Promise<void> {
    if (tracing()) this.#schemaBefore ??= await this.#read<SchemaObject>(SCHEMA)
    this.#stands = false
    await this.#handle.runScript(await this.#dropThem())
  }

  /** Whatever there is: those that were dropped in a transaction came back if it was rolled back. */
  async #dropThem(): Promise<string> {
    const triggers = await this.#read<{ readonly name: string }>(TRIGGERS)
    return dropTriggers(triggers.map(({ name }) => name).filter(isOurs))
  }

  // What a row holds is written in the SQL beside it.
  async #read<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.#handle.all(sql, parameters)) as unknown as readonly Row[]
  }
}

interface Column extends KeyColumn {
  readonly table: string
}

const WORDS: Words = {
  placeholder: () => '?',
  asking: 'select ?',
  table: (quoted) => `main.${quoted}`,
  written: (value) => `quote(${value})`,
  unseen: 'owned.seen = 0',
}

const OWN = MIGRATION_TABLES.map((table) => `'${table}'`).join(', ')
const COLUMNS = `
  select objects.name as "table", columns.name, columns.pk
  from sqlite_schema as objects, pragma_table_xinfo(objects.name) as columns
  where objects.type = 'table' and objects.name not in (${OWN})
    and objects.name not like 'sqlite\\_%' escape '\\'
  order by objects.name, columns.cid`
const SCHEMA = `
  select type, name, tbl_name as "table", sql as made from sqlite_schema
  where tbl_name not in (${OWN}) and name not like 'sqlite\\_%' escape '\\'`
const TRIGGERS = `select name from sqlite_temp_schema where type = 'trigger'`
