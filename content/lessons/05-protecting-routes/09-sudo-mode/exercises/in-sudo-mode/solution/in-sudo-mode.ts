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
  if (minutes < 0)
    throw new RangeError(
      `inSudoMode: minutes are never negative, got ${minutes}.`,
    )
  return authenticatedAt > now - minutes * MINUTE
}
