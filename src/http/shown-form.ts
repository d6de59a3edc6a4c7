/** A form after it was refused: what was typed, and at which field each error stands. */
import type { FormError } from '#trace/form-error.ts'
import { nested, text, type Params } from './params.ts'

interface Field {
  readonly name: string
  readonly label: string
}

interface ShownForm {
  readonly fields: readonly (Field & {
    readonly value: string | null
    readonly errors: readonly FormError[]
  })[]
  /** What no field of it has: that others point to the row, say. */
  readonly others: readonly FormError[]
}

/** `score[points]` is the field of an error about `points`, and so is `points`. */
export function shownForm(
  fields: readonly Field[],
  params: Params,
  errors: readonly FormError[],
): ShownForm {
  const shown = fields.map((field) => {
    const [form = '', inner = null] = field.name.replace(']', '').split('[')
    return {
      ...field,
      value: inner === null ? text(params, form) : text(nested(params, form), inner),
      errors: errors.filter((error) => error.field === (inner ?? form)),
    }
  })
  const others = errors.filter((error) => !shown.some((field) => field.errors.includes(error)))
  return { fields: shown, others }
}
