/** Something that runs out by a sandbox's clock, as a page shows it. */
export interface DeadlineView {
  /** `The magic link mailed to` */
  readonly what: string
  readonly email: string
  /** `in 9 minutes`, `2 days ago` */
  readonly when: string
  readonly isOver: boolean
  /** Whether the last move of the clock ended it. */
  readonly byTheLastMove: boolean
}
