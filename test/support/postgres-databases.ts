/** Databases in the PostgreSQL of the tests: each new, a copy of one that was made once, and nobody else's. */
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

let admin: Promise<pg.Pool> | null = null
const templates = new Map<Kind, Promise<string>>()

/** Forgotten in the next file: files of one process share this one. */
async function ask(sql: string): Promise<readonly Record<string, unknown>[]> {
  admin ??= Promise.resolve(new pg.Pool({ connectionString: postgresUrl()!, max: 4 }))
  return ((await (await admin).query(sql)) as pg.QueryResult<Record<string, unknown>>).rows
}

const newName = () => `test_${randomBytes(8).toString('hex')}`

function urlOf(database: string): string {
  const url = new URL(postgresUrl()!)
  url.pathname = `/${database}`
  return url.href
}

async function createTemplate(kind: Kind): Promise<string> {
  const name = newName()
  await ask(`create database ${name} template template0`)
  const repo = await openPostgres<object>({ url: urlOf(name) })
  if (kind !== 'empty') await migrateToLatest(repo, kind)
  await repo.close()
  return name
}

let copyOf: Promise<string> | null = null
/** From PostgreSQL 15 on there are two ways, and this one is quicker here. */
const strategy = async () =>
  Number((await ask('show server_version_num'))[0]?.['server_version_num']) >= 150_000
    ? 'strategy file_copy'
    : ''

/** The address of a new database, and what takes it away. */
export async function newDatabase(
  kind: Kind,
): Promise<{ readonly url: string; readonly remove: () => Promise<void> }> {
  const made = templates.get(kind) ?? createTemplate(kind)
  templates.set(kind, made)
  const name = newName()
  await ask(`create database ${name} template ${await made} ${await (copyOf ??= strategy())}`)
  return {
    url: urlOf(name),
    remove: async () => {
      await ask(`drop database if exists ${name} with (force)`)
    },
  }
}

/** A repo over a new database, which is gone when the repo is closed. */
export async function openNewDatabase<Tables>(
  kind: Kind,
  options: { readonly clock?: Clock } = {},
): Promise<Repo<Tables>> {
  const { url, remove } = await newDatabase(kind)
  const repo = await openPostgres<Tables>({ url, ...options })
  return removedWith(repo, remove)
}

/** The same repo, whose database goes with it. */
function removedWith<Tables>(repo: Repo<Tables>, remove: () => Promise<void>): Repo<Tables> {
  const close = repo.close.bind(repo)
  let closing: Promise<void> | null = null
  return Object.assign(repo, { close: () => (closing ??= close().then(remove)) })
}
