/**
 * Two runs side by side, or three, as one list with a column for each. What all
 * did alike is told once, by a mark; what differs says what each has of its own.
 */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import { alignAll } from '#trace/align.ts'
import type { End } from '#trace/ending.ts'
import type { Focus } from '#trace/folding.ts'
import { OUTCOME_MARKS, type Marked } from '#trace/marks.ts'
import { pictureOf } from '#trace/picture.ts'
import type { Layer, Trace } from '#trace/trace-step.ts'
import { listRows, type ListRow, type ListStep } from '../list/list-rows.ts'
import { ownCell, quietCell } from './cell-words.ts'
import { queryView, type QueryView } from './query-view.ts'
import { placeOf, type RowPlace } from './row-place.ts'
import { isEqual } from './step-facts.ts'

export interface CompareRow {
  readonly layer: Layer
  /** The row above it is of another layer. */
  readonly isFirst: boolean
  readonly depth: number
  readonly name: string
  readonly isFold: boolean
  readonly differs: boolean
  /** What each side says; `null` where it has no such row. */
  readonly cells: readonly (Marked | null)[]
  /** Where each side is by then in the house; `null` where it has no such row. */
  readonly places: readonly (RowPlace | null)[]
  /** Of a query: its text and what it gave. */
  readonly query: QueryView | null
}

export interface CompareView {
  readonly names: readonly string[]
  readonly ends: readonly End['kind'][]
  /** How many steps there are of all, and how many of them differ. */
  readonly steps: number
  readonly differ: number
  readonly rows: readonly CompareRow[]
  /** The row whose query stands below the list, from 0; `null` where there is none. */
  readonly chosen: number | null
}

type Runs = readonly Trace[]
/** What stands in one row: `null` for a run that has no such thing. */
type Cells = readonly (ListRow | null)[]

interface Options {
  readonly focus?: Focus
  /** As the columns are headed: people by their names, runs of one person by their numbers. */
  readonly names?: readonly string[]
  /** The row that somebody chose. */
  readonly row?: number | null
}

/** Compares runs, the earlier one first. */
export function compareView(
  runs: Runs,
  { focus = {}, names, row = null }: Options = {},
): CompareView {
  const ends = runs.map((trace) => pictureOf(trace).end.kind)
  const leaked = ends.indexOf('leaked')
  // Which of two forgot what the other one says.
  const isForgotten = ends.length === 2 && ends[0] !== ends[1] && leaked >= 0
  const rows = alignedRows(runs, focus).map((cells, index, all) =>
    rowOf(cells, all[index - 1], { runs, forgot: isForgotten ? leaked : null }),
  )
  const asked = row !== null && rows[row]?.query ? row : null
  const first = rows.findIndex(({ query, differs }) => query !== null && differs)
  return {
    ...{ names: names ?? namesOf(runs), ends, rows },
    steps: alignAll(
      runs.map(({ steps }) => steps),
      ({ tag }) => tag,
    ).length,
    differ: rows.filter(({ differs }) => differs).length,
    chosen: asked ?? (first < 0 ? null : first),
  }
}

function namesOf(runs: Runs): readonly string[] {
  const personas = runs.map(({ persona }) => persona)
  return new Set(personas).size > 1 ? personas.map(capital) : ['first', 'second']
}

/** What one list shows and the other folds away is shown in all: nothing is missing that is only folded. */
function alignedRows(runs: Runs, focus: Focus): readonly Cells[] {
  const folded = runs.flatMap((trace) => listRows(trace, focus))
  const inside = new Set(folded.flatMap((row) => stepsIn(row).map(({ step }) => step.tag)))
  const seen = folded.flatMap((row) => (row.kind === 'step' ? [row.step.tag] : []))
  const shows = [...(focus.shows ?? []), ...seen.filter((tag) => inside.has(tag))]
  return alignAll(
    runs.map((trace) => listRows(trace, { ...focus, shows })),
    keyOf,
  )
}

const stepsIn = (row: ListRow): readonly ListStep[] => (row.kind === 'fold' ? row.rows : [])

