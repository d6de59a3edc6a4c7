/** What came of a race, and the races of a sandbox. */
import type { Sandbox } from '#sandbox/sandbox.ts'
import { pictureOf } from '#trace/picture.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Passed } from './gates.ts'
import type { KindName } from './kinds.ts'
import { LANES, printOrder, type Lane, type Order } from './orders.ts'

/** One of two requests. */
export interface Runner {
  readonly lane: Lane
  readonly persona: string
  /** `null` where nothing was recorded. */
  readonly trace: Trace | null
  readonly status: number
}

export interface RaceRun {
  /** 1 for the first of its sandbox. */
  readonly number: number
  readonly kind: KindName
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
const races = new WeakMap<Sandbox, RaceRun[]>()

/** The newest last. They go with the open sandbox, as its traces do. */
export const racesOf = (sandbox: Sandbox | null): readonly RaceRun[] =>
  sandbox ? (races.get(sandbox) ?? []) : []

export function keepRace(sandbox: Sandbox, run: Omit<RaceRun, 'number'>): RaceRun {
  const before = races.get(sandbox) ?? []
  const numbered = { ...run, number: (before.at(-1)?.number ?? 0) + 1 }
  races.set(sandbox, [...before, numbered].slice(-MOST_RACES))
  return numbered
}

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
    const { persona, status, trace } = run.runners[at]!
    const end = trace && pictureOf(trace).end
    const by = end && { end: end.kind, at: end.floor, by: end.step?.tag ?? null }
    return { lane, persona, status, trace: trace?.id ?? null, ...by }
  }),
})
