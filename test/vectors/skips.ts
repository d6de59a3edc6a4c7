/**
 * The vectors that may differ here, each kind with its reason. One that
 * agrees all the same counts as passed, one that differs as skipped.
 */
import { isJsonObject, type Vector } from './vector.ts'

interface Skip {
  /** A tag of the vectors, or what makes a vector of this kind. */
  readonly tag: string
  readonly reason: string
  readonly covers: (vector: Vector) => boolean
}

const tagged = (tag: string, reason: string): Skip => ({
  tag,
  reason,
  covers: ({ uses = [] }) => uses.includes(tag),
})

const SKIPS: readonly Skip[] = [
  tagged(
    'atom-vs-string',
    'Elixir has atoms beside strings, as values and as keys. Both are strings here.',
  ),
  {
    tag: 'FunctionClauseError in Calendar.ISO',
    reason:
      'Ecto crashes on a malformed date-time from outside, a bug of its own. Here the value is refused.',
    covers: ({ expect: { raises } }) =>
      isJsonObject(raises) &&
      raises['exception'] === 'FunctionClauseError' &&
      JSON.stringify(raises['message']).includes('Calendar.ISO'),
  },
]

/** Why this vector may differ, or `null`. */
export function skipReason(vector: Vector): string | null {
  const skip = SKIPS.find(({ covers }) => covers(vector))
  return skip ? `${skip.tag}: ${skip.reason}` : null
}
