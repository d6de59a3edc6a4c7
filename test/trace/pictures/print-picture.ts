import { caughtBy } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import type { Walked } from './pictures.ts'
import type { ServerPicture } from './server-pictures.ts'

/** The picture of a trace, as far as it is written down by hand. */
export function printPicture(trace: Walked): ServerPicture {
  const { end, lit } = pictureOf(trace)
  const by = end.step?.tag ?? null
  return { end: end.kind, at: end.floor, by, guard: caughtBy(trace), lit, broke: end.broke }
}
