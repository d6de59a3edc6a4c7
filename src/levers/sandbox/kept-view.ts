/** One line about what a sandbox holds. */
export interface KeptView {
  readonly name: string
  readonly value: string
  /** Where to see it. */
  readonly href?: string
}
