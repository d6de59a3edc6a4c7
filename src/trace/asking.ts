/**
 * For whom a request acts, and what it met that is somebody else's. Names and
 * keys only: no value of a row.
 */

/** Who asks, as far as it says which rows are theirs. */
export interface Asking {
  /** `null` for a visitor, to whom no row belongs. */
  readonly user: number | null
  /** Whoever looks after the whole house: nobody's row is a stranger's to them. */
  readonly seesAll: boolean
}

/** A row that was read or written, and does not belong to who asked. */
export interface Stranger {
  readonly table: string
  /** The row's primary key as SQL writes it: `7`. */
  readonly key: string
  /** Whose it is: the name before the @ of an address, or the short name of an organization. */
  readonly owner: string
}
