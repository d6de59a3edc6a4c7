/** What a step made of what it was given: the parts of a changeset, or of a scope, that differ. */
import type { Json, TraceStep } from './trace-step.ts'

export interface Change {
  /** `errors`, `valid?` */
  readonly part: string
  /** As it prints; `null` for what was not there. */
  readonly before: string | null
  readonly after: string | null
}

const PARTS = ['changes', 'errors', 'valid?', 'action'] as const

/**
 * How a changeset step changed the changeset, beside the changeset step before
 * it in the same parent. Empty if it gave it back unchanged; `null` for a step
 * of something else, and for the first, which had none before it.
 */
export function changesetChanges(
  step: TraceStep,
  steps: readonly TraceStep[],
): readonly Change[] | null {
  const after = partsOf(step)
  const before = steps.findLast(
    (other) => other.id < step.id && other.parent === step.parent && partsOf(other) !== null,
  )
  if (!after || !before) return null
  return differences(partsOf(before)!, after)
}

/** How a step changed the scope: who it was of before, and after. `null` for a step of something else. */
export function scopeChange({ layer, data }: TraceStep): Change | null {
  if (layer !== 'scope' || !('after' in data)) return null
  // A visitor has a scope, and nobody is in it; before it is made there is none.
  return {
    part: 'scope',
    before: printed(data['before']),
    after: printed(data['after']) ?? 'a visitor',
  }
}

const printed = (value: Json | undefined) =>
  value === null || value === undefined ? null : JSON.stringify(value)

type Parts = ReadonlyMap<string, string>

/** The parts of the changeset that a step printed, by their names. */
function partsOf({ data }: TraceStep): Parts | null {
  const lines = data['changeset']
  if (!Array.isArray(lines)) return null
  return new Map(
    (lines as readonly Json[]).flatMap((line): [string, string][] => {
      const { part, value } = (typeof line === 'string' ? PRINTED.exec(line) : null)?.groups ?? {}
      return part !== undefined && value !== undefined ? [[part, value]] : []
    }),
  )
}

const PRINTED = /^ {2}(?<part>[\w?]+): (?<value>.*?),?$/s

const differences = (before: Parts, after: Parts): readonly Change[] =>
  PARTS.map((part) => ({
    part,
    before: before.get(part) ?? null,
    after: after.get(part) ?? null,
  })).filter((change) => change.before !== change.after)
