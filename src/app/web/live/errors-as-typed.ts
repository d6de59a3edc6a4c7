import { putAction } from '#changeset/changeset.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { FormError } from '#trace/form-error.ts'
import { formErrors } from '#http/changeset-errors.ts'
import type { Params } from '#http/params.ts'

/**
 * The errors of the fields that somebody has come to: a page sends
 * `_unused_NAME` beside those they have not. Nobody wants to read that an
 * address is wrong before they have typed it. In Phoenix: `used_input?/1`.
 */
export function errorsAsTyped<Row extends object>(
  changeset: Changeset<Row>,
  typed: Params,
): readonly FormError[] {
  // #region errors-as-typed
  const errors = formErrors(putAction(changeset, 'validate'))
  const isUsed = (name: string) => typed[`_unused_${name}`] === undefined
  return errors.filter(({ field }) => isUsed(field))
  // #endregion errors-as-typed
}
