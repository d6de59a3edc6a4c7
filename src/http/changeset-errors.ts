/** A changeset in the shapes that forms, JSON and the reply step show. Redacted fields stay so. */
import type { FieldError } from '#changeset/changeset.ts'
import { fillIn } from '#changeset/fill-in.ts'
import type { FormError } from '#trace/form-error.ts'
import { guardOfError } from '#trace/guard.ts'
import { secret } from '#lib/secret.ts'
import type { Json } from '#trace/trace-step.ts'
import { printable } from '#trace/printable.ts'

/** What every changeset has, whatever its row. */
export interface AnyChangeset {
  readonly schema: { readonly fields: Readonly<Record<string, { readonly redact: boolean }>> }
  readonly params: Readonly<Record<string, unknown>> | null
  readonly data: object
  readonly changes: object
  readonly errors: readonly FieldError[]
  readonly valid: boolean
  readonly action: string | null
}

/** The errors, newest first, for the fields of a form. A changeset that was not used for anything shows none. */
export function formErrors({ errors, action }: AnyChangeset): readonly FormError[] {
  // #region form-errors
  return action === null ? [] : errors.map(formError)
  // #endregion form-errors
}

function formError({ field, message, opts }: FieldError): FormError {
  const constraint = textOf(opts['constraint'])
  return {
    field,
    message: fillIn(message, opts),
    validation: textOf(opts['validation']) ?? constraint ?? '',
    guard: guardOfError({ constraint }),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

/** What stands in the form's field: what the person typed, or what the row holds. A secret is never sent back. */
export function formValue({ schema, params, changes, data }: AnyChangeset, field: string): string {
  if (schema.fields[field]?.redact) return ''
  for (const source of [params ?? {}, changes, data]) {
    if (!Object.hasOwn(source, field)) continue
    const value: unknown = Reflect.get(source, field)
    if (typeof value === 'string') return value
    // Nobody types a number: in params it came with JSON, for whatever field.
    return typeof value === 'number' && source !== params ? String(value) : ''
  }
  return ''
}

/** The changeset as JSON answers show it. */
export function printChangeset(changeset: AnyChangeset): Json {
  const { action, valid, changes, errors, schema } = changeset
  const shown = Object.entries(changes).map(([field, value]: [string, unknown]) => [
    field,
    schema.fields[field]?.redact ? secret(value) : value,
  ])
  return {
    action,
    valid,
    changes: printable(Object.fromEntries(shown) as Record<string, unknown>),
    errors: errors
      .map(formError)
      .map(({ field, message, validation }) => ({ field, message, validation })),
  }
}

/** `email should be at most 160 character(s)`, for the reply step. */
export function describeErrors({ errors }: AnyChangeset): string {
  return errors.map(({ field, message, opts }) => `${field} ${fillIn(message, opts)}`).join('; ')
}
