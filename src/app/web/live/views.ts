/** What a live view shows: which component, and what it is given. Plain data, drawn by a page. */
import type { FormError } from '#trace/form-error.ts'
import type { ScoreListView } from '../scores/score-view.ts'

export interface GuessView {
  readonly email: string
  /** Of all games since the page was opened. */
  readonly score: number
  readonly message: string
  /** Of the last guess: `12:03:44`, by the scope's clock, UTC. */
  readonly time: string
  /** Whether the number was found: then the game is over. */
  readonly correct: boolean
  /** The numbers of this game that were wrong. */
  readonly wrong: readonly number[]
  /** Of the finished game, once it is saved: where it stands among the scores. */
  readonly savedAs: number | null
}

/** The form for registering, while somebody fills it in. */
export interface RegistrationView {
  readonly email: string
  readonly errors: readonly FormError[]
  readonly warning: string | null
  readonly withPassword: boolean
}

/** The two forms of the settings, while somebody fills them in. */
export interface SettingsView {
  readonly email: string
  readonly emailErrors: readonly FormError[]
  readonly warning: string | null
  readonly passwordErrors: readonly FormError[]
  readonly hasPassword: boolean
}

interface Views {
  readonly guess: GuessView
  readonly scores: ScoreListView
  readonly registration: RegistrationView
  readonly settings: SettingsView
}

export type Shown = {
  readonly [Name in keyof Views]: { readonly name: Name; readonly props: Views[Name] }
}[keyof Views]
