/**
 * Two runs side by side, as one list with two columns. What both did alike is
 * told once, by a mark; what differs says what each has of its own.
 */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import { align, alignSteps, type Pair } from '#trace/align.ts'
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
  readonly cells: readonly [Marked | null, Marked | null]
  /** Where each side is by then in the house; `null` where it has no such row. */
  readonly places: readonly [RowPlace | null, RowPlace | null]
  /** Of a query: its text and what it gave. */
  readonly query: QueryView | null
}

export interface CompareView {
  readonly names: readonly [string, string]
  readonly ends: readonly [End['kind'], End['kind']]
  /** How many steps there are of both, and how many of them differ. */
  readonly steps: number
  readonly differ: number
  readonly rows: readonly CompareRow[]
  /** The row whose query stands below the list, from 0; `null` where there is none. */
  readonly chosen: number | null
}

type Runs = readonly [Trace, Trace]

interface Options {
  readonly focus?: Focus
  /** As the columns are headed: people by their names, runs of one person by their numbers. */
  readonly names?: readonly [string, string]
  /** The row that somebody chose. */
  readonly row?: number | null
}

/** Compares two runs, the earlier one first. */
export function compareView(
  runs: Runs,
  { focus = {}, names, row = null }: Options = {},
): CompareView {
  const ends = runs.map((trace) => pictureOf(trace).end.kind) as [End['kind'], End['kind']]
  const forgot = ends[0] === ends[1] ? null : ends.indexOf('leaked')
  const rows = alignedRows(runs, focus).map((pair, index, all) =>
    rowOf(pair, all[index - 1], { runs, forgot: forgot === 0 || forgot === 1 ? forgot : null }),
  )
  const asked = row !== null && rows[row]?.query ? row : null
  const first = rows.findIndex(({ query, differs }) => query !== null && differs)
  return {
    ...{ names: names ?? namesOf(runs), ends, rows },
    steps: alignSteps(runs[0].steps, runs[1].steps).length,
    differ: rows.filter(({ differs }) => differs).length,
    chosen: asked ?? (first < 0 ? null : first),
  }
}

function namesOf([one, other]: Runs): readonly [string, string] {
  if (one.persona !== other.persona) return [capital(one.persona), capital(other.persona)]
  return ['first', 'second']
}

/** What one list shows and the other folds away is shown in both: nothing is missing that is only folded. */
function alignedRows(runs: Runs, focus: Focus): readonly Pair<ListRow>[] {
  const folded = runs.flatMap((trace) => listRows(trace, focus))
  const inside = new Set(folded.flatMap((row) => stepsIn(row).map(({ step }) => step.tag)))
  const seen = folded.flatMap((row) => (row.kind === 'step' ? [row.step.tag] : []))
  const shows = [...(focus.shows ?? []), ...seen.filter((tag) => inside.has(tag))]
  const [ones, others] = runs.map((trace) => listRows(trace, { ...focus, shows }))
  return align(ones!, others!, keyOf)
}

const stepsIn = (row: ListRow): readonly ListStep[] => (row.kind === 'fold' ? row.rows : [])

/** Whatever was asked for and answered, they stand in one row. */
const keyOf = (row: ListRow): string =>
  row.kind === 'fold'
    ? `fold ${row.rows[0]!.step.tag}`
    : row.step.tag.replace(/^(request)\.(?:get|post|put|delete)$|^(reply)\.\d+$/, '$1$2')

interface Around {
  readonly runs: Runs
  readonly forgot: 0 | 1 | null
}

function rowOf(pair: Pair<ListRow>, above: Pair<ListRow> | undefined, around: Around): CompareRow {
  const [one, other] = pair
  const row = (one ?? other)!
  const before = above && (above[0] ?? above[1])
  const differs = isDifferent(pair)
  return {
    ...{ layer: row.layer, isFirst: row.layer !== before?.layer, depth: row.depth, differs },
    name: nameOf(pair),
    isFold: row.kind === 'fold',
    cells: [cellOf(one, other, differs), cellOf(other, one, differs)],
    places: [placeOf(one, around.runs[0]), placeOf(other, around.runs[1])],
    query: queryOf(pair, around),
  }
}

function nameOf([one, other]: Pair<ListRow>): string {
  const row = (one ?? other)!
  if (row.kind === 'fold') return row.words
  if (other?.kind === 'step' && row.step.name !== other.step.name && ENDS.includes(row.layer))
    return row.layer === 'reply' ? 'answered' : 'asked'
  // Whose scope it is stands in the cells.
  return row.step.tag === 'scope.current' || row.layer === 'reply' ? row.step.name : row.name
}

const ENDS: readonly Layer[] = ['request', 'reply']

function isDifferent([one, other]: Pair<ListRow>): boolean {
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

function queryOf([one, other]: Pair<ListRow>, { forgot }: Around): QueryView | null {
  const side = (row: ListRow | null) =>
    row?.kind === 'step' && row.step.data['sql'] !== undefined ? { step: row.step } : null
  const [left, right] = [side(one), side(other)]
  return left || right ? queryView(left, right, forgot) : null
}
