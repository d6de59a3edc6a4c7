/** Which constraint PostgreSQL refused by: it says so itself. Only the columns are looked up. */
import { sql, type Kysely } from 'kysely'
import { WriteRefusedError } from '../database-error.ts'
import type { ConstraintViolation } from '../engine.ts'
import { namesIn } from './postgres-error.ts'

const TYPES = {
  '23505': 'unique',
  '23514': 'check',
  '23503': 'foreign_key',
  '23001': 'foreign_key',
  '23502': 'not_null',
} as const

/** Which constraint was refused, or `null` for any other error. In Ecto: `to_constraints/2` of the adapter. */
export async function constraintViolation<Tables>(
  db: Kysely<Tables>,
  error: unknown,
): Promise<ConstraintViolation | null> {
  const names = error instanceof WriteRefusedError ? namesIn(error) : null
  if (names === null || !Object.hasOwn(TYPES, names.code)) return null
  const { table, column, constraint } = names
  // It is one of them: asked for in the line above.
  const type = TYPES[names.code as keyof typeof TYPES]
  if (type === 'not_null')
    return { type, constraint: null, table, columns: column === null ? [] : [column] }
  const columns =
    type === 'check' || table === null || constraint === null
      ? []
      : await columnsOf(db, table, constraint)
  return { type, constraint, table, columns }
}

/** Of a constraint or of a unique index, in their order there. */
async function columnsOf<Tables>(
  db: Kysely<Tables>,
  table: string,
  name: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    with named (relation, keys) as (
      select conrelid, conkey from pg_constraint
      where conname = ${name} and conrelid = to_regclass(quote_ident(${table}::text))
      union all
      select indrelid, string_to_array(indkey::text, ' ')::int2[] from pg_index
      where indexrelid = to_regclass(quote_ident(${name}::text))
        and indrelid = to_regclass(quote_ident(${table}::text))
    )
    select attname as name
    from (select * from named limit 1) as one
    cross join lateral unnest(one.keys) with ordinality as key (number, place)
    join pg_attribute on attrelid = one.relation and attnum = key.number
    order by key.place`.execute(db)
  return rows.map(({ name: column }) => column)
}

/** The names of the constraints that a write to this table can meet: its own, and those that point to it. */
export async function constraintsOf<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint
    where contype in ('p', 'u', 'c', 'f', 'x')
      and to_regclass(quote_ident(${table}::text)) in (conrelid, confrelid)
    union
    select relname from pg_index join pg_class on pg_class.oid = indexrelid
    where indisunique and indrelid = to_regclass(quote_ident(${table}::text))`.execute(db)
  return rows.map(({ name }) => name)
}
