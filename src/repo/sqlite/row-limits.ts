/**
 * How many rows a table may hold, held by the database itself: temporary
 * triggers, which live in this connection and not in the file. They count in
 * the moment of writing, so that of two rows at once never both get the last
 * place, whichever way they come in.
 */
import { DatabaseError } from '../database-error.ts'
import type { Handle } from './handle.ts'
import { quoteName } from '../quoted.ts'
import { SchemaLook } from './schema-look.ts'

/** Past `most` rows there is no room for one more. */
export interface FullTable {
  readonly table: string
  readonly most: number
  /** What the next row is refused with. */
  readonly refusal: () => Error
}

/** Past `most` rows the oldest gives way to the newest. */
export interface RollingTable {
  readonly table: string
  readonly most: number
  /** Which rows are meant, as SQL says it: `context = 'session'`. */
  readonly only: string
  /** So many for each value of these columns; none are named for so many in all. */
  readonly each: readonly string[]
}

export type RowLimit = FullTable | RollingTable

const VERB = /^\s*(\w+)/
const WRITES = /^(?:begin|insert|update|replace|with)$/i
const CHANGES_SCHEMA = /^(?:create|alter|drop)$/i
const TAKES_BACK = /^rollback$/i
const REFUSED = /^SQLITE_CONSTRAINT: row_limit_(\d+)$/

export class RowLimits {
  readonly #handle: Handle
  readonly #limits: readonly RowLimit[]
  readonly #schema: SchemaLook
  #stand: boolean

  constructor(handle: Handle, limits: readonly RowLimit[], schema = new SchemaLook()) {
    this.#handle = handle
    this.#limits = limits
    this.#schema = schema
    this.#stand = limits.length === 0
  }

  /** Call it before each statement, when its turn has come. `null`: there is nothing to wait for. */
  before(sql: string): Promise<void> | null {
    if (this.#limits.length === 0) return null
    const verb = VERB.exec(sql)?.[1] ?? ''
    // `alter table` refuses to touch a table that a trigger reads, and a table that is made anew has none.
    if (CHANGES_SCHEMA.test(verb)) return this.#remove()
    // What was made or dropped in a transaction is as it was before.
    if (TAKES_BACK.test(verb)) this.#stand = false
    return this.#stand || !WRITES.test(verb) ? null : this.#install()
  }

  /** What an error of the database means, if it was one of these limits that refused. */
  refusalOf(error: unknown): Error | null {
    if (!(error instanceof DatabaseError)) return null
    const limit = this.#limits[Number(REFUSED.exec(error.message)?.[1])]
    return limit && 'refusal' in limit ? limit.refusal() : null
  }

  async #install(): Promise<void> {
    const { tables } = await this.#schema.facts(this.#handle.all.bind(this.#handle))
    const triggers = this.#limits.map((limit, index) =>
      tables.has(limit.table) ? createTrigger(limit, nameOf(index)) : '',
    )
    await this.#handle.runScript(triggers.join('\n'))
    this.#stand = true
  }

  async #remove(): Promise<void> {
    this.#stand = false
    const drop = this.#limits.map((_, index) => `drop trigger if exists temp.${nameOf(index)};`)
    await this.#handle.runScript(drop.join('\n'))
  }
}

const nameOf = (index: number) => `row_limit_${index}`

function createTrigger(limit: RowLimit, name: string): string {
  const table = quoteName(limit.table)
  if ('refusal' in limit)
    return `
      create temp trigger if not exists ${name} before insert on main.${table}
      when (select count(*) from ${table}) >= ${limit.most}
      begin select raise(abort, '${name}'); end;`

  const same = limit.each.map(quoteName).map((column) => ` and ${column} is new.${column}`)
  // A later row has a higher number; SQLite takes an offset only after a limit, and a negative one is none.
  return `
    create temp trigger if not exists ${name} after insert on main.${table}
    when exists (select 1 from ${table} where rowid = new.rowid and (${limit.only}))
    begin
      delete from ${table} where rowid in (
        select rowid from ${table} where (${limit.only})${same.join('')}
        order by rowid desc limit -1 offset ${limit.most}
      );
    end;`
}
