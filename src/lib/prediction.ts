/**
 * Predict, then run. A question about a step that has not been taken; what
 * marks it is the trace of the reader's own step. The right answer is written
 * nowhere.
 */
import { caughtBy, type Guard } from './guard.ts'
import { journeyOf, type Floor } from './journey.ts'
import { floorLabelOf } from './house-words.ts'
import type { Trace } from './trace-step.ts'

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
  const correct = said === answer
  const own = optionInWords(asked, said)
  const sentence = `You said ${own}${correct ? ', and' : ';'} ${factInWords(asked, answer, trace)}.`
  return { correct, answer, sentence, step: stepThatShows(asked, trace) }
}

function factInWords({ asks }: Asked, answer: string, trace: Trace): string {
  if (asks === 'status') return `the reply was ${answer}`
  if (asks === 'reaches') return `it went ${optionInWords({ asks }, answer)}`
  const verb = journeyOf(trace).outcome === 'halted' ? 'halted' : 'refused'
  return `${guardInWords(answer)} ${verb} it`
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
