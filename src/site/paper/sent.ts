/** What a step of an act sends, as a line on paper: nobody sees its form there. */
import { isSecretName } from '#lib/secret-name.ts'
import { requestOfStep, type DemoStep } from '#course/steps.ts'

/**
 * The fields that it sends, but for those of the house and those that are
 * secret; what is typed at the prompt; `null` where it only opens something.
 *
 * @example
 * const fields = { 'user[email]': 'bo' }
 * sentIn({ page: '/users/register', people: ['bo'] }, { does: 'send', fields, path: null, as: null })
 * // => 'user[email]=bo'
 */
export function sentIn(demo: Parameters<typeof requestOfStep>[0], step: DemoStep): string | null {
  const { fields, types } = requestOfStep(demo, step)
  if (types !== undefined) return types
  const told = Object.entries(fields)
    .filter(([name]) => !/^_/.test(name) && !isSecretName(name))
    .map(([name, value]) => `${name}=${value}`)
  return told.length === 0 ? null : told.join(' · ')
}
