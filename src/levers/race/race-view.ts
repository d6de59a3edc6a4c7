/** A race as its lab shows it: two lanes, a place for each query, and a table of all that were run. */
import { numbered } from '#lib/counted.ts'
import type { RaceKind } from './kinds.ts'
import type { Passed } from './gates.ts'
import { LANES, orderInWords, ordersOf, printOrder, type Lane, type Order } from './orders.ts'
import type { RaceRun } from './race-run.ts'

/** One place on a lane: a query, or nobody’s turn. */
export interface Card {
  /** `asks` */
  readonly does: string
  /** What came of it: `no rows`, `✕ refused`; empty before the race. */
  readonly gave: string
  readonly isRefused: boolean
}

export interface LaneView {
  readonly lane: Lane
  /** One for each place; `null` where it is the other one’s turn. */
  readonly cards: readonly (Card | null)[]
  /** `null` before the race. */
  readonly status: number | null
}

/** The lanes as they are to be run or, of a race, as they were. */
export function lanesOf(kind: RaceKind, order: Order, run: RaceRun | null): readonly LaneView[] {
  // Whoever was refused before its last query has a card for it all the same: it can be moved.
  const planned = turnsOf(order)
  const passed = run?.passed ?? []
  const isPassed = (turn: Passed) =>
    passed.some(({ lane, gate }) => lane === turn.lane && gate === turn.gate)
  const turns = [...passed, ...planned.filter((turn) => !isPassed(turn))]
  return LANES.map((lane, at) => ({
    lane,
    status: run?.runners[at]?.status ?? null,
    cards: turns.map((turn) => (turn.lane === lane ? cardOf(kind, turn.gate, lane, run) : null)),
  }))
}

function turnsOf(order: Order): readonly Passed[] {
  const seen: Record<Lane, number> = { A: 0, B: 0 }
  return order.map((lane) => ({ lane, gate: seen[lane]++ }))
}

function cardOf(kind: RaceKind, gate: number, lane: Lane, run: RaceRun | null): Card {
  const { does = '' } = kind.gates[gate] ?? {}
  const { words = '', isRefused = false } = run?.runners[LANES.indexOf(lane)]?.gave[gate] ?? {}
  return { does, gave: words, isRefused }
}

export interface OrderChoice {
  readonly written: string
  /** `both ask, then both write` */
  readonly words: string
  readonly order: Order
}

export const choicesOf = (kind: RaceKind): readonly OrderChoice[] =>
  ordersOf(kind.gates.length).map((order) => ({
    order,
    written: printOrder(order),
    words: orderInWords(order),
  }))

export interface RaceTable {
  /** What was switched off, in the order in which it was first run so. */
  readonly guards: readonly (readonly string[])[]
  readonly rows: readonly {
    readonly written: string
    /** What came of the newest race of this order, under each of the guards. */
    readonly cells: readonly (RaceRun | null)[]
  }[]
}

/** Every order that was run, and what came of it under which guards. */
export function tableOf(kind: RaceKind, runs: readonly RaceRun[]): RaceTable {
  const own = runs.filter((run) => run.kind === kind.name)
  const guards = [...new Map(own.map(({ without }) => [keyOf(without), without])).values()]
  return {
    guards,
    rows: choicesOf(kind).map(({ written }) => ({
      written,
      cells: guards.map(
        (without) =>
          own.findLast(
            (run) => printOrder(run.order) === written && keyOf(run.without) === keyOf(without),
          ) ?? null,
      ),
    })),
  }
}

const keyOf = (tags: readonly string[]) => tags.toSorted().join(' ')

/** `1 row · 303, 422` */
export function outcomeInWords(kind: RaceKind, { rows, runners }: RaceRun): string {
  const left =
    kind.name === 'scores'
      ? numbered(rows, 'point')
      : numbered(rows, kind.name === 'links' ? 'session' : 'row')
  return `${left} · ${runners.map(({ status }) => status).join(', ')}`
}

/** More rows than one address, one link may have. */
export const isTooMany = (kind: RaceKind, { rows }: RaceRun): boolean =>
  kind.name !== 'scores' && rows > 1
