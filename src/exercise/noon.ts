import type { Clock } from '#lib/clock.ts'

/** The clock of every check. It stands still, at a noon like any other. */
export const NOON: Clock = Object.freeze({ now: () => Date.UTC(2026, 0, 15, 12) })
