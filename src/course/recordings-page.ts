/** The page of a recording: what a step did when its lesson was checked, on a page of its own. */
import type { Demo } from './course-data.ts'
import { stepName } from './steps.ts'

/**
 * Where a recording is shown.
 *
 * @example
 * recordingHref({ id: 'ana-comes-in', lesson: 'persons/who-comes-in' }, 2)
 * // => '/recordings/persons/who-comes-in/ana-comes-in.2'
 */
export const recordingHref = ({ id, lesson }: Pick<Demo, 'id' | 'lesson'>, step: number): string =>
  `/recordings/${lesson}/${stepName(id, step)}`

/**
 * What nobody is asked about. The rest is on a page that says the question first.
 *
 * @example
 * const demo = { predictions: [{ step: 1, again: 3 }] }
 * questionAbout(demo, 3)
 * // => { step: 1, again: 3 }
 * questionAbout(demo, 2)
 * // => null
 */
export function questionAbout<
  Question extends { readonly step: number; readonly again: number | null },
>({ predictions }: { readonly predictions: readonly Question[] }, step: number): Question | null {
  return predictions.find((one) => one.step === step || one.again === step) ?? null
}
