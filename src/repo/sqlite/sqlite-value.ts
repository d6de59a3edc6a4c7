import { toStored, type StoredValue } from '../stored-value.ts'

export type SqliteValue = StoredValue

const SQLITE = { engine: 'sqlite' }

/** Makes a value ready for SQLite, or refuses it. */
export const toSqlite = (value: unknown, index: number): SqliteValue =>
  toStored(value, index, SQLITE)
