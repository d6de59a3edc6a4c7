/** A trace as data for whatever moves along it: what the list shows, and nothing besides. */
import { decisiveStep, foldedRows, type Focus } from '#trace/folding.ts'
import type { Spot } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import { rowName, rowSentence } from '#trace/row-words.ts'
import type { Layer, Outcome, Trace } from '#trace/trace-step.ts'
import { valuesOf } from '#trace/values.ts'

export interface DataStep {
  readonly id: number
  readonly parent: number | null
  readonly layer: Layer
  readonly tag: string
  readonly outcome: Outcome
  readonly floor: Spot
  /** It stands in a side room of its floor. */
  readonly room: boolean
  readonly name: string
  readonly sentence: string
  /** `src/app/accounts/user.ts:31` */
  readonly source: string | null
  /** What is known in its line: `errors = []`. */
  readonly value: string | null
  readonly at: number
}

export interface TraceData {
  readonly id: string
  readonly title: string
  readonly persona: string
  readonly status: number | null
  readonly end: { readonly kind: string; readonly floor: Spot; readonly step: number | null }
  readonly entrance: 'roof' | 'side'
  readonly steps: readonly DataStep[]
  /** The steps of each row that is folded. */
  readonly folds: readonly (readonly number[])[]
}

export function traceData(trace: Trace, focus: Focus = {}): TraceData {
  const { id, title, persona, status, steps } = trace
  const picture = pictureOf(trace)
  const places = new Map(picture.placed.map((placed) => [placed.step, placed]))
  const { kind, floor } = picture.end
  const step = decisiveStep(picture, focus)?.id ?? null
  return {
    ...{ id, title, persona, status, end: { kind, floor, step }, entrance: picture.entrance },
    steps: steps.map((each) => {
      const { spot, inSideRoom } = places.get(each)!
      const { source } = each
      return {
        ...{ id: each.id, parent: each.parent, layer: each.layer, tag: each.tag },
        ...{ outcome: each.outcome, floor: spot, room: inSideRoom, at: each.at },
        name: rowName(each),
        sentence: rowSentence(each, trace),
        source: source && `${source.file}:${source.line}`,
        value: valuesOf(each),
      }
    }),
    folds: foldedRows(trace, picture, focus).flatMap((row) =>
      row.kind === 'fold' ? [row.rows.map((inside) => inside.step.id)] : [],
    ),
  }
}
