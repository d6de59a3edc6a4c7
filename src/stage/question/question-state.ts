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

/** The state of a question of which this is kept. */
export function stateOf({ said, found }: PredictionState): QuestionState {
  if (said === null) return found === null ? { stands: 'skipped' } : { stands: 'ran', found }
  return found === null ? { stands: 'said', said } : { stands: 'marked', said, found }
}

/** Whether its reader may see what the step did. */
export const isSettled = ({ stands }: QuestionState): boolean =>
  stands !== 'said' && stands !== 'unmarked'
