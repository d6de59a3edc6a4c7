import { isMap, type Json, type Trace } from './trace-step.ts'

/**
 * The words that a request left on the fields of its form: on those that are
 * meant, each sentence once.
 *
 * @example
 * const errors = [{ field: 'email', message: "can't be blank" }]
 * wordsOnFields({ steps: [{ data: { errors } }] })
 * // => ["can't be blank"]
 */
export function wordsOnFields(
  { steps }: Pick<Trace, 'steps'>,
  isMeant: (field: Json | undefined) => boolean = () => true,
): readonly string[] {
  const found = steps.flatMap(({ data: { errors } }) =>
    Array.isArray(errors) ? (errors as readonly Json[]) : [],
  )
  const messages = found
    .filter(isMap)
    .filter(({ field }) => isMeant(field))
    .flatMap(({ message }) => (typeof message === 'string' ? [message] : []))
  return [...new Set(messages)]
}
