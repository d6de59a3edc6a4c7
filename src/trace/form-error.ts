import type { Guard } from './guard.ts'

/** One error of a form: on which field, in which words, and who caught it. */
export interface FormError {
  readonly field: string
  readonly message: string
  /** The rule that failed: `required`, `format`, or the kind of a constraint. */
  readonly validation: string
  readonly guard: Guard
}
