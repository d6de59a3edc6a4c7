import { foundIn, optionsThatHold, type PredictionQuestion } from '#course/prediction.ts'
import type { ShownRecording } from '#course/recording.ts'

/**
 * What a recording answers, in the form of an option; `null` where there is
 * none. Rows stand in no trace: they were counted when it was made.
 *
 * @example
 * const options = [{ is: '303' }, { is: '422' }]
 * foundOnPaper({ asks: 'status', options }, { status: 422 })
 * // => '422'
 * foundOnPaper({ id: 'left', asks: 'rows', options: [{ is: '0' }] }, { counted: { left: '0' } })
 * // => '0'
 */
export function foundOnPaper(
  question: PredictionQuestion,
  recording: ShownRecording | null,
): string | null {
  if (recording === null) return null
  const found =
    question.asks === 'rows'
      ? (recording.counted?.[question.id] ?? null)
      : foundIn(question, recording)
  if (found === null) return null
  return optionsThatHold(question, found)[0] ?? found
}
