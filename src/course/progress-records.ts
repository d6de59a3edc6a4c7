/** What is kept of a visitor: plain values, as the site’s own database has them. */

/** A lesson that a visitor has opened, in one version of its text. */
export interface OpenedLesson {
  readonly lesson_id: string
  readonly version: string
  /** Milliseconds since 1970, UTC, as are all times here. */
  readonly opened_at: number
  readonly last_opened_at: number
  /** `null` until it was read to its end. */
  readonly read_at: number | null
  /** The step that its reader took last, `ana-comes-in.2`, and when; `null`, as `stepped_at`, before the first. */
  readonly last_step: string | null
  readonly stepped_at: number | null
}

/** A check that a visitor has met, and when they first did. */
export interface MetCheck {
  readonly lesson_id: string
  readonly version: string
  readonly check_id: string
  readonly met_at: number
}

/** A question by the demo that asks it. */
export interface QuestionKey {
  readonly demo_id: string
  readonly question_id: string
}

/** What a visitor said to a question. */
export interface Prediction extends QuestionKey {
  readonly lesson_id: string
  readonly version: string
  /** `null` when the question was skipped. */
  readonly answer: string | null
  /** What the visitor's own trace answered; `null`, as `correct`, until there is one. */
  readonly found: string | null
  readonly correct: boolean | null
  /** Without an answer: it was skipped, or its step was run all the same. */
  readonly settled: 'skipped' | 'run' | null
  readonly made_at: number
  readonly marked_at: number | null
}

/** What was said to a question once more, after the first answer was marked. */
export interface LaterAnswer extends QuestionKey {
  readonly lesson_id: string
  readonly version: string
  /** 2 for the second answer, and so on. */
  readonly nth: number
  readonly answer: string
  readonly found: string | null
  readonly correct: boolean | null
  readonly made_at: number
  readonly marked_at: number | null
}

/** How somebody comes on with a task that no button does. */
export interface TaskTries {
  readonly lesson_id: string
  readonly version: string
  readonly check_id: string
  readonly tries: number
  /** When they asked to be shown the way; `null` if they did not. */
  readonly shown_at: number | null
}

/** What somebody said last of a question that they answered from memory. */
export interface MarkedRecall {
  readonly recall_id: string
  readonly knew: boolean
  /** How often in a row they knew it, each time after a while. */
  readonly times_known: number
  readonly marked_at: number
}

/** All that is kept of one visitor. */
export interface ProgressRecords {
  readonly lessons: readonly OpenedLesson[]
  readonly checks: readonly MetCheck[]
  readonly predictions: readonly Prediction[]
  readonly later: readonly LaterAnswer[]
  readonly tasks: readonly TaskTries[]
  readonly recalls: readonly MarkedRecall[]
}
