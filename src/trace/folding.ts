/**
 * The list of a trace as it is first shown: what every request has in common is
 * folded, and so is what a lesson does not speak of. The row that decides, and
 * what it stands inside, is never folded.
 */
import { numbered, plural } from '#lib/counted.ts'
import { ownOf, queriesOf, WRITES } from './ending.ts'
import { isFloor, type Spot } from './floors.ts'
import { isSwitchedOff } from './layers-off.ts'
import type { Picture } from './picture.ts'
import type { Pictured, Placed } from './placing.ts'
import type { TraceStep } from './trace-step.ts'

export interface StepRow {
  readonly kind: 'step'
  readonly step: TraceStep
  readonly depth: number
}

export interface Fold {
  readonly kind: 'fold'
  /** What is folded, in words: `cast and 3 rules passed`. */
  readonly words: string
  readonly rows: readonly StepRow[]
  readonly depth: number
}

export type Row = StepRow | Fold

/** A demo names what it is about. */
export interface Focus {
  /** Layers and tags whose steps stay unfolded. */
  readonly shows?: readonly string[]
  /** The tag of the step to look at when the request was answered. */
  readonly lookAt?: string | null
}

/** The step to open: what ended the request or, if it was answered, what it was for. `null` for none. */
export function decisiveStep(
  { end, placed }: Picture,
  { lookAt = null }: Focus = {},
): TraceStep | null {
  if (end.step) return end.step
  const ran = placed.filter(({ step }) => step.outcome !== 'skip').map(({ step }) => step)
  // Of what broke at no step no more is known than the answer.
  if (end.broke) return ran.findLast(({ layer }) => layer === 'reply') ?? null
  // Nobody recorded the refusal: it is that of the floor which had the request.
  if (end.kind === 'refused' && isFloor(end.floor)) return ownOf(placed, end.floor).at(-1) ?? null
  const queries = queriesOf(placed)
  return (
    ran.findLast(({ tag }) => tag === lookAt) ??
    queries.findLast(({ tag }) => WRITES.test(tag)) ??
    queries.at(-1) ??
    null
  )
}

/** The rows of a trace, folded. */
export function foldedRows(trace: Pictured, picture: Picture, focus: Focus = {}): readonly Row[] {
  const view = viewOf(trace, picture, focus)
  const folds = [carriers, frontDoor, pipeline, guards, afterDecisive, neighbours]
  const rows = folds.reduce<readonly Row[]>((current, fold) => fold(current, view), view.rows)
  const fewer = rows.length > CROWDED ? crowd(rows, view) : rows
  const fewest = fewer.length > MOST_ROWS ? squeeze(fewer, view) : fewer
  return fewest.length > MOST_ROWS ? joined(fewest) : fewest
}

/** Groups that follow each other, such as the front door and the pipeline, as one. */
const joined = (rows: readonly Row[]): readonly Row[] =>
  rows.reduce<readonly Row[]>((done, row) => {
    const last = done.at(-1)
    if (row.kind !== 'fold' || last?.kind !== 'fold') return [...done, row]
    return [
      ...done.slice(0, -1),
      foldOf([...last.rows, ...row.rows], `${last.words} · ${row.words}`),
    ]
  }, [])

const CROWDED = 14
/** More than these are no longer seen at once. */
const MOST_ROWS = 16

/** What the folds ask. */
interface View {
  readonly rows: readonly StepRow[]
  /** The request that brought a live event. */
  readonly carrier: string
  readonly decisive: TraceStep | null
  readonly shows: ReadonlySet<string>
  readonly placeOf: (step: TraceStep) => Placed
  readonly isKept: (step: TraceStep) => boolean
  readonly hasInside: (step: TraceStep) => boolean
}

