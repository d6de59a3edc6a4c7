/** Exactly one row was expected. A program that can be wrong about that asks with `get` or `getBy` instead. */

/** In Ecto: `Ecto.NoResultsError`. */
export class NoResultsError extends Error {
  override readonly name = 'NoResultsError'

  constructor(asker: string, schema: string, fields: readonly string[]) {
    super(
      `${asker}: expected one row of ${schema} by ${fields.join(' and ')}, found none. ` +
        'Where it may be missing, use get or getBy.',
    )
  }
}

/** In Ecto: `Ecto.MultipleResultsError`. */
export class MultipleResultsError extends Error {
  override readonly name = 'MultipleResultsError'

  constructor(asker: string, schema: string, fields: readonly string[], found: number) {
    super(
      `${asker}: expected at most one row of ${schema} by ${fields.join(' and ')}, ` +
        `found ${found}. Say more fields, or use all.`,
    )
  }
}
