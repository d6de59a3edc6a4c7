/**
 * What code that a reader writes finds of the changeset library: at the prompt as it
 * stands, in an exercise as `glasshouse/changeset`. It is the one list of these names, and
 * nothing else imports from here.
 */
export { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
export { cast } from '#changeset/cast.ts'
export type { Params } from '#changeset/cast.ts'
export { step } from '#changeset/changeset-step.ts'
export {
  addError,
  change,
  deleteChange,
  forceChange,
  isChangeset,
  putAction,
  putChange,
  updateChange,
} from '#changeset/changeset.ts'
export type { Changeset, ErrorOpts, FieldError } from '#changeset/changeset.ts'
export { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
export { fetchChange, fieldValue, getChange, getField, isChanged } from '#changeset/fields.ts'
export { fillIn } from '#changeset/fill-in.ts'
export { merge } from '#changeset/merge.ts'
export { prepareChanges } from '#changeset/prepare.ts'
export { build, defineSchema, loaded } from '#changeset/schema.ts'
export type { Base, Schema } from '#changeset/schema.ts'
export { traverseErrors } from '#changeset/traverse-errors.ts'
export { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
export type { UniquenessChecker } from '#changeset/unsafe-validate-unique.ts'
export { validateLength } from '#changeset/validate-length.ts'
export { validateNumber } from '#changeset/validate-number.ts'
export {
  validateAcceptance,
  validateChange,
  validateConfirmation,
  validateExclusion,
  validateFormat,
  validateInclusion,
  validateRequired,
  validateSubset,
} from '#changeset/validations.ts'
export type { Finding } from '#changeset/validations.ts'
export { pipe } from '#lib/pipe.ts'
export { fail, ok } from '#lib/result.ts'
export type { Result } from '#lib/result.ts'
export type { Step } from '#trace/step.ts'
