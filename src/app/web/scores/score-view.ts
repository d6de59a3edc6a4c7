/** Scores as a page shows them. Plain data: a live list draws the same. */
import type { FormError } from '#trace/form-error.ts'

export interface ScoreView {
  readonly id: number
  readonly points: number
  readonly guesses: number
  readonly comment: string | null
  /** Milliseconds since 1970, UTC, by the scope's clock. */
  readonly inserted_at: number
  /** Within an organization: the address of who made it; `null` for one's own. */
  readonly by: string | null
}

export interface ScoreListView {
  /** Where these scores stand: `/scores`, or `/organizations/SLUG/scores`. */
  readonly path: string
  readonly scores: readonly ScoreView[]
  /** By the scope's clock. */
  readonly now: number
}

export interface ScoreFormView {
  /** Of a new score: its number is `null`. */
  readonly id: number | null
  readonly path: string
  readonly points: string
  readonly guesses: string
  readonly comment: string
  readonly errors: readonly FormError[]
}

export interface OrganizationView {
  readonly slug: string
  readonly name: string
  readonly role: 'owner' | 'member'
}
