import { foundIn, optionsThatHold, type PredictionQuestion } from '#course/prediction.ts'
import type { Trace } from '#trace/trace-step.ts'

/**
 * What a recording answers, in the form of an option; `null` where no trace
 * says it, because rows are counted by a server.
 *
 * @example
 * const options = [{ is: '303' }, { is: '422' }]
 * foundOnPaper({ asks: 'status', options }, { status: 422 })
 * // => '422'
 * foundOnPaper({ asks: 'rows', options }, { status: 422 })
 * // => null
 */
export function foundOnPaper(question: PredictionQuestion, trace: Trace | null): string | null {
  if (trace === null || question.asks === 'rows') return null
  const found = foundIn(question, trace)
  return optionsThatHold(question, found)[0] ?? found
}
