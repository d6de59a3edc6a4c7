/** What the database at hand says, where the two say it in different words. */
import { WITH_POSTGRES } from './repo.ts'

const either = (sqlite: string, postgres: string) => (WITH_POSTGRES ? postgres : sqlite)

/** How it says that it refused. */
export const refusedBy = {
  check: (name: string) =>
    either(`CHECK constraint failed: ${name}`, `violates check constraint "${name}"`),
  unique: (columns: string, name: string) =>
    either(
      `UNIQUE constraint failed: ${columns}`,
      `duplicate key value violates unique constraint "${name}"`,
    ),
  notNull: (table: string, column: string) =>
    either(
      `NOT NULL constraint failed: ${table}.${column}`,
      `null value in column "${column}" of relation "${table}" violates not-null constraint`,
    ),
}

export const noSuchTable = (table: string): string =>
  either(`no such table: ${table}`, `relation "${table}" does not exist`)

/** The whole message: SQLite's package puts a code in front. */
export const said = (code: string, words: string): string => either(`${code}: ${words}`, words)

/** SQL with the places of its parameters as this database has them: `?` here, `$1` there. */
export function withPlaces(sql: string): string {
  let place = 0
  return WITH_POSTGRES ? sql.replaceAll('?', () => `$${(place += 1)}`) : sql
}
