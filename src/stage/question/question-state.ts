import type { PredictionState } from '#course/prediction.ts'

/** Where a question stands with its reader. Nothing at all: it is open. */
export type QuestionState =
  | { readonly stands: 'said'; readonly said: string }
  | { readonly stands: 'skipped' }
  /** By a run from the start of the act. */
  | {
      readonly stands: 'marked'
      readonly said: string
      readonly found: string
      /** The address of the step that shows it, on the stage. */
      readonly shownAt?: string | null
    }
  /** Somebody ran the step, and had said nothing. */
  | { readonly stands: 'ran'; readonly found: string; readonly shownAt?: string | null }
  /** The run was from elsewhere: `fact` says what was otherwise, “you were logged in as Ana”. */
  | { readonly stands: 'unmarked'; readonly said: string; readonly fact: string }

/** The state of a question of which this is kept: that of its newest answer. */
export function stateOf({ said, found, differs, later = [] }: PredictionState): QuestionState {
  const again = later.at(-1)
  if (again) return stateOf(again)
  if (said === null) return found === null ? { stands: 'skipped' } : { stands: 'ran', found }
  if (found !== null) return { stands: 'marked', said, found }
  return differs ? { stands: 'unmarked', said, fact: differs } : { stands: 'said', said }
}

/** Whether the newest answer is to the question as it is asked once more: whoever skipped it has still to say something first. */
export const isAskedAgain = ({ settled, later = [] }: PredictionState): boolean =>
  later.length > (settled === 'skipped' ? 1 : 0)

/** Whether its reader may see what the step did. */
export const isSettled = ({ stands }: QuestionState): boolean =>
  stands !== 'said' && stands !== 'unmarked'
