/**
 * Triggers that note, for each row written to a table, which row it was and
 * which of its columns hold something else now. Never what they hold; but whose
 * it was, where a schema says which columns tell.
 */
import { ownerOf } from '#changeset/owner.ts'
import type { RowChange } from '#trace/database-change.ts'
import { quoteName, quoteText } from '../quoted.ts'
import { keyExpression, type KeyColumn } from './row-key.ts'

/** More are not noted: what changes every row of a large table is told as "these, and more". */
export const MOST_NOTES = 200

const PREFIX = 'glasshouse_'
export const NOTES = `temp.${PREFIX}row_changes`
const BETWEEN = '\n'

/** What one trigger wrote down. */
export interface Note {
  readonly table_name: string
  readonly kind: RowChange['kind']
  readonly key: string
  readonly columns: string
}

export const isOurs = (trigger: string): boolean => trigger.startsWith(PREFIX)

export const CREATE_NOTES = `
  create temp table if not exists ${PREFIX}row_changes (
    id integer primary key, table_name text, kind text, "key" text, columns text,
    owner_user integer, owner_organization integer, seen integer default 0
  );`

/** For what an error left behind. */
export const FORGET_NOTES = `delete from ${NOTES};`

/** The next look sees what is written from now on. */
export const SEE_NOTES = `update ${NOTES} set seen = 1 where seen = 0`

export const TAKE_NOTES = `delete from ${NOTES} returning table_name, kind, "key", columns`

export function createTriggers(table: string, columns: readonly KeyColumn[]): string {
  // By the bytes: in a column that knows no case, Ana and ana are equal, and yet it changed.
  const changed = columns.map(({ name }) => {
    const column = quoteName(name)
    return `iif(old.${column} is not new.${column} collate binary, ${quoteText(name)}, null)`
  })
  const owner = ownerOf(table)
  const whose = (part: 'user' | 'organization', row: string) => {
    const column = columns.find(({ name }) => name === owner?.[part])
    return column ? `${row}.${quoteName(column.name)}` : 'null'
  }
  const trigger = (event: string, kind: RowChange['kind'], row: string, names: string) => `
    create temp trigger ${quoteName(`${PREFIX}${event}_${table}`)}
    after ${event} on main.${quoteName(table)}
    when coalesce((select max(id) from ${NOTES}), 0) < ${MOST_NOTES}
    begin
      insert into ${PREFIX}row_changes
        (table_name, kind, "key", columns, owner_user, owner_organization)
      values (
        ${quoteText(table)}, '${kind}', ${keyExpression(columns, row)}, ${names},
        ${whose('user', event === 'insert' ? 'new' : 'old')},
        ${whose('organization', event === 'insert' ? 'new' : 'old')}
      );
    end;`
  return [
    trigger('insert', 'inserted', 'new', `''`),
    trigger('update', 'updated', 'new', `concat_ws(char(10), ${changed.join(', ')})`),
    trigger('delete', 'deleted', 'old', `''`),
  ].join('\n')
}

export const dropTriggers = (names: readonly string[]): string =>
  names.map((name) => `drop trigger temp.${quoteName(name)};`).join('\n')

/** A note in plain words, or nothing for a row that was written with what it held already. */
export function changeOf({ table_name: table, kind, key, columns }: Note): readonly RowChange[] {
  const changed = columns === '' ? [] : columns.split(BETWEEN)
  if (kind === 'updated' && changed.length === 0) return []
  return [{ table, key, kind, columns: changed }]
}
