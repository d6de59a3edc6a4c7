/** Which rows of somebody's a query gave: of tables whose schema says whose they are, and of no others. */
import type { CompiledQuery, OperationNode, SelectQueryNode } from 'kysely'
import { ownerOf, type OwnedTable } from '#changeset/owner.ts'
import type { Asking } from '#trace/asking.ts'
import type { RowsRead } from './engine.ts'

// Whoever leaks a whole table is told by its first rows.
const MOST_ROWS = 50

/**
 * The keys among the rows of a query that may be somebody else's: not of those that say themselves
 * whose they are. A query that does not select the key tells none.
 */
export function rowsRead(
  { query }: CompiledQuery,
  rows: readonly unknown[],
  asking: Asking,
): readonly RowsRead[] {
  if (query.kind !== 'SelectQueryNode' || rows.length === 0) return []
  const select = query
  const sources = sourcesOf(select)
  return sources.flatMap(({ table, alias }) => {
    const owned = ownerOf(table)
    const named = (column: string) => keyIn(select, column, alias, sources.length === 1)
    const key = owned && named(owned.key)
    if (!key) return []
    // Where tables are joined, a column may be called as one of another table is.
    const isOwn = sources.length === 1 ? sayingWhose(owned, named, asking) : () => false
    const doubtful = rows.slice(0, MOST_ROWS).filter((row) => !isOwn(row as Values))
    const keys = doubtful.flatMap((row) => keyOf(row, key))
    return keys.length > 0 ? [{ table, keys: [...new Set(keys)] }] : []
  })
}

type Values = Readonly<Record<string, unknown>>

/** Tells of a row by what it holds that it is the asker's, or nobody's. What belongs to an organization never says so. */
function sayingWhose(
  { user, organization }: OwnedTable,
  named: (column: string) => string | null,
  asking: Asking,
): (row: Values) => boolean {
  const ofUser = user === undefined ? null : named(user)
  const ofOrganization = organization === undefined ? null : named(organization)
  if (ofUser === null || (organization !== undefined && ofOrganization === null)) return () => false
  return (row) =>
    (ofOrganization === null || row[ofOrganization] === null) &&
    (row[ofUser] === null || (asking.user !== null && row[ofUser] === asking.user))
}

// A list that grows is told by its beginning.
const MOST_KEYS = 20

/**
 * The primary keys of the rows that a query gave, of its own table: what it
 * selected or, of a write, what it returned. Only numbers: an id that is a
 * text may be what somebody logs in with.
 */
export function keysGiven(
  { query }: CompiledQuery,
  rows: readonly unknown[],
  table: string,
): readonly number[] {
  const column = query.kind === 'SelectQueryNode' ? keySelected(query, table) : 'id'
  if (column === null) return []
  const keys = rows.slice(0, MOST_KEYS).flatMap((row) => keyOf(row, column))
  // A join gives a row once for each that it belongs to.
  return [...new Set(keys)].filter((key) => typeof key === 'number')
}

function keySelected(select: SelectQueryNode, table: string): string | null {
  const sources = sourcesOf(select)
  const own = sources.find((source) => source.table === table)
  return own ? keyIn(select, 'id', own.alias, sources.length === 1) : null
}

interface From {
  readonly table: string
  /** As the rest of the query calls it. */
  readonly alias: string
}

function sourcesOf({ from, joins = [] }: SelectQueryNode): readonly From[] {
  const nodes = [...(from?.froms ?? []), ...joins.map(({ table }) => table)]
  return nodes.flatMap((node) => {
    const table = tableIn(nodeIn(node, 'node') ?? node)
    if (table === null) return []
    return [{ table, alias: identifierIn(nodeIn(node, 'alias')) ?? table }]
  })
}

/** The name under which the rows hold the key of a table, or `null`. */
function keyIn(
  { selections = [] }: SelectQueryNode,
  key: string,
  alias: string,
  isAlone: boolean,
): string | null {
  for (const { selection } of selections) {
    if (selection.kind === 'SelectAllNode') return isAlone ? key : null
    const reference = nodeIn(selection, 'node') ?? selection
    if (reference.kind !== 'ReferenceNode') continue
    const table = tableIn(nodeIn(reference, 'table'))
    if (table === null ? !isAlone : table !== alias) continue
    const column = nodeIn(reference, 'column')
    if (column?.kind === 'SelectAllNode') return key
    if (identifierIn(nodeIn(column, 'column')) === key)
      return identifierIn(nodeIn(selection, 'alias')) ?? key
  }
  return null
}

function keyOf(row: unknown, column: string): readonly (string | number)[] {
  const key = (row as Readonly<Record<string, unknown>>)[column]
  return typeof key === 'number' || typeof key === 'string' ? [key] : []
}

const tableIn = (node: OperationNode | null): string | null =>
  node?.kind === 'TableNode' ? identifierIn(nodeIn(nodeIn(node, 'table'), 'identifier')) : null

function identifierIn(node: OperationNode | null): string | null {
  const name = node?.kind === 'IdentifierNode' && 'name' in node ? node.name : null
  return typeof name === 'string' ? name : null
}

/** A part of a node, if it has one of this name: nodes of one place may be of several kinds. */
function nodeIn(node: OperationNode | null, part: string): OperationNode | null {
  const found = (node as Readonly<Record<string, unknown>> | null)?.[part]
  return typeof found === 'object' && found !== null && 'kind' in found
    ? (found as OperationNode)
    : null
}
