/** The lines that a walk prints. */
import { plural } from '#lib/counted.ts'
import { minutesOf, MODEL, offBy, type Met } from './minutes.ts'
import type { Failure } from './verdicts.ts'

/** A lesson that was walked in every form. */
export interface Walked {
  readonly lesson: { readonly number: string; readonly title: string; readonly minutes: number }
  readonly met: Met
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly leftOut: readonly string[]
}

const WIDE = 44

/**
 * One plain line for a lesson.
 *
 * @example
 * lineOf(walked)
 * // => '1.1 Who is asking?   6 min   7 presses   312 words   41 passed, 0 failed'
 */
export function lineOf({ lesson, met, passed, failures }: Walked): string {
  const { number, title, minutes } = lesson
  const off = offBy(minutesOf(met), minutes)
  return [
    `${number} ${title}`.padEnd(WIDE),
    `${minutesOf(met)} min`.padStart(6),
    `${met.presses} ${plural(met.presses, 'press', 'presses')}`.padStart(10),
    `${met.words} ${plural(met.words, 'word')}`.padStart(9),
    `${passed} passed, ${failures.length} failed`.padStart(22),
    ...(off === null ? [] : [` Look again: ${off}.`]),
  ].join('  ')
}

const nameOf = ({ lesson, form, step }: Pick<Failure, 'lesson' | 'form' | 'step'>): string =>
  `  ${lesson}, ${form}: ${step}`

/** What failed, a line each for who wants to mend it. */
export const failureLines = ({ hoped, seen, picture, ...failure }: Failure): readonly string[] => [
  nameOf(failure),
  `    hoped for ${hoped}`,
  `    seen      ${seen}`,
  ...(picture === null ? [] : [`    picture   ${picture}`]),
]

/** The last lines of a walk. The count stands alone on the last one. */
export function closingLines(all: readonly Walked[]): readonly string[] {
  const failures = all.flatMap((one) => one.failures)
  const leftOut = all.flatMap((one) => one.leftOut)
  const passed = all.reduce((sum, one) => sum + one.passed, 0)
  return [
    '',
    `Minutes are counted, not taken: ${MODEL}.`,
    ...(leftOut.length === 0
      ? []
      : ['', 'Left out, since it cannot be done so:', ...leftOut.map((one) => `  ${one}`)]),
    ...(failures.length === 0 ? [] : ['', 'Failed, as told above:', ...failures.map(nameOf)]),
    '',
    `${passed} passed, ${failures.length} failed`,
  ]
}
