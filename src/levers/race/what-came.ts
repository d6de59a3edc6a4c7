/** What came of one request of a race, out of its trace: told once, so that no race has to keep two traces. */
import { guardName } from '#trace/guard-words.ts'
import { caughtBy, guardOfStep } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import { resultOf } from '#trace/step-result.ts'
import { wordsOnFields } from '#trace/words-on-fields.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import type { RaceKind } from './kinds.ts'
import type { Gave, Runner } from './race-run.ts'

/** `null` and nothing where nothing was recorded. */
export function whatCame(
  { gates }: RaceKind,
  trace: Trace | null,
): Pick<Runner, 'trace' | 'end' | 'caughtBy' | 'words' | 'gave'> {
  if (!trace) return { trace: null, end: null, caughtBy: null, words: [], gave: [] }
  const { end } = pictureOf(trace)
  return {
    trace: trace.id,
    caughtBy: caughtBy(trace),
    words: wordsOnFields(trace),
    end: { end: end.kind, at: end.floor, by: end.step?.tag ?? null },
    gave: gates.map(({ tag }) => gaveOf(trace, tag)),
  }
}

function gaveOf(trace: Trace, tag: string): Gave {
  const step = trace.steps.find((one) => one.tag === tag)
  if (!step) return { words: '', isRefused: false }
  const constraint = refusedBy(trace.steps, step)
  const guard = constraint && guardOfStep(constraint)
  if (guard) return { words: `✕ ${guardName(guard)}`, isRefused: true }
  const { mark, words } = resultOf(step, pictureOf(trace))
  return { words: [mark, words].filter(Boolean).join(' '), isRefused: step.outcome === 'error' }
}

/** The constraint that refused what a query would write. */
const refusedBy = (steps: readonly TraceStep[], query: TraceStep) =>
  query.outcome === 'error'
    ? steps.find(({ layer, outcome }) => layer === 'constraint' && outcome === 'error')
    : undefined
