/**
 * Databases in the PostgreSQL of the tests. Each is nobody else's, and as new:
 * one that a test has left with its tables as they were is emptied and given to
 * the next, since to make one takes ten times as long.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Clock } from '#lib/clock.ts'
import { migrateToLatest, type MigrationSet } from '#repo/migrator.ts'
import { openPostgres } from '#repo/postgres/postgres.ts'
import type { Repo } from '#repo/repo.ts'

/** `null` where none is asked for, or none can be had. */
export const postgresUrl = (): string | null => inject('postgres')

type Kind = MigrationSet | 'empty'

export interface TestDatabase {
  readonly url: string
  /** Whoever is still connected is cut off. */
  readonly remove: () => Promise<void>
}

interface Kept {
  readonly name: string
  readonly kind: Kind
  /** For what is done between two tests. */
  readonly own: pg.Client
  /** What it was made of when it was new. */
  readonly made: string
}

type Row = Readonly<Record<string, unknown>>
const rowsOf = async (client: pg.Client, sql: string): Promise<readonly Row[]> =>
  (await client.query<Row>(sql)).rows

const free: Kept[] = []
const templates = new Map<Kind, Promise<string>>()
let admin: Promise<pg.Client> | null = null

const newName = () => `test_${randomBytes(8).toString('hex')}`

function urlOf(database: string): string {
  const url = new URL(postgresUrl()!)
  url.pathname = `/${database}`
  return url.href
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  return client
}

async function createTemplate(kind: Kind): Promise<string> {
  const name = newName()
  await rowsOf(await (admin ??= connect(postgresUrl()!)), `create database ${name}`)
  const repo = await openPostgres<object>({ url: urlOf(name) })
  if (kind !== 'empty') await migrateToLatest(repo, kind)
  await repo.close()
  return name
}

async function create(kind: Kind): Promise<Kept> {
  const template = templates.get(kind) ?? createTemplate(kind)
  templates.set(kind, template)
  const name = newName()
  const copied = `create database ${name} template ${await template}`
  await rowsOf(await (admin ??= connect(postgresUrl()!)), copied)
  const own = await connect(urlOf(name))
  return { name, kind, own, made: await madeOf(own) }
}

/** The address of a database of its own, and what gives it back. */
export async function newDatabase(kind: Kind): Promise<TestDatabase> {
  const place = free.findIndex((one) => one.kind === kind)
  const [kept = await create(kind)] = place < 0 ? [] : free.splice(place, 1)
  return { url: urlOf(kept.name), remove: () => giveBack(kept) }
}

async function giveBack(kept: Kept): Promise<void> {
  await rowsOf(kept.own, CUT_OFF)
  if ((await madeOf(kept.own)) === kept.made) {
    const tables = (await rowsOf(kept.own, TABLES)).map(({ name }) => String(name))
    if (tables.length > 0)
      await rowsOf(kept.own, `truncate ${tables.join(', ')} restart identity cascade`)
    free.push(kept)
    return
  }
  await kept.own.end()
  await rowsOf(await admin!, `drop database ${kept.name} with (force)`)
}

const CUT_OFF = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`
const OWN = `('schema_migrations', 'schema_migrations_lock')`
const TABLES = `
  select quote_ident(relname) as name from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ${OWN}`
// Names, types and constraints; not the triggers of whoever watched.
const MADE = `
  select string_agg(made, chr(10) order by made) as made from (
    select concat_ws(' ', relkind::text, relname, attname, format_type(atttypid, atttypmod),
      attnotnull, attidentity, pg_get_expr(adbin, adrelid)) as made
    from pg_class
    left join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace = 'public'::regnamespace and relkind <> 'S'
    union all
    select concat_ws(' ', conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace
    union all
    select pg_get_indexdef(indexrelid) from pg_index
    join pg_class on pg_class.oid = indexrelid where relnamespace = 'public'::regnamespace
  ) as all_of_it`

async function madeOf(client: pg.Client): Promise<string> {
  const [row] = await rowsOf(client, MADE)
  const hasRun = await rowsOf(client, `select to_regclass('schema_migrations') is not null as it`)
  const migrations = hasRun[0]?.['it']
    ? await rowsOf(client, 'select name from schema_migrations order by name')
    : []
  return JSON.stringify([row?.['made'], migrations])
}

/** A repo over a database of its own, which is given back when the repo is closed. */
export async function openNewDatabase<Tables>(
  kind: Kind,
  options: { readonly clock?: Clock } = {},
): Promise<Repo<Tables>> {
  const { url, remove } = await newDatabase(kind)
  const repo = await openPostgres<Tables>({ url, ...options })
  const close = repo.close.bind(repo)
  let closing: Promise<void> | null = null
  return Object.assign(repo, { close: () => (closing ??= close().then(remove)) })
}
