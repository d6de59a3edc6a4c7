import type { APIContext } from 'astro'
import { enteredPlace, printPlace, type CaughtUp } from '#course/act.ts'
import type { Demo } from '#course/course-data.ts'
import { switchesLayers } from '#course/steps.ts'
import { getStartState } from '#course/start-states.ts'
import { parseDuration } from '#lib/duration.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import type { Trace } from '#trace/trace-step.ts'
import { lossInWords } from '#visit/lost-sandbox.ts'
import { startFrom } from '../people/start-from.ts'
import { carryOver } from '../peel/switch-layers.ts'
import { placeOf } from '#course/place-of.ts'

interface Entering {
  readonly context: APIContext
  readonly visitor: Visitor
  readonly demo: Demo
  /** A reset is asked for; else a press of a step enters by itself. */
  readonly as?: 'reset' | 'start'
  /** What was played in this sandbox is over: what was set aside before it stays aside. */
  readonly keepsAside?: boolean
  /** What was played to get here, and the traces of it that its reader may see, the newest first. */
  readonly caughtUp?: { readonly told: CaughtUp; readonly traces: readonly Trace[] } | null
}

/** Sets the visitor's sandbox aside, and enters the start of an act. The runs of that act are taken along. */
export async function enterAct({
  context,
  visitor,
  demo,
  as = 'start',
  keepsAside = false,
  caughtUp = null,
}: Entering): Promise<void> {
  const { locals } = context
  const { sandbox: before, scope, lost } = locals
  const known = placeOf(locals)
  const bending = before?.bending.now ?? null
  // What was bent for another lesson would answer the questions of this one.
  const isBentElsewhere =
    bending !== null && bending.lesson !== null && bending.lesson !== demo.lesson
  const place = enteredPlace(demo, known, {
    setAside: before !== null,
    ...(isBentElsewhere && before?.bending.isOn && { straightened: true }),
    wasLoggedInAs: scope.user?.email ?? null,
    ...(lost && { lost: lossInWords(lost, locals.front.services.sandboxes.idleHours) }),
  })
  const runs = place.runs.map(({ trace }) => trace)
  const entered = as === 'reset' || caughtUp ? { ...place, started: null } : place
  await startFrom(context, visitor, getStartState(demo.start.seed), {
    as,
    keepsAside,
    async prepare(made) {
      const ahead = demo.start.clock === 0 ? 0 : (parseDuration(demo.start.clock) ?? 0)
      if (ahead > 0) made.clock.advance(ahead)
      made.chance.fix(demo.start.draws)
      made.place.keep(printPlace(caughtUp ? { ...entered, caughtUp: caughtUp.told } : entered))
      made.traces.hold(runs)
      if (before) made.pages.takeAlong(before.pages, runs)
      made.traces.takeAlong(before?.traces.list().filter(({ id }) => runs.includes(id)) ?? [])
      made.traces.takeAlong(caughtUp?.traces ?? [])
      // An act that bends the house by itself begins with it as it is, or its steps would mean something else.
      const { without = [], hunt = null } = isBentElsewhere ? {} : (bending ?? {})
      const bent = {
        without: demo.steps.some(switchesLayers) ? [] : without,
        hunt: demo.steps.some(({ does }) => does === 'hunt') ? null : hunt,
      }
      await carryOver(locals.front.services.sandboxes, bent, made)
      made.bending.keep({ found: bending?.found ?? [], lesson: bending?.lesson ?? null })
    },
  })
}
