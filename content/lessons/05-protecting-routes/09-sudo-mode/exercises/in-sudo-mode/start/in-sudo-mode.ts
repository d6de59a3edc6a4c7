const MINUTE = 60_000

export interface Proof {
  /** Milliseconds since 1970, UTC; 0 for never. */
  readonly authenticatedAt: number
}

/** Whether the proof is younger than so many minutes. */
export function inSudoMode(
  { authenticatedAt }: Proof,
  minutes: number,
  now: number,
): boolean {
  return authenticatedAt >= now - minutes * MINUTE
}
