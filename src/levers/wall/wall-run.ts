/** Walls that were sent in a sandbox, and what came of them. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { NOBODY } from '#course/prediction.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { WallRow } from './wall-row.ts'

export interface WallRun {
  /** 1 for the first of its sandbox. */
  readonly number: number
  /** The name of the wall. */
  readonly wall: string
  /** What its reader has added. */
  readonly own: string | null
  /** Tags of what was switched off. */
  readonly without: readonly string[]
  readonly rows: readonly WallRow[]
  /** One for each row, packed: a tenth of what it takes to be read. None of a run that is only compared with. */
  readonly packed: readonly Buffer[]
}

/** Of each wall the last one, and the one before to compare it with. */
const MOST_OF_A_WALL = 2
/** Walls that are kept at once, of however many a course has. */
const MOST_WALLS = 3
const runs = new WeakMap<Sandbox['traces'], readonly WallRun[]>()

/** The newest last. They go with the traces of the sandbox. */
export const wallRunsOf = (sandbox: Sandbox | null): readonly WallRun[] =>
  sandbox ? (runs.get(sandbox.traces) ?? []) : []

/** The last run of a wall, and the one before it. */
export function lastOfWall(
  sandbox: Sandbox | null,
  name: string,
): { readonly run: WallRun | null; readonly before: WallRun | null } {
  const own = wallRunsOf(sandbox).filter(({ wall }) => wall === name)
  return { run: own.at(-1) ?? null, before: own.at(-2) ?? null }
}

export function keepWall(sandbox: Sandbox, run: Omit<WallRun, 'number'>): WallRun {
  const before = wallRunsOf(sandbox)
  const numbered = { ...run, number: (before.at(-1)?.number ?? 0) + 1 }
  const unpacked = before.map((one) => (one.wall === run.wall ? { ...one, packed: [] } : one))
  const all = [...unpacked, numbered]
  const newest = [...new Set(all.map(({ wall }) => wall).toReversed())].slice(0, MOST_WALLS)
  const kept = all.filter(
    (one) =>
      newest.includes(one.wall) &&
      all
        .filter(({ wall }) => wall === one.wall)
        .slice(-MOST_OF_A_WALL)
        .includes(one),
  )
  runs.set(sandbox.traces, kept)
  return numbered
}

export const packTrace = (trace: Trace): Buffer => deflateRawSync(JSON.stringify(trace))

/** The trace of a row, by its number; `null` for one that is not there. */
export function traceOfRow({ rows, packed }: WallRun, number: number): Trace | null {
  const found = packed[rows.findIndex((row) => row.number === number)]
  // This file has packed it.
  return found ? (JSON.parse(inflateRawSync(found).toString()) as Trace) : null
}

/** What came of each input, for a check, a program and the trace of the lab. */
export const wallFacts = ({ rows }: Pick<WallRun, 'rows'>) =>
  rows.map(({ number, name, by, end, at, status }) => ({
    ...{ input: number, name, caught_by: by ?? NOBODY },
    ...{ ends: end, at, status },
  }))
