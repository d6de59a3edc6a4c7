import { step, type Step } from '#lib/step.ts'

/**
 * A step of a changeset. Its tag, by which traces and levers know it, is made
 * of what it looks at and what it does there: `changeset.email+name.required`.
 */
export function changesetStep<Value>(
  name: string,
  kind: string,
  fields: readonly string[],
  options: object,
  apply: (changeset: Value) => Value,
): Step<Value> {
  const place = fields.length > 0 ? `${joined(fields)}.` : ''
  // Whatever it was told is there to be printed; nobody reads it by name.
  const told = options as Readonly<Record<string, unknown>>
  return step(name, { tag: `changeset.${place}${kind}`, fields, options: told }, apply)
}

const joined = (fields: readonly string[]) => (fields.length === 1 ? fields[0] : fields.join('+'))
