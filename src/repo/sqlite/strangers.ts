/**
 * Which rows belong to somebody else than who asks. What belongs to an
 * organization belongs to its members; one without any is nobody's.
 */
import { getOwners, type OwnedTable, type Owners } from '#changeset/owner.ts'
import type { Stranger } from '#trace/asking.ts'
import { quoteName } from './row-key.ts'

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

// The first parameter is who asks. Of each there are two: as it is asked, and as it is asked where
// a reader has taken the tables of organizations back.

/** Of the rows of a table with so many keys. */
export function strangersReadSql(
  table: string,
  { key, user, organization }: OwnedTable,
  count: number,
) {
  const column = (name: string) => `owned.${quoteName(name)}`
  return bothWays({
    from: `main.${quoteName(table)} as owned`,
    where: `${column(key)} in (${Array.from({ length: count }, () => '?').join(', ')})`,
    table: `'${table.replaceAll("'", "''")}'`,
    key: `quote(${column(key)})`,
    user: user === undefined ? null : column(user),
    organization: organization === undefined ? null : column(organization),
  })
}

/** Of the rows of which a note was made since the last look. */
export const strangersWrittenSql = (notes: string) =>
  bothWays({
    from: `${notes} as owned`,
    where: 'owned.seen = 0',
    table: 'owned.table_name',
    key: 'owned."key"',
    user: 'owned.owner_user',
    organization: 'owned.owner_organization',
  })

const bothWays = (rows: Rows): readonly string[] => {
  const owners = getOwners()
  if (!owners) return []
  const alone = rows.user === null ? [] : [strangersSql({ ...rows, organization: null }, owners)]
  return [strangersSql(rows, owners), ...alone]
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
  { from, where, table, key, user, organization }: Rows,
  owners: Owners,
): string {
  const { members } = owners.organization
  const ofIt = `from ${quoteName(members.table)} as m where m.${quoteName(members.organization)} = ${organization}`
  const isOthers = `${user} is not null and ${user} is not (select id from asking)`
  const isOfOthers =
    `exists (select 1 ${ofIt}) and ` +
    `not exists (select 1 ${ofIt} and m.${quoteName(members.user)} is (select id from asking))`
  const found = [
    joined(owners.user, 'u', user),
    joined(owners.organization, 'o', organization),
  ].filter((each) => each !== null)
  const condition =
    organization === null
      ? isOthers
      : user === null
        ? isOfOthers
        : `iif(${organization} is null, ${isOthers}, ${isOfOthers})`
  return `
    with asking (id) as (select ?)
    select ${table} as "table", ${key} as "key", coalesce(${[...found.map(({ name }) => name), 'null'].join(', ')}) as owner
    from ${from} ${found.map(({ join }) => join).join(' ')}
    where ${where} and ${condition}`
}

/** Names and keys, never values: of an address what stands before its @. */
export const strangerOf = ({ table, key, owner }: FoundStranger): Stranger => ({
  table,
  key,
  owner: owner?.split('@', 1)[0] ?? 'somebody else',
})
