import { DAY } from 'glasshouse/given'

/** Whether a letter may still be opened. */
export function isFresh(
  insertedAt: number,
  now: number,
): boolean {
  return insertedAt > now - DAY
}
