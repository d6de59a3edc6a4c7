/** What an exception of this house is called in Elixir. */
const NAMES: Readonly<Record<string, string>> = {
  CastError: 'Ecto.CastError',
  ConstraintError: 'Ecto.ConstraintError',
  NoResultsError: 'Ecto.NoResultsError',
  MultipleResultsError: 'Ecto.MultipleResultsError',
  StaleEntryError: 'Ecto.StaleEntryError',
  InvalidChangesetError: 'Ecto.InvalidChangesetError',
  NoPrimaryKeyValueError: 'Ecto.NoPrimaryKeyValueError',
}

/**
 * As IEx prints what was thrown. A refusal of this house is its sentence.
 *
 * @example
 * thrownInElixir('NoResultsError', 'expected at least one result')
 * // => '** (Ecto.NoResultsError) expected at least one result'
 */
export const thrownInElixir = (name: string, message: string): string =>
  isSentence(name) ? message : `** (${NAMES[name] ?? name}) ${message}`

/** As a console of TypeScript prints it. */
export const thrownInTypeScript = (name: string, message: string): string =>
  isSentence(name) ? message : `Uncaught ${name}: ${message}`

const isSentence = (name: string) => name === 'Refusal' || name === 'NotRead'
