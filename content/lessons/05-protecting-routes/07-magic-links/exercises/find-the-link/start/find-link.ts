/** What the table holds of a link: its hash, and never the token in the mail. */
export interface TokenRow {
  readonly hash: string
  readonly context: string
  /** The address that the link was mailed to. */
  readonly sent_to: string
  /** The address that its user has now. */
  readonly email: string
  /** Milliseconds since 1970, UTC. */
  readonly inserted_at: number
}

const MINUTE = 60_000

/** The row of a link that logs somebody in at this moment, or `null`. */
export function findLink(
  rows: readonly TokenRow[],
  hash: string,
  now: number,
): TokenRow | null {
  const found = rows.find(
    (row) =>
      row.hash === hash &&
      row.inserted_at >= now - 15 * MINUTE,
  )
  return found ?? null
}
