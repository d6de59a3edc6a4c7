/**
 * Copies every row of one database into another that has the same tables, and
 * reads it back: all of it is there afterwards, or nothing.
 */
import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { listTableNames } from './inspect-tables.ts'
import type { Repo } from './repo.ts'
import type { AnyTables } from './schema-query.ts'

export interface MovedTable {
  readonly table: string
  readonly rows: number
  /** Of all rows, whatever their order: 64 hex digits. */
  readonly checksum: string
}

/** What was read back is not what was written. */
export class MoveError extends Error {
  override readonly name = 'MoveError'
}

type Row = Readonly<Record<string, unknown>>

const AT_ONCE = 200

/** The tables that hold any row. */
export async function listFilledTables<Tables>(repo: Repo<Tables>): Promise<readonly string[]> {
  const filled: string[] = []
  for (const table of await listTableNames(repo)) {
    const { rows } = await sql`select 1 as one from ${sql.table(table)} limit 1`.execute(repo.db)
    if (rows.length > 0) filled.push(table)
  }
  return filled
}

/**
 * Copies all rows, in one transaction of `to`. `finish` runs in it as the last
 * thing. Throws a `MoveError`, and leaves `to` as it was, where a table has rows
 * already or holds others than `from` when it is read back.
 */
export function moveTables<Tables>(
  from: Repo<Tables>,
  to: Repo<Tables>,
  finish: (to: Repo<Tables>) => Promise<void> = () => Promise.resolve(),
): Promise<readonly MovedTable[]> {
  return to.transact(async (inner) => {
    const filled = await listFilledTables(inner)
    if (filled.length > 0) throw new MoveError(`There are rows already: in ${filled.join(', ')}.`)
    const moved: MovedTable[] = []
    for (const table of await parentsFirst(from)) {
      const written = await copy(anyTables(from), anyTables(inner), table)
      const read = await sumUp(anyTables(inner), table)
      if (written.rows !== read.rows || written.checksum !== read.checksum)
        throw new MoveError(
          `${table} was read with ${written.rows} rows, and holds ${read.rows} that are not the same.`,
        )
      moved.push(written)
    }
    await finish(inner)
    return moved
  })
}

/** A row that points to another comes after it. */
async function parentsFirst<Tables>({ db, engine }: Repo<Tables>): Promise<readonly string[]> {
  const names = (await engine.inspect.tableNames(db)).filter((name) => !name.startsWith('schema_'))
  const parents = new Map<string, readonly string[]>()
  for (const name of names) {
    const { foreignKeys } = await engine.inspect.shapeOf(db, name)
    parents.set(
      name,
      foreignKeys.map(({ table }) => table),
    )
  }
  const sorted: string[] = []
  const visit = (name: string) => {
    if (sorted.includes(name)) return
    for (const parent of parents.get(name) ?? []) if (parent !== name) visit(parent)
    sorted.push(name)
  }
  names.forEach(visit)
  return sorted
}

async function copy(
  from: Kysely<AnyTables>,
  to: Kysely<AnyTables>,
  table: string,
): Promise<MovedTable> {
  const sum = new Sum()
  let waiting: Row[] = []
  const write = async () => {
    if (waiting.length > 0) await to.insertInto(table).values(waiting).execute()
    waiting = []
  }
  for await (const row of from.selectFrom(table).selectAll().stream(AT_ONCE)) {
    sum.add(row)
    waiting.push(row)
    if (waiting.length === AT_ONCE) await write()
  }
  await write()
  return { table, ...sum.total() }
}

async function sumUp(db: Kysely<AnyTables>, table: string): Promise<MovedTable> {
  const sum = new Sum()
  for await (const row of db.selectFrom(table).selectAll().stream(AT_ONCE)) sum.add(row)
  return { table, ...sum.total() }
}

/** Databases give rows in an order of their own: hashes are added, which have none. */
class Sum {
  #rows = 0
  #sum = 0n

  add(row: Row): void {
    const columns = Object.keys(row).sort()
    const text = JSON.stringify(columns.map((column) => [column, written(row[column])]))
    this.#sum += BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    this.#rows += 1
  }

  total(): { readonly rows: number; readonly checksum: string } {
    const checksum = BigInt.asUintN(256, this.#sum).toString(16).padStart(64, '0')
    return { rows: this.#rows, checksum }
  }
}

const written = (value: unknown): unknown =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('hex') } : value

// The tables are whatever is there.
const anyTables = <Tables>({ db }: Repo<Tables>) => db as unknown as Kysely<AnyTables>
