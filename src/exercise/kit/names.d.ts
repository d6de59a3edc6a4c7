/** What the code of an exercise imports, for the type checker. The objects beside this file are these modules when they run. */

declare module 'glasshouse/exercise' {
  export { check } from '#exercise/check.ts'
}

declare module 'glasshouse/changeset' {
  export { applyAction, applyActionOrThrow, applyChanges } from '#changeset/apply.ts'
  export { cast, type Params } from '#changeset/cast.ts'
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
    type Changeset,
    type ErrorOpts,
  } from '#changeset/changeset.ts'
  export {
    checkConstraint,
    foreignKeyConstraint,
    uniqueConstraint,
  } from '#changeset/constraints.ts'
  export { fieldValue, getChange, getField, isChanged } from '#changeset/fields.ts'
  export { fillIn } from '#changeset/fill-in.ts'
  export { merge } from '#changeset/merge.ts'
  export { prepareChanges } from '#changeset/prepare.ts'
  export { build, defineSchema, loaded, type Base, type Schema } from '#changeset/schema.ts'
  export { traverseErrors } from '#changeset/traverse-errors.ts'
  export {
    unsafeValidateUnique,
    type UniquenessChecker,
  } from '#changeset/unsafe-validate-unique.ts'
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
  export { pipe } from '#lib/pipe.ts'
  export { fail, ok, type Result } from '#lib/result.ts'
}

declare module 'glasshouse/repo' {
  export type { Repo } from '#repo/repo.ts'
}

declare module 'glasshouse/plug' {
  export {
    contextOf,
    definePlug,
    runPlugs,
    type Plug,
    type PlugContext,
  } from '#exercise/kit/plug.ts'
  export { defineHook } from '#live/live-session.ts'
  export { assign, assignNew, newSocket, putFlash, redirectTo, type Socket } from '#live/socket.ts'
}

declare module 'glasshouse/given' {
  export {
    ana,
    bo,
    insertPeople,
    isUserScope,
    scopeForUser,
    scopeForVisitor,
    users,
    type Scope,
    type Score,
    type User,
    type UserScope,
  } from '#exercise/kit/given.ts'
}
