/**
 * What differs from recordings, by its cause: what a server does otherwise is
 * seen in many steps, and said once.
 */
import { counted } from '#lib/counted.ts'
import type { Mistake, Place } from '#course/reading/mistake.ts'
import { recordAgain } from '#course/reading/stale-recordings.ts'

/** A step of a demo, and how it differs from its recording. */
export interface Differing {
  readonly lesson: string
  readonly file: string
  readonly place: Place
  /** `ana-comes-in, step 2` */
  readonly step: string
  /** A sentence for each difference, without its full stop. */
  readonly how: readonly string[]
}

/** More of them would bury the first, and follow from it. */
const MOST_OF_A_STEP = 3

/** Each cause once, at the first step where it is seen. */
export function causesOf(differing: readonly Differing[]): readonly Mistake[] {
  const told = differing.filter(({ how }) => how.length > 0)
  const alike = Map.groupBy(told, ({ how }) => JSON.stringify(how))
  return [...alike.values()].map(([first, ...others]) => {
    const { file, place, step, how, lesson } = first!
    const shown = how.slice(0, MOST_OF_A_STEP).join('; ')
    const more = how.length - MOST_OF_A_STEP
    const lessons = new Set([first!, ...others].map((one) => one.lesson)).size
    return {
      ...{ file, ...place, kind: 'recording' },
      what:
        `Demo ${step}, is not as it was recorded: ${shown}` +
        `${more > 0 ? `; and ${counted(more, 'other difference')}` : ''}.` +
        (others.length > 0 ? ` So it is in ${counted(others.length, 'other step')}.` : ''),
      write: `If it is meant to: ${lessons > 1 ? 'npm run lessons:record' : recordAgain(lesson)}`,
    }
  })
}
