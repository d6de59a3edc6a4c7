/** How the act of a run was begun for its reader, for the page that answers the run. */
import { asideInWords, startInWords } from '#course/act.ts'
import { getDemo } from '#course/course.ts'
import type { Demo } from '#course/course-data.ts'
import { stepName } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { placeOf } from '#course/place-of.ts'

export interface Beginning {
  readonly demo: Demo
  /** Under whose button it is told: `bo-goes-down.2`. */
  readonly run: string
  readonly start: string
  readonly aside: string | null
  /** What became of the sandbox that its reader had before, if it was lost. */
  readonly lost: string | null
}

/**
 * What there is to tell where the run that is answered has entered its act:
 * nobody else's page says it. `led` is the trace of what led to this page.
 */
export function beginningOf(
  { sandbox, front }: Pick<App.Locals, 'sandbox' | 'front'>,
  led: Trace | null,
): Beginning | null {
  const place = placeOf({ sandbox })
  const demo = place && getDemo(place.act)
  if (!place?.started || !demo) return null
  const { started, runs, ran } = place
  const lost = started.lost ?? null
  const run = (step: number) => stepName(demo.id, step)
  const told = { demo, start: startInWords(demo), aside: asideInWords(started), lost }
  // The step’s own page is made before its run is kept.
  const now = front.fromInside?.runs ?? null
  if (now !== null) return started.run === ran + 1 ? { ...told, run: now } : null
  const kept = runs.find(({ number, trace }) => number === started.run && trace === led?.id)
  return kept ? { ...told, run: run(kept.step) } : null
}
