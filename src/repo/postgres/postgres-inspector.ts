/** Reads what a PostgreSQL database says of the tables in its schema. */
import { sql, type Kysely } from 'kysely'
import type { Inspector, RowKey } from '../engine.ts'
import { quoteName } from '../quoted.ts'
import type {
  Check,
  InspectedColumn,
  InspectedForeignKey,
  InspectedIndex,
  TableShape,
} from '../table-shape.ts'
import { keyAsWritten } from './key-as-written.ts'

export const postgresInspector: Inspector = { tableNames, shapeOf, rowKey }

const relation = (table: string) => sql`to_regclass(quote_ident(${table}::text))`

async function tableNames<Tables>(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
    order by oid`.execute(db)
  return rows.map(({ name }) => name)
}

async function shapeOf<Tables>(db: Kysely<Tables>, table: string): Promise<TableShape> {
  const columns = await columnsOf(db, table)
  return {
    ddl: columns.length === 0 ? '' : await ddlOf(db, table, columns),
    columns,
    indexes: await indexesOf(db, table),
    foreignKeys: await foreignKeysOf(db, table),
    checks: await checksOf(db, table),
  }
}

function rowKey(columns: readonly InspectedColumn[]): RowKey {
  const key = columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .toSorted((a, b) => a.primaryKey - b.primaryKey)
    .map(({ name }) => quoteName(name))
  // Without a key a row is known by the place where it lies.
  const known = key.length === 0 ? ['ctid'] : key
  return { text: sql.raw(keyAsWritten(known)), columns: known.map((column) => sql.raw(column)) }
}

async function columnsOf<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<readonly InspectedColumn[]> {
  const { rows } = await sql<InspectedColumn>`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull",
      pg_get_expr(adbin, adrelid) as "defaultValue",
      coalesce(array_position(key.conkey, attnum), 0) as "primaryKey"
    from pg_attribute
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    left join pg_constraint as key on key.conrelid = attrelid and key.contype = 'p'
    where attrelid = ${relation(table)} and attnum > 0 and not attisdropped
    order by attnum`.execute(db)
  return rows
}

interface IndexRow extends Omit<InspectedIndex, 'columns'> {
  readonly columns: string
}

async function indexesOf<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<readonly InspectedIndex[]> {
  const { rows } = await sql<IndexRow>`
    select relname as name, indisunique as unique,
      (select json_agg(coalesce(attname, 'an expression') order by place)
        from unnest(string_to_array(indkey::text, ' ')::int2[]) with ordinality as key (number, place)
        left join pg_attribute on attrelid = indrelid and attnum = key.number) as columns,
      exists (select 1 from pg_attribute
        where attrelid = indrelid and attnum = any (string_to_array(indkey::text, ' ')::int2[])
          and format_type(atttypid, null) = 'citext') as "ignoresCase",
      case when exists (select 1 from pg_constraint where conindid = indexrelid and contype <> 'f')
        then null else pg_get_indexdef(indexrelid) end as ddl
    from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = ${relation(table)}
    order by indexrelid`.execute(db)
  // The package reads json.
  return rows.map((row) => ({ ...row, columns: row.columns as unknown as readonly string[] }))
}

async function foreignKeysOf<Tables>(
  db: Kysely<Tables>,
  table: string,
): Promise<readonly InspectedForeignKey[]> {
  const names = (from: string, keys: string) =>
    sql.raw(`(select json_agg(attname order by place)
      from unnest(${keys}) with ordinality as key (number, place)
      join pg_attribute on attrelid = ${from} and attnum = key.number)`)
  const { rows } = await sql<InspectedForeignKey>`
    select conname as name, ${names('conrelid', 'conkey')} as columns,
      (select relname from pg_class where oid = confrelid) as "table",
      ${names('confrelid', 'confkey')} as "to",
      case confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default'
        when 'r' then 'restrict' else 'no action' end as "onDelete"
    from pg_constraint where contype = 'f' and conrelid = ${relation(table)}
    order by oid`.execute(db)
  return rows
}

async function checksOf<Tables>(db: Kysely<Tables>, table: string): Promise<readonly Check[]> {
  const { rows } = await sql<{ name: string; expression: string }>`
    select conname as name, pg_get_expr(conbin, conrelid) as expression
    from pg_constraint where contype = 'c' and conrelid = ${relation(table)}
    order by oid`.execute(db)
  return rows
}

/** PostgreSQL keeps no text of a table: this is what would make it as it is now. */
async function ddlOf<Tables>(
  db: Kysely<Tables>,
  table: string,
  columns: readonly InspectedColumn[],
): Promise<string> {
  const { rows } = await sql<{ definition: string }>`
    select 'constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) as definition
    from pg_constraint where contype in ('p', 'u', 'c', 'f', 'x') and conrelid = ${relation(table)}
    order by contype = 'f', oid`.execute(db)
  const lines = columns.map(({ name, type, notNull, defaultValue }) =>
    [
      ...[quoteName(name), type],
      ...(defaultValue === null ? [] : [`default ${defaultValue}`]),
      ...(notNull ? ['not null'] : []),
    ].join(' '),
  )
  const all = [...lines, ...rows.map(({ definition }) => definition)]
  return `create table ${quoteName(table)} (\n  ${all.join(',\n  ')}\n)`
}
