/** Which fault a number draws. The same number draws the same, wherever and whoever asks. */
import { createHash } from 'node:crypto'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { MUTANTS, SUBJECTS, type Mutant } from './mutants.ts'

/** Among all faults that there are. */
export const ALL = 'all'
/** The highest number that can be given: four digits can be read out to a class. */
export const HIGHEST = 9_999

/** The number that a sandbox draws by where nobody gives one: its own, so that two readers have two. */
export function numberOf({ id }: Pick<Sandbox, 'id'>): number {
  const [first = 0, second = 0] = createHash('sha256').update(id).digest()
  return 1 + ((first * 256 + second) % HIGHEST)
}

/**
 * The faults of a set: `all`, a subject, or their names with spaces between.
 * Throws a `Refusal` (422) for what is none of these.
 */
export function faultsAmong(among: string): readonly Mutant[] {
  if (among === ALL) return MUTANTS
  const ofSubject = MUTANTS.filter(({ subject }) => subject === among)
  if (ofSubject.length > 0) return ofSubject
  const names = among.split(' ')
  const named = MUTANTS.filter(({ name }) => names.includes(name))
  if (named.length > 0 && named.length === names.length) return named
  throw new Refusal(
    422,
    `Say among which faults: ${ALL}, ${SUBJECTS.join(', ')}, or names of faults with spaces between.`,
  )
}

/** The fault that a number draws from a set. Throws a `Refusal` (422) as `faultsAmong` does. */
export function drawFault(number: number, among: string): Mutant {
  const faults = faultsAmong(among)
  const drawn = faults[(number - 1) % faults.length]
  if (drawn) return drawn
  throw new Error(`drawFault: expected a number from 1, got ${number}.`)
}

/** A number as a form has it; `null` where it is left out. Throws a `Refusal` (422) for what is none. */
export function readNumber(written: string | null): number | null {
  if (written === null || written === '') return null
  const number = /^\d{1,4}$/.test(written) ? Number(written) : 0
  if (number > 0) return number
  throw new Refusal(422, `A number is a whole one, from 1 to ${HIGHEST}.`)
}
