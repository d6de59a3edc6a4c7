/** The rows of a list, each with all that it says: made once, drawn by the components. */
import type { End } from '#trace/ending.ts'
import { decisiveStep, foldedRows, type Focus, type Row, type StepRow } from '#trace/folding.ts'
import { pictureOf } from '#trace/picture.ts'
import { rowName } from '#trace/row-words.ts'
import type { Marked } from '#trace/marks.ts'
import { REFUSED, resultOf, tookInWords } from '#trace/step-result.ts'
import type { Spot } from '#trace/floors.ts'
import type { Layer, Trace, TraceStep } from '#trace/trace-step.ts'

interface Common {
  readonly layer: Layer
  /** The row above it is of another layer. */
  readonly isFirst: boolean
  readonly depth: number
  /** `0.3`; empty for what does not wait. */
  readonly took: string
}

export interface ListStep extends Common {
  readonly kind: 'step'
  readonly step: TraceStep
  readonly spot: Spot
  readonly name: string
  /** `✕ refused` */
  readonly result: Marked
  /** How the request ended, if this is the row that says why. */
  readonly decides: End['kind'] | null
}

export interface ListFold extends Common {
  readonly kind: 'fold'
  readonly words: string
  readonly rows: readonly ListStep[]
}

export type ListRow = ListStep | ListFold

/** What a list shows of a trace, folded. */
export function listRows(trace: Trace, focus: Focus = {}): readonly ListRow[] {
  const picture = pictureOf(trace)
  const decisive = decisiveStep(picture, focus)
  // Nobody recorded the refusal: the row that had the request says it.
  const { end } = picture
  const isUnsaid = end.kind === 'refused' && end.step === null && !end.broke
  const spots = new Map(picture.placed.map(({ step, spot }) => [step, spot]))
  let above: Layer | null = null
  const isFirst = (layer: Layer) => {
    const first = layer !== above
    above = layer
    return first
  }
  const rows = foldedRows(trace, picture, focus)
  const depthOf = visibleDepths(trace, rows)
  const stepOf = (step: TraceStep, fold: readonly StepRow[] = []): ListStep => ({
    ...{ kind: 'step', step, layer: step.layer, isFirst: isFirst(step.layer) },
    depth: depthOf(step, fold),
    spot: spots.get(step)!,
    name: rowName(step),
    result: isUnsaid && step === decisive ? REFUSED : resultOf(step, picture),
    took: tookInWords({ kind: 'step', step, depth: 0 }),
    decides: step === decisive ? picture.end.kind : null,
  })
  return rows.map((row): ListRow => {
    if (row.kind === 'step') return stepOf(row.step)
    const steps = row.rows.map(({ step }) => step)
    const [first] = steps
    const { layer } = first!
    return {
      ...{ kind: 'fold', words: row.words, layer, isFirst: isFirst(layer) },
      depth: depthOf(first!),
      took: tookInWords(row),
      rows: steps.map((step) => stepOf(step, row.rows)),
    }
  })
}

/** How deep a row stands inside rows that are there: a parent that is folded away indents nothing. */
function visibleDepths({ steps }: Trace, rows: readonly Row[]) {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const shown = new Set(rows.flatMap((row) => (row.kind === 'step' ? [row.step] : [])))
  return (step: TraceStep, fold: readonly StepRow[] = []): number => {
    const beside = new Set(fold.map((row) => row.step))
    let depth = 0
    for (let at = byId.get(step.parent ?? 0); at; at = byId.get(at.parent ?? 0))
      if (shown.has(at) || beside.has(at)) depth += 1
    return depth
  }
}
