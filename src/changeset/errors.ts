/** What is thrown when the program, not the person at the form, made the mistake. One class for each. */

/** The params are no map at all. In Ecto: `Ecto.CastError`. */
export class CastError extends TypeError {
  override readonly name = 'CastError'
}

/** A changeset was used as if it were valid. In Ecto: `Ecto.InvalidChangesetError`. */
export class InvalidChangesetError extends Error {
  override readonly name = 'InvalidChangesetError'
}

/** The database refused by a constraint that the changeset did not declare. In Ecto: `Ecto.ConstraintError`. */
export class ConstraintError extends Error {
  override readonly name = 'ConstraintError'
}

/** The row is no longer there, or no longer as it was read. In Ecto: `Ecto.StaleEntryError`. */
export class StaleEntryError extends Error {
  override readonly name = 'StaleEntryError'
}

/** A row without its key cannot be found again. In Ecto: `Ecto.NoPrimaryKeyValueError`. */
export class NoPrimaryKeyValueError extends TypeError {
  override readonly name = 'NoPrimaryKeyValueError'
}
