import { toStored, type StoredValue, type Storing } from '../stored-value.ts'

const POSTGRES: Storing = {
  engine: 'postgres',
  // PostgreSQL ends a text there. SQLite keeps it.
  refuses: (text) =>
    text.includes('\0') ? ['text with the character 0', 'Take it out, or store bytes.'] : null,
}

/** Makes a value ready for PostgreSQL, or refuses it. */
export const toPostgres = (value: unknown, index: number): StoredValue =>
  toStored(value, index, POSTGRES)

/**
 * What a parser makes of a column's text. Rows hold numbers: each of ours fits in
 * one exactly, as each time and each count does.
 */
export function fromInt8(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError('postgres: a bigint beyond 2^53 was read. Cast it to text in the query.')
}