/** Whatever was asked for and answered, they stand in one row. */
const keyOf = (row: ListRow): string =>
  row.kind === 'fold'
    ? `fold ${row.rows[0]!.step.tag}`
    : row.step.tag.replace(/^(request)\.(?:get|post|put|delete)$|^(reply)\.\d+$/, '$1$2')

interface Around {
  readonly runs: Runs
  readonly forgot: number | null
}

function rowOf(cells: Cells, above: Cells | undefined, around: Around): CompareRow {
  const row = firstOf(cells)
  const before = above && firstOf(above)
  const differs = cells.some((one) => isDifferent(cells[0] ?? null, one))
  return {
    ...{ layer: row.layer, isFirst: row.layer !== before?.layer, depth: row.depth, differs },
    name: nameOf(cells),
    isFold: row.kind === 'fold',
    cells: cells.map((one, side) => cellOf(one, besideOf(cells, side), differs)),
    places: cells.map((one, side) => placeOf(one, around.runs[side]!)),
    query: queryOf(cells, around),
  }
}

const firstOf = (cells: Cells): ListRow => cells.find((row) => row !== null)!

/** With what a side is compared: another that is not the same, else any other. */
function besideOf(cells: Cells, side: number): ListRow | null {
  const others = cells.filter((_row, index) => index !== side)
  const there = others.filter((row) => row !== null)
  const own = cells[side] ?? null
  if (there.length < others.length && cells.length === 2) return null
  return there.find((row) => isDifferent(own, row)) ?? there[0] ?? null
}

function nameOf(cells: Cells): string {
  const row = firstOf(cells)
  if (row.kind === 'fold') return row.words
  const isNamedOtherwise = cells.some(
    (one) => one?.kind === 'step' && one.step.name !== row.step.name,
  )
  if (isNamedOtherwise && ENDS.includes(row.layer))
    return row.layer === 'reply' ? 'answered' : 'asked'
  // Whose scope it is stands in the cells.
  return row.step.tag === 'scope.current' || row.layer === 'reply' ? row.step.name : row.name
}

const ENDS: readonly Layer[] = ['request', 'reply']

function isDifferent(one: ListRow | null, other: ListRow | null): boolean {
  if (one === other) return one === null
  if (!one || !other) return true
  if (one.kind === 'step' && other.kind === 'step') return !isEqual(one.step, other.step)
  const [ones, others] = [stepsIn(one), stepsIn(other)]
  return (
    ones.length !== others.length ||
    ones.some((inside, index) => !isSameInside(inside, others[index]!, one.layer))
  )
}

/** What every request passes is the same where it passed; who it was is told by the scope. */
const isSameInside = ({ step }: ListStep, { step: other }: ListStep, layer: Layer): boolean =>
  PLUMBING.includes(layer)
    ? step.tag === other.tag && step.outcome === other.outcome
    : step.tag === other.tag && isEqual(step, other)

const PLUMBING: readonly Layer[] = ['request', 'plug', 'live']

function cellOf(row: ListRow | null, other: ListRow | null, differs: boolean): Marked | null {
  if (!row) return null
  if (row.kind === 'step')
    return differs && other?.kind === 'step' ? ownCell(row, other) : quietCell(row)
  if (!differs || other?.kind !== 'fold') return PASSED
  if (other.rows.length !== row.rows.length)
    return { mark: null, words: numbered(row.rows.length, 'step') }
  const at = row.rows.findIndex((each, index) => !isEqual(each.step, other.rows[index]!.step))
  return at < 0 ? PASSED : ownCell(row.rows[at]!, other.rows[at]!)
}

const PASSED: Marked = { mark: OUTCOME_MARKS.ok, words: '' }

function queryOf(cells: Cells, { forgot }: Around): QueryView | null {
  const sides = cells.map((row) =>
    row?.kind === 'step' && row.step.data['sql'] !== undefined ? { step: row.step } : null,
  )
  return sides.some((side) => side !== null) ? queryView(sides, forgot) : null
}