function viewOf({ steps, title }: Pictured, picture: Picture, focus: Focus): View {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const ancestors = (step: TraceStep | undefined): readonly TraceStep[] => {
    const parent = step && step.parent !== null ? byId.get(step.parent) : undefined
    return parent ? [parent, ...ancestors(parent)] : []
  }
  const decisive = decisiveStep(picture, focus)
  const shows = new Set(focus.shows ?? [])
  // The plug that makes the scope is one of the pipeline’s, whoever looks at the scope.
  const around = decisive?.tag === 'scope.current' ? [] : ancestors(decisive ?? undefined)
  const kept = new Set(decisive ? [decisive, ...around] : [])
  const places = new Map(picture.placed.map((placed) => [placed.step, placed]))
  const parents = new Set(steps.map(({ parent }) => parent))
  return {
    ...{ decisive, shows },
    carrier:
      steps.find(({ layer, parent }) => layer === 'request' && parent === null)?.name ?? title,
    rows: steps.map((step) => ({ kind: 'step', step, depth: ancestors(step).length })),
    placeOf: (step) => places.get(step)!,
    isKept: (step) => kept.has(step) || shows.has(step.tag),
    hasInside: ({ id }) => parents.has(id),
  }
}

type FoldRows = (rows: readonly Row[], view: View) => readonly Row[]

const carriers: FoldRows = (rows, view) =>
  foldAll(rows, view, {
    isFolded: (step) => isAt(view, step, 'live') && step.layer !== 'live',
    words: () => `carried by ${view.carrier}`,
  })

const frontDoor: FoldRows = (rows, view) =>
  foldAll(rows, view, {
    isFolded: ({ tag }) => FRONT_DOOR.test(tag),
    words: (steps) => `front door: ${numbered(steps.length, 'check')}`,
  })

/** What the front looked at before anybody else did. */
const FRONT_DOOR = /^request\.(?:host|size|origin)$/

const pipeline: FoldRows = (rows, view) =>
  foldAll(rows, view, {
    isFolded: (step) => isAt(view, step, 'pipeline'),
    words: (steps) => {
      const own = steps.filter((step) => !view.placeOf(step).inSideRoom)
      const off = own.filter(isSwitchedOff).length
      const plugs = own.length - off
      const queries = steps.filter(({ layer }) => layer === 'sql').length
      const passed = `pipeline: ${plugs} ${plural(plugs, 'plug')} passed${off > 0 ? `, ${off} off` : ''}`
      return queries > 0 ? `${passed} · ${queries} ${plural(queries, 'query', 'queries')}` : passed
    },
  })

const guards: FoldRows = (rows, view) =>
  foldAll(rows, view, {
    isFolded: (step) => isAt(view, step, 'guards') || isInHook(view, step),
    words: (steps) => {
      const passed = steps.filter(
        (step) => isAt(view, step, 'guards') && !view.placeOf(step).inSideRoom,
      )
      if (passed.length === 0) return `${numbered(steps.length, 'step')} of the guard`
      return `guards: ${passed.length} passed`
    },
  })

const isAt = ({ placeOf }: View, step: TraceStep, spot: Spot) => placeOf(step).spot === spot

const isInHook = (view: View, step: TraceStep) =>
  isAt(view, step, 'scope') && step.tag !== 'scope.current'

interface Folding {
  readonly isFolded: (step: TraceStep) => boolean
  readonly words: (steps: readonly TraceStep[]) => string
}

/** Folds all such rows into one, where the first of them stands. */
function foldAll(rows: readonly Row[], view: View, { isFolded, words }: Folding): readonly Row[] {
  const folded = rows.filter(
    (row): row is StepRow => row.kind === 'step' && isFolded(row.step) && !view.isKept(row.step),
  )
  const [first] = folded
  if (!first) return rows
  const fold = foldOf(folded, words(folded.map(({ step }) => step)))
  const gone = new Set<Row>(folded)
  return rows.flatMap((row) => (row === first ? [fold] : gone.has(row) ? [] : [row]))
}

const foldOf = (rows: readonly StepRow[], words: string): Fold => ({
  ...{ kind: 'fold', words, rows },
  depth: Math.min(...rows.map(({ depth }) => depth)),
})

