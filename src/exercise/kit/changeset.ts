import { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
import { cast } from '#changeset/cast.ts'
import { step } from '#changeset/changeset-step.ts'
import {
  addError,
  change,
  deleteChange,
  forceChange,
  isChangeset,
  putAction,
  putChange,
  updateChange,
} from '#changeset/changeset.ts'
import { checkConstraint, foreignKeyConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { fieldValue, getChange, getField, isChanged } from '#changeset/fields.ts'
import { fillIn } from '#changeset/fill-in.ts'
import { merge } from '#changeset/merge.ts'
import { prepareChanges } from '#changeset/prepare.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateNumber } from '#changeset/validate-number.ts'
import {
  validateAcceptance,
  validateChange,
  validateConfirmation,
  validateExclusion,
  validateFormat,
  validateInclusion,
  validateRequired,
  validateSubset,
} from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { fail, ok } from '#lib/result.ts'

/** `glasshouse/changeset`: the library as the app has it. */
export const changesetKit = {
  ...{ applyAction, applyActionOrThrow, applyChanges, cast, step },
  ...{ addError, change, deleteChange, forceChange, isChangeset, putAction, putChange },
  ...{ updateChange, checkConstraint, foreignKeyConstraint, uniqueConstraint },
  ...{ fieldValue, getChange, getField, isChanged, fillIn, merge, prepareChanges },
  ...{ build, defineSchema, loaded, traverseErrors, unsafeValidateUnique },
  ...{ validateLength, validateNumber, validateAcceptance, validateChange },
  ...{ validateConfirmation, validateExclusion, validateFormat, validateInclusion },
  ...{ validateRequired, validateSubset, pipe, fail, ok },
} satisfies typeof import('glasshouse/changeset')
