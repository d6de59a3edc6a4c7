/**
 * Which rows belong to somebody else than who asks. What belongs to an
 * organization belongs to its members; one without any is nobody's.
 */
import type { OwnedTable } from '#changeset/owner.ts'
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

const bothWays = (rows: Rows): readonly string[] => [
  strangersSql(rows),
  ...(rows.user === null ? [] : [strangersSql({ ...rows, organization: null })]),
]

function strangersSql({ from, where, table, key, user, organization }: Rows): string {
  const members = `from memberships where memberships.organization_id = ${organization}`
  const isOthers = `${user} is not null and ${user} is not (select id from asking)`
  const isOfOthers =
    `exists (select 1 ${members}) and ` +
    `not exists (select 1 ${members} and memberships.user_id is (select id from asking))`
  const joins = [
    ...(user === null ? [] : [`left join users on users.id = ${user}`]),
    ...(organization === null
      ? []
      : [`left join organizations on organizations.id = ${organization}`]),
  ]
  const names = [
    ...(user === null ? [] : ['users.email']),
    ...(organization === null ? [] : ['organizations.slug']),
  ]
  const condition =
    organization === null
      ? isOthers
      : user === null
        ? isOfOthers
        : `iif(${organization} is null, ${isOthers}, ${isOfOthers})`
  return `
    with asking (id) as (select ?)
    select ${table} as "table", ${key} as "key", coalesce(${[...names, 'null'].join(', ')}) as owner
    from ${from} ${joins.join(' ')}
    where ${where} and ${condition}`
}

/** Names and keys, never values: of an address what stands before its @. */
export const strangerOf = ({ table, key, owner }: FoundStranger): Stranger => ({
  table,
  key,
  owner: owner?.split('@', 1)[0] ?? 'somebody else',
})
