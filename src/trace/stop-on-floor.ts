/** Several requests in one house: a floor tells of whoever stopped one of them there, not of the last that passed. */
import { floorCaption, floorLabel } from './captions.ts'
import { isStop } from './ending.ts'
import type { Floor } from './floors.ts'
import { pictureOf } from './picture.ts'
import type { Trace } from './trace-step.ts'

export interface Stop {
  /** Which of them, from 0. */
  readonly of: number
  readonly label: string
  /** Who it was, in full. */
  readonly caption: string
}

/** The first that ends on this floor other than by an answer, or `null`. */
export function stopOnFloor(floor: Floor, traces: readonly Trace[]): Stop | null {
  for (const [of, trace] of traces.entries()) {
    const picture = pictureOf(trace)
    const { end } = picture
    if (end.floor !== floor || !isStop(end.kind)) continue
    return { of, label: floorLabel(floor, picture), caption: floorCaption(floor, trace, picture) }
  }
  return null
}
