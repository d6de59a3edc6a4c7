/** One request as two or three people sent it, and the last such of a sandbox. */
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { End } from '#trace/ending.ts'
import type { Guard } from '#trace/guard.ts'
import type { Asked } from './asked.ts'

/** What came of it for one of them. */
export interface SplitSide {
  readonly persona: string
  /** By its id, for as long as the sandbox keeps it. */
  readonly trace: string
  readonly status: number
  readonly end: End['kind']
  /** The floor on which it ended. */
  readonly at: End['floor']
  /** The guard that refused it, if one did. */
  readonly caughtBy: Guard | null
  /** What stands on its fields. */
  readonly words: readonly string[]
}

export interface SplitRun {
  readonly asked: Asked
  readonly sides: readonly SplitSide[]
}

/** Beside each other on one screen. */
export const MOST_PEOPLE = 3

const runs = new WeakMap<Sandbox['traces'], SplitRun>()

/** It goes with the traces of the sandbox. */
export const splitOf = (sandbox: Sandbox | null): SplitRun | null =>
  (sandbox && runs.get(sandbox.traces)) ?? null

export function keepSplit(sandbox: Sandbox, run: SplitRun): SplitRun {
  runs.set(sandbox.traces, run)
  return run
}
