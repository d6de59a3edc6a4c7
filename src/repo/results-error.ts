/** Exactly one row was expected. A program that can be wrong about that asks with `get` or `getBy` instead. */

/** In Ecto: `Ecto.NoResultsError`. */
export class NoResultsError extends Error {
  override readonly name = 'NoResultsError'

  constructor(schema: string, fields: readonly string[]) {
    super(
      `repo: expected one row of ${schema} by ${fields.join(' and ')}, found none. ` +
        'Where it may be missing, use get or getBy.',
    )
  }
}

/** In Ecto: `Ecto.MultipleResultsError`. */
export class MultipleResultsError extends Error {
  override readonly name = 'MultipleResultsError'

  constructor(schema: string, fields: readonly string[], found: number) {
    super(
      `repo: expected at most one row of ${schema} by ${fields.join(' and ')}, ` +
        `found ${found}. Say more fields, or use all.`,
    )
  }
}
