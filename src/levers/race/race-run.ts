/** What came of a race, and the races of a sandbox. */
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { End } from '#trace/ending.ts'
import type { Guard } from '#trace/guard.ts'
import type { Raced } from '#trace/raced.ts'
import type { Passed } from './gates.ts'
import type { RaceName } from '#course/steps/race.ts'
import { LANES, printOrder, type Lane, type Order } from './orders.ts'

/** One of two requests. */
export interface Runner {
  readonly lane: Lane
  readonly persona: string
  /** By its id, for as long as its sandbox keeps it; `null` where nothing was recorded. */
  readonly trace: string | null
  readonly status: number
  readonly end: {
    readonly end: End['kind']
    readonly at: End['floor']
    readonly by: string | null
  } | null
  /** The guard that refused it, if one did. */
  readonly caughtBy: Guard | null
  /** What stands on its fields. */
  readonly words: readonly string[]
  /** What each of its gates gave, whether it was passed or not. */
  readonly gave: readonly Gave[]
}

/** What came of a query: `no rows`, `✕ unique index`. */
export interface Gave {
  readonly words: string
  readonly isRefused: boolean
}

export interface RaceRun {
  /** 1 for the first of its sandbox. */
  readonly number: number
  readonly kind: RaceName
  readonly order: Order
  /** Which gates were passed, and when. */
  readonly passed: readonly Passed[]
  readonly runners: readonly [Runner, Runner]
  /** Rows that there are of it afterwards. */
  readonly rows: number
  /** Tags of what was switched off. */
  readonly without: readonly string[]
  /** Somebody waited too long, and the order is not the one that was asked for. */
  readonly isOpen: boolean
}

const MOST_RACES = 48
const races = new WeakMap<Sandbox['traces'], RaceRun[]>()

/** The newest last. They go with the traces of the sandbox. */
export const racesOf = (sandbox: Sandbox | null): readonly RaceRun[] =>
  sandbox ? (races.get(sandbox.traces) ?? []) : []

export function keepRace(sandbox: Sandbox, run: Omit<RaceRun, 'number'>): RaceRun {
  const before = races.get(sandbox.traces) ?? []
  const numbered = { ...run, number: (before.at(-1)?.number ?? 0) + 1 }
  races.set(sandbox.traces, [...before, numbered].slice(-MOST_RACES))
  return numbered
}

/** A race as the trace of whoever asked for it tells it. */
export const racedOf = ({ kind, order, isOpen, rows, runners }: RaceRun): Raced => ({
  ...{ of: kind, order: printOrder(order), in_order: !isOpen, rows },
  lanes: runners.map(({ persona, status, caughtBy, words, end }) => ({
    ...{
      as: persona,
      status,
      caught_by: caughtBy,
      words,
      ends: end?.end ?? null,
      at: end?.at ?? null,
    },
  })),
})

/** A race for whoever asks with a program, and for a check. */
export const raceFacts = (run: RaceRun) => ({
  number: run.number,
  kind: run.kind,
  order: printOrder(run.order),
  passed: run.passed.map(({ lane, gate }) => ({ lane, gate })),
  rows: run.rows,
  without: run.without,
  in_order: !run.isOpen,
  lanes: LANES.map((lane, at) => {
    const { persona, status, trace, end, words } = run.runners[at]!
    return { lane, persona, status, trace, ...end, words }
  }),
})
