/**
 * How long a lesson takes somebody who is new to it: by what was read and
 * pressed in it, never by a clock. The same lesson has the same minutes on
 * every machine.
 */

/** What a walk has met in a lesson. */
export interface Met {
  /** Words of its prose, as `npm run course:prose` counts them. */
  readonly words: number
  /** Lines of its listings and of what a prompt printed. */
  readonly lines: number
  /** Runs, those behind questions too. */
  readonly presses: number
  readonly questions: number
  readonly tasks: number
  readonly exercises: number
  /** Lines that are typed at a prompt. */
  readonly typed: number
  readonly recalls: number
}

/** Slower than a novel: every other sentence sends the eye to the stage, and back. */
const WORDS_PER_MINUTE = 150

/** Each with what it is made of: the hand is quick, and what comes back is looked at. */
const SECONDS: Readonly<Record<Exclude<keyof Met, 'words'>, number>> = {
  // Read, not studied.
  lines: 1.5,
  // The strip, the house, and one row of the list.
  presses: 10,
  // Two to five options, and the why of one.
  questions: 15,
  // Its sentence, a hint, and two or three things done by hand.
  tasks: 60,
  // A file of twenty lines, a check that fails, a change.
  exercises: 150,
  typed: 8,
  recalls: 10,
}

/** Two readers differ by more than this, so a lesson that says a minute less or more says nothing wrong. */
const MAY_DIFFER = 1
/** From here on a lesson is looked at again, whatever it says of itself: the plan of the course has 6 to 9. */
const LOOK_AGAIN = 10

/**
 * Whole minutes, of which there is at least one.
 *
 * @example
 * minutesOf({ words: 300, lines: 20, presses: 6, questions: 2, tasks: 1, exercises: 1, typed: 0, recalls: 2 })
 * // => 8
 */
export function minutesOf(met: Met): number {
  const reading = (met.words / WORDS_PER_MINUTE) * 60
  const doing = Object.entries(SECONDS).reduce(
    (sum, [what, seconds]) => sum + seconds * met[what as keyof typeof SECONDS],
    0,
  )
  return Math.max(1, Math.round((reading + doing) / 60))
}

/**
 * What an author looks at again, in words; `null` for nothing. It is no failure.
 *
 * @example
 * offBy(9, 6)
 * // => 'it takes 9 minutes and says 6'
 * offBy(7, 6)
 * // => null
 */
export function offBy(measured: number, said: number): string | null {
  if (Math.abs(measured - said) > MAY_DIFFER) return `it takes ${measured} minutes and says ${said}`
  return measured >= LOOK_AGAIN ? `it takes ${measured} minutes` : null
}

/** The model in one line, for whoever reads the numbers. */
export const MODEL = [
  `${WORDS_PER_MINUTE} words a minute`,
  ...Object.entries(SECONDS).map(([what, seconds]) => `${what} ${seconds} s`),
].join(', ')