/** What came after the step that decided, beside it. */
const afterDecisive: FoldRows = (rows, view) => {
  const at = rows.findIndex((row) => row.kind === 'step' && row.step === view.decisive)
  const decisive = rows[at]
  if (!decisive) return rows
  // What is inside it, such as its query, stays beneath it.
  const inside = rows.slice(at + 1).findIndex(({ depth }) => depth <= decisive.depth)
  const from = inside < 0 ? rows.length : at + 1 + inside
  const rest = rows.slice(from)
  const end = rest.findIndex(({ depth }) => depth < decisive.depth)
  const after = rest.slice(0, end < 0 ? rest.length : end)
  const folded = after.filter(
    (row): row is StepRow => row.kind === 'step' && !view.isKept(row.step),
  )
  const beside = folded.filter(({ depth }) => depth === decisive.depth)
  if (decisive.depth === 0 || beside.length < 2 || folded.length < after.length) return rows
  const before = rows.slice(0, from)
  return [
    ...before,
    foldOf(folded, moreInWords(beside)),
    ...rows.slice(before.length + after.length),
  ]
}

function moreInWords(beside: readonly StepRow[]): string {
  const skipped = beside.filter(({ step }) => step.outcome === 'skip').length
  const passed = beside.filter(({ step }) => step.outcome === 'ok').length
  const failed = beside.length - skipped - passed
  const counts = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(failed > 0 ? [`${failed} with errors`] : []),
  ]
  return passed === beside.length
    ? `${passed} more passed`
    : `${beside.length} more: ${counts.join(', ')}`
}

/** Neighbours of a layer that nobody speaks of. */
const neighbours: FoldRows = (rows, view) =>
  foldRuns(rows, view, {
    least: 2,
    isFolded: (step) => hasPassed(step) && !view.shows.has(step.layer),
    isBeside: isOfOneLayer,
  })

/** Neighbours of any layer, in a list that is long all the same. */
const crowd: FoldRows = (rows, view) =>
  foldRuns(rows, view, { least: 3, isFolded: hasPassed, isBeside: isOfOneLayer })

/** Whatever stands beside each other and is no query, in a list that is too long to be seen at once. */
const squeeze: FoldRows = (rows, view) =>
  foldRuns(rows, view, {
    least: 2,
    isFolded: ({ layer, outcome }) => layer !== 'sql' && (outcome === 'ok' || outcome === 'skip'),
    isBeside: () => true,
  })

const hasPassed = ({ outcome }: TraceStep) => outcome === 'ok'
const isOfOneLayer = (one: TraceStep, other: TraceStep) => one.layer === other.layer

interface Runs {
  /** How many make a run. */
  readonly least: number
  readonly isFolded: (step: TraceStep) => boolean
  /** Of two that have one parent, whether they are of one run. */
  readonly isBeside: (one: TraceStep, other: TraceStep) => boolean
}

function foldRuns(
  rows: readonly Row[],
  view: View,
  { least, isFolded, isBeside }: Runs,
): readonly Row[] {
  const folds = (row: Row): row is StepRow =>
    row.kind === 'step' && isFolded(row.step) && !view.isKept(row.step) && !view.hasInside(row.step)
  const runs: Row[][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const isNext =
      last &&
      folds(last) &&
      folds(row) &&
      last.step.parent === row.step.parent &&
      isBeside(last.step, row.step)
    if (run && isNext) run.push(row)
    else runs.push([row])
  }
  return runs.flatMap((run) => {
    const steps = run.filter(folds)
    return steps.length >= least ? [foldOf(steps, passedInWords(steps))] : run
  })
}

function passedInWords(rows: readonly StepRow[]): string {
  const [first, ...others] = rows.map(({ step }) => step)
  if (first?.layer !== 'changeset' || first.name !== 'cast') return moreInWords(rows)
  return `cast and ${others.length} ${plural(others.length, 'rule')} passed`
}
