/**
 * SQL of a trigger that notes, for each row written to a table, which row it was
 * and which of its columns hold something else now. Never what they hold; but
 * whose it was, where a schema says which columns tell. The trigger is there for
 * all connections, and notes nothing but in one that is watched; the notes are
 * that connection's own, and a rollback takes them back.
 */
import { ownerOf } from '#changeset/owner.ts'
import { quoteName, quoteText } from '../quoted.ts'
import { keyAsWritten } from './key-as-written.ts'

/** More are not noted: what changes every row of a large table is told as "these, and more". */
export const MOST_NOTES = 200

export const NOTES = 'pg_temp.glasshouse_row_changes'
const FUNCTION = 'glasshouse_note_row'
const TRIGGER = 'glasshouse_note_row'

/** What one trigger wrote down. */
export interface Note {
  readonly table_name: string
  readonly kind: 'inserted' | 'updated' | 'deleted'
  readonly key: string
  readonly columns: string
}

export const CREATE_NOTES = `
  create temp table if not exists glasshouse_row_changes (
    id bigint generated always as identity, table_name text, kind text, "key" text, columns text,
    owner_user bigint, owner_organization bigint, seen boolean not null default false
  )`

export const WATCH = `select set_config('glasshouse.watches', 'on', false)`
export const STOP_WATCHING = `select set_config('glasshouse.watches', 'off', false)`

/** The next look sees what is written from now on. */
export const SEE_NOTES = `update ${NOTES} set seen = true where not seen`

export const TAKE_NOTES = `
  with taken as (delete from ${NOTES} returning id, table_name, kind, "key", columns)
  select table_name, kind, "key", columns from taken order by id`

/** The arguments: the table, and SQL for the key, the user and the organization of \`$1\`. */
export const CREATE_FUNCTION = `
  create or replace function ${FUNCTION}() returns trigger language plpgsql as $note$
  declare
    known record;
    changed text := '';
  begin
    if coalesce(current_setting('glasshouse.watches', true), '') <> 'on' then return null; end if;
    if (select count(*) from ${NOTES}) >= ${MOST_NOTES} then return null; end if;
    if tg_op = 'UPDATE' then
      select coalesce(string_agg(now.key, chr(10) order by now.place), '') into changed
      from json_each_text(row_to_json(new)) with ordinality as now (key, value, place)
      join json_each_text(row_to_json(old)) as before (key, value) on before.key = now.key
      where now.value is distinct from before.value;
    end if;
    if tg_op = 'DELETE' then execute tg_argv[1] into known using old, old;
    elsif tg_op = 'UPDATE' then execute tg_argv[1] into known using new, old;
    else execute tg_argv[1] into known using new, new;
    end if;
    insert into ${NOTES} (table_name, kind, "key", columns, owner_user, owner_organization)
    values (
      tg_argv[0], case tg_op when 'INSERT' then 'inserted' when 'UPDATE' then 'updated' else 'deleted' end,
      known.row_key, changed, known.owner_user, known.owner_organization
    );
    return null;
  end $note$`

/** `key`: the columns of its primary key, in their order. */
export function createTrigger(
  table: string,
  columns: readonly { readonly name: string; readonly key: number }[],
): string {
  const owner = ownerOf(table)
  const key = columns.filter((one) => one.key > 0).toSorted((a, b) => a.key - b.key)
  const whose = (part: 'user' | 'organization') =>
    columns.some(({ name }) => name === owner?.[part])
      ? `($2).${quoteName(owner?.[part] ?? '')}::bigint`
      : 'null::bigint'
  const row =
    key.length === 0 ? `''` : keyAsWritten(key.map(({ name }) => `($1).${quoteName(name)}`))
  const ask = `select ${row} as row_key, ${whose('user')} as owner_user, ${whose('organization')} as owner_organization`
  return `
    create or replace trigger ${TRIGGER} after insert or update or delete on ${quoteName(table)}
    for each row execute function ${FUNCTION}(${quoteText(table)}, ${quoteText(ask)})`
}
