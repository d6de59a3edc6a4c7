/** The signs by which one sees how something went, whatever its colour, and their words for whoever hears them. */
import type { End } from './ending.ts'
import type { TraceStep } from './trace-step.ts'

/** By how a run ended. */
export const END_MARKS = {
  answered: '✓',
  refused: '✕',
  nothing: '∅',
  leaked: '⚠',
  open: '…',
} as const satisfies Readonly<Record<End['kind'], string>>

/** How a run ended, for whoever hears it. */
export const END_WORDS = {
  answered: 'answered',
  refused: 'refused',
  nothing: 'found nothing',
  leaked: 'leaked',
  open: 'on its way',
} as const satisfies Readonly<Record<End['kind'], string>>

/** By how a step did. */
export const OUTCOME_MARKS = {
  ok: '✓',
  error: '✕',
  halt: '■',
  skip: '·',
} as const satisfies Readonly<Record<TraceStep['outcome'], string>>

export type Mark =
  (typeof END_MARKS)[keyof typeof END_MARKS] | (typeof OUTCOME_MARKS)[keyof typeof OUTCOME_MARKS]

export const MARKS_IN_WORDS: Readonly<Record<Mark, string>> = {
  '✓': 'passed',
  '✕': 'refused',
  '■': 'halted',
  '∅': 'found nothing',
  '⚠': 'leaked',
  '·': 'skipped',
  '…': 'on its way',
}

/** What is said of a step or a run: a sign, words, or both. */
export interface Marked {
  readonly mark: Mark | null
  /** Empty where the sign says it. */
  readonly words: string
}
