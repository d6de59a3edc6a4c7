/**
 * Which rows belong to somebody else than who asks. What belongs to an
 * organization belongs to its members; one without any is nobody's.
 */
import { getOwners, type OwnedTable, type Owners } from '#changeset/owner.ts'
import type { Stranger } from '#trace/asking.ts'
import { quoteName, quoteText } from './quoted.ts'

/** A row as it is found: whose it is by its address, or by the name of its organization. */
export interface FoundStranger {
  readonly table: string
  readonly key: string
  readonly owner: string | null
}

/** Where rows are looked for, and the SQL of their parts. */
interface Rows {
  readonly from: string
  readonly where: string
  readonly table: string
  readonly key: string
  readonly user: string | null
  readonly organization: string | null
}

/** What one database says otherwise than another. */
export interface Words {
  /** The first place is 1. */
  placeholder(place: number): string
  /** Selects the first parameter. */
  readonly asking: string
  /** A table of the database itself, and no temporary one. */
  table(quoted: string): string
  /** A value as SQL writes it. */
  written(value: string): string
  /** Of a note, that it was not looked at. */
  readonly unseen: string
}

// The first parameter is who asks. Of each there are two: as it is asked, and as it is asked where
// a reader has taken the tables of organizations back.

/** Of the rows of a table with so many keys. */
export function strangersReadSql(
  table: string,
  { key, user, organization }: OwnedTable,
  count: number,
  words: Words,
) {
  const column = (name: string) => `owned.${quoteName(name)}`
  const places = Array.from({ length: count }, (_, index) => words.placeholder(index + 2))
  return bothWays(words, {
    from: `${words.table(quoteName(table))} as owned`,
    where: `${column(key)} in (${places.join(', ')})`,
    table: quoteText(table),
    key: words.written(column(key)),
    user: user === undefined ? null : column(user),
    organization: organization === undefined ? null : column(organization),
  })
}

/** Of the rows of which a note was made since the last look. */
export const strangersWrittenSql = (notes: string, words: Words) =>
  bothWays(words, {
    from: `${notes} as owned`,
    where: words.unseen,
    table: 'owned.table_name',
    key: 'owned."key"',
    user: 'owned.owner_user',
    organization: 'owned.owner_organization',
  })

const bothWays = (words: Words, rows: Rows): readonly string[] => {
  const owners = getOwners()
  if (!owners) return []
  const alone =
    rows.user === null ? [] : [strangersSql(words, { ...rows, organization: null }, owners)]
  return [strangersSql(words, rows, owners), ...alone]
}

/** A table of owners, as the others are joined to it: by its key, and called by its name. */
function joined({ table, key, name }: Owners['user'], as: string, column: string | null) {
  if (column === null) return null
  return {
    join: `left join ${quoteName(table)} as ${as} on ${as}.${quoteName(key)} = ${column}`,
    name: `${as}.${quoteName(name)}`,
  }
}

function strangersSql(
  { asking }: Words,
  { from, where, table, key, user, organization }: Rows,
  owners: Owners,
): string {
  const { members } = owners.organization
  const ofIt = `from ${quoteName(members.table)} as m where m.${quoteName(members.organization)} = ${organization}`
  const isOthers = `${user} is not null and ${user} is distinct from (select id from asking)`
  const isOfOthers =
    `exists (select 1 ${ofIt}) and ` +
    `not exists (select 1 ${ofIt} and m.${quoteName(members.user)} = (select id from asking))`
  const found = [
    joined(owners.user, 'u', user),
    joined(owners.organization, 'o', organization),
  ].filter((each) => each !== null)
  const condition =
    organization === null
      ? isOthers
      : user === null
        ? isOfOthers
        : `case when ${organization} is null then ${isOthers} else ${isOfOthers} end`
  return `
    with asking (id) as (${asking})
    select ${table} as "table", ${key} as "key", coalesce(${[...found.map(({ name }) => name), 'null'].join(', ')}) as owner
    from ${from} ${found.map(({ join }) => join).join(' ')}
    where ${where} and (${condition})`
}

/** Names and keys, never values: of an address what stands before its @. */
export const strangerOf = ({ table, key, owner }: FoundStranger): Stranger => ({
  table,
  key,
  owner: owner?.split('@', 1)[0] ?? 'somebody else',
})
