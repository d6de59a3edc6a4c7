/** Says in words what a request changed in the database. */
import { counted } from '#lib/counted.ts'
import type { DatabaseChanges, RowChange, SchemaChange } from './database-change.ts'
import { capital } from '#lib/capital.ts'

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
const MOST_KEYS = 10

/**
 * What happened to the rows of one table; empty for nothing.
 *
 * @example
 * const row = { table: 'users', key: '7', kind: 'updated', columns: ['email', 'updated_at'] }
 * rowChangesInWords([row, { ...row, key: '8', kind: 'deleted' }])
 * // => 'One row changed in email and updated_at. One row is gone: 8.'
 */
export function rowChangesInWords(rows: readonly RowChange[]): string {
  const of = (kind: RowChange['kind']) => rows.filter((row) => row.kind === kind)
  const [inserted, updated, deleted] = [of('inserted'), of('updated'), of('deleted')]
  const columns = [...new Set(updated.flatMap((row) => row.columns))]
  const keys = deleted.map(({ key }) => key)
  const listed =
    keys.length > MOST_KEYS
      ? [...keys.slice(0, MOST_KEYS), `${keys.length - MOST_KEYS} more`]
      : keys
  return [
    inserted.length > 0 && `${sentence(inserted.length)} new.`,
    updated.length > 0 &&
      `${capital(counted(updated.length, 'row'))} changed in ${LIST.format(columns)}.`,
    deleted.length > 0 && `${sentence(deleted.length)} gone: ${LIST.format(listed)}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const sentence = (count: number) =>
  `${capital(counted(count, 'row'))} ${count === 1 ? 'is' : 'are'}`

const SCHEMA_WORDS: Readonly<Record<SchemaChange['kind'], string>> = {
  created: 'New',
  altered: 'Changed',
  dropped: 'Gone',
}

/**
 * What became of tables and indexes, a sentence for each kind. The indexes of
 * a table that came or went are counted, not named.
 *
 * @example
 * schemaChangesInWords([
 *   { kind: 'dropped', type: 'table', name: 'users', table: 'users' },
 *   { kind: 'dropped', type: 'index', name: 'users_email_index', table: 'users' },
 *   { kind: 'created', type: 'index', name: 'notes_index', table: 'notes' },
 * ])
 * // => ['Gone: the table users, with one index.', 'New: the index notes_index.']
 */
export function schemaChangesInWords(schema: readonly SchemaChange[]): readonly string[] {
  return [...Map.groupBy(schema, ({ kind }) => kind)].map(([kind, changes]) => {
    const tables = changes.filter(({ type }) => type === 'table')
    const others = changes.filter(({ type }) => type !== 'table')
    const isCounted = ({ type, table }: SchemaChange) =>
      type === 'index' && tables.some(({ name }) => name === table)
    const indexes = others.filter(isCounted).length
    const named = [...tables, ...others.filter((change) => !isCounted(change))]
    const names = LIST.format(named.map(({ type, name }) => `the ${type} ${name}`))
    const counts = indexes === 0 ? '' : `, with ${counted(indexes, 'index', 'indexes')}`
    return `${SCHEMA_WORDS[kind]}: ${names}${counts}.`
  })
}

/**
 * All of it in half a sentence, for the request that did it.
 *
 * @example
 * changesInWords({ rows: [], schema: [], complete: true })
 * // => 'changed nothing in the database'
 */
export function changesInWords({ rows, schema, complete }: DatabaseChanges): string {
  const tables = [...new Set(rows.map(({ table }) => table))]
  const parts = [
    schema.length > 0 && 'the schema',
    rows.length > 0 &&
      `${complete ? '' : 'more than '}${counted(rows.length, 'row')} of ${LIST.format(tables)}`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'changed nothing in the database' : `changed ${LIST.format(parts)}`
}
