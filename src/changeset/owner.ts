/**
 * Whose a row is, by its columns. A schema declares it where a row of
 * somebody else is nobody's business; a trace then tells who was shown one.
 */

export interface Owner {
  /** The column with the user whose row it is. */
  readonly user?: string
  /** The column with the organization to whose members it belongs. Where it has a value, that goes first. */
  readonly organization?: string
}

/** Whose the rows of a table are, and by which column each is known. */
export interface OwnedTable extends Owner {
  readonly key: string
}

const owned = new Map<string, OwnedTable>()

/** Remembers what a schema declares of its table. */
export function declareOwner(table: string, key: string, owner: Owner): void {
  owned.set(table, Object.freeze({ ...owner, key }))
}

/** What a schema has declared of this table, or `null`. */
export const ownerOf = (table: string): OwnedTable | null => owned.get(table) ?? null

/** Where owners are found, and by which column each is called. Names of tables and columns. */
export interface Owners {
  readonly user: { readonly table: string; readonly key: string; readonly name: string }
  readonly organization: {
    readonly table: string
    readonly key: string
    readonly name: string
    /** Whose members its rows belong to. */
    readonly members: {
      readonly table: string
      readonly organization: string
      readonly user: string
    }
  }
}

let known: Owners | null = null

/** Remembers where the app keeps its owners. It says so once, beside its schemas. */
export function declareOwners(owners: Owners): void {
  known = Object.freeze(owners)
}

/** Where the app keeps its owners; `null` before it has said so. */
export const getOwners = (): Owners | null => known
