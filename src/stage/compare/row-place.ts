/** Where in the house a row of a list stands, for whoever steps through it. */
import type { Spot } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { ListRow } from '../list/list-rows.ts'

export interface RowPlace {
  /** Where it stands itself: of a group, its first step. */
  readonly at: Spot
  /** It is in a side room of its floor. */
  readonly inSideRoom: boolean
  /** Every floor that its steps come to. */
  readonly floors: readonly Spot[]
}

/** `null` for a row that one run has not. */
export function placeOf(row: ListRow | null, trace: Trace): RowPlace | null {
  if (!row) return null
  const steps = row.kind === 'fold' ? row.rows.map(({ step }) => step) : [row.step]
  const places = pictureOf(trace).placed.filter(({ step }) => steps.includes(step))
  const [first] = places
  if (!first) return null
  const own = places.filter(({ inSideRoom }) => !inSideRoom).map(({ spot }) => spot)
  return { at: first.spot, inSideRoom: first.inSideRoom, floors: [...new Set(own)] }
}
