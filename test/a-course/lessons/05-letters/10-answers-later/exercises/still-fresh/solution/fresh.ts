import { MINUTE } from 'glasshouse/given'

/** Whether a letter may still be opened. */
export function isFresh(
  insertedAt: number,
  now: number,
): boolean {
  return insertedAt > now - 15 * MINUTE
}
