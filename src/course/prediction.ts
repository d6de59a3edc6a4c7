/**
 * Predict, then run. A question about a step that has not been taken; what
 * marks it is the trace of the reader's own step. The right answer is written
 * nowhere.
 */
import { caughtBy, type Guard } from '#lib/guard.ts'
import { journeyOf, type Floor } from '#lib/journey.ts'
import { floorLabelOf } from '#lib/house-words.ts'
import type { Trace } from '#lib/trace-step.ts'

/** What stands for a request that nothing refused. */
export const NOBODY = 'nobody'

export interface PredictionQuestion {
  readonly id: string
  readonly question: string
  /** The number of the step that answers it, from 1. */
  readonly step: number
  /** What of its trace is the answer. */
  readonly asks: 'caught-by' | 'reaches' | 'status'
  /** Guards, floors or statuses, as `asks` has it. */
  readonly options: readonly string[]
}

export interface Verdict {
  readonly correct: boolean
  /** What the trace answers, in the form of an option. */
  readonly answer: string
  readonly sentence: string
  /** The number of the step that shows it. */
  readonly step: number | null
}

/** What a visitor said to a question, and what came of it. */
export interface PredictionState {
  /** `null` when the question was skipped. */
  readonly said: string | null
  /** What their own trace answered; `null` until there is one. */
  readonly found: string | null
}

type Asked = Pick<PredictionQuestion, 'asks'>

/** What the trace answers, in the form of an option. */
export function answerOf({ asks }: Asked, trace: Trace): string {
  if (asks === 'status') return String(trace.status)
  return asks === 'reaches' ? journeyOf(trace).floor : (caughtBy(trace) ?? NOBODY)
}

/**
 * An option in the words of its button.
 *
 * @example optionInWords({ asks: 'caught-by' }, 'changeset') // => 'the changeset'
 */
export function optionInWords({ asks }: Asked, option: string): string {
  if (asks === 'status') return option
  if (asks === 'reaches')
    return option === 'sql' ? 'down to SQL' : `down to the ${floorLabelOf(option as Floor)}`
  return guardInWords(option)
}

/** Marks an answer by what really happened. */
export function markPrediction(asked: Asked, said: string, trace: Trace): Verdict {
  const answer = answerOf(asked, trace)
  const sentence = verdictInWords(asked, said, answer)
  return { correct: said === answer, answer, sentence, step: stepThatShows(asked, trace) }
}

/**
 * What was said and what was found, in one sentence.
 *
 * @example
 * verdictInWords({ asks: 'caught-by' }, 'changeset', 'unique index')
 * // => 'You said the changeset; the unique index refused it.'
 */
export function verdictInWords(asked: Asked, said: string, found: string): string {
  const own = optionInWords(asked, said)
  return `You said ${own}${said === found ? ', and' : ';'} ${factInWords(asked, found)}.`
}

function factInWords({ asks }: Asked, found: string): string {
  if (asks === 'status') return `the reply was ${found}`
  if (asks === 'reaches') return `it went ${optionInWords({ asks }, found)}`
  // A plug is the one guard that answers by itself.
  return `${guardInWords(found)} ${found === 'plug' ? 'halted' : 'refused'} it`
}

const GUARD_WORDS: Readonly<Partial<Record<Guard, string>>> = {
  browser: 'the browser',
  request: 'the front door',
  plug: 'a plug',
  sql: 'the database',
}

const guardInWords = (guard: string) =>
  guard === NOBODY ? NOBODY : (GUARD_WORDS[guard as Guard] ?? `the ${guard}`)

function stepThatShows({ asks }: Asked, trace: Trace): number | null {
  const reply = trace.steps.findLast(({ layer }) => layer === 'reply') ?? null
  const { step, floor } = journeyOf(trace)
  if (asks === 'status') return reply?.id ?? null
  const deepest = trace.steps.findLast(({ layer }) => layer === floor) ?? reply
  return (step ?? (asks === 'reaches' ? deepest : reply))?.id ?? null
}
