/**
 * Catches somebody up who has entered a lesson in the middle: plays the acts
 * of the lesson before the one that they chose, in their own sandbox, and
 * enters that act’s start. Nobody has predicted or done anything by it, so it
 * marks nothing; what they are still asked about, it does not tell.
 */
import type { APIContext } from 'astro'
import { asideInWords, type CaughtUp, type CaughtUpStep } from '#course/act.ts'
import { getLesson, listDemosOf } from '#course/course.ts'
import type { Demo } from '#course/course-data.ts'
import { placeOf } from '#course/place-of.ts'
import { playStep } from '#course/steps.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'
import { untraced } from '#trace/trace.ts'
import { lossInWords } from '#visit/lost-sandbox.ts'
import { enterAct } from './enter-act.ts'
import { inTurn } from './in-turn.ts'
import { InsidePlayer } from './inside-player.ts'
import { putBack } from './undo.ts'

interface CatchingUp {
  readonly context: APIContext
  readonly visitor: Visitor
  /** The act that is entered in the end. */
  readonly demo: Demo
}

interface PlayedStep {
  readonly told: CaughtUpStep
  readonly trace: Trace | null
}

/** The acts of a lesson that come before this one, in their order. */
export const actsBefore = ({ id, lesson }: Pick<Demo, 'id' | 'lesson'>): readonly Demo[] => {
  const acts = listDemosOf({ path: lesson })
  return acts.slice(
    0,
    acts.findIndex((act) => act.id === id),
  )
}

/** Plays what comes before an act, and enters it. What it did stands in the place of the sandbox. */
export const catchUp = (act: CatchingUp): Promise<void> =>
  inTurn(act.context, act.visitor, () => untraced(() => playAll(act)))

async function playAll({ context, visitor, demo }: CatchingUp): Promise<void> {
  const { locals } = context
  const { lost, scope } = locals
  const hadOne = locals.sandbox !== null
  const wasLoggedInAs = scope.user?.email ?? null
  let aside = asideInWords({ setAside: hadOne, wasLoggedInAs })
  const isAsked = await askedOf({ context, visitor, demo })
  const played: PlayedStep[] = []
  let hasBegun = false
  try {
    for (const act of actsBefore(demo)) {
      await enterAct({ context, visitor, demo: act, keepsAside: hasBegun })
      if (!hasBegun) aside = asideOf(context) ?? aside
      hasBegun = true
      played.push(...(await playAct(context, act, isAsked)))
    }
    const { idleHours } = locals.front.services.sandboxes
    const told: CaughtUp = {
      steps: played.map(({ told: step }) => step),
      ...{ aside, lost: lost && lossInWords(lost, idleHours) },
    }
    const traces = played.flatMap(({ told: { trace: id }, trace }) => (id && trace ? [trace] : []))
    const caughtUp = { told, traces: traces.toReversed() }
    await enterAct({ context, visitor, demo, keepsAside: hasBegun, caughtUp })
  } catch (error) {
    // Half of it is nobody’s place to begin at.
    if (hasBegun && hadOne) await putBack(context, visitor)
    throw error
  }
}

/** What the act that was entered first has set aside. */
function asideOf({ locals }: APIContext): string | null {
  const started = placeOf(locals)?.started
  return started ? asideInWords(started) : null
}

async function playAct(
  context: APIContext,
  act: Demo,
  isAsked: (act: Demo, step: number) => boolean,
): Promise<readonly PlayedStep[]> {
  const player = new InsidePlayer(context, sandboxNow(context))
  const played: PlayedStep[] = []
  for (const [index, step] of act.steps.entries()) {
    const number = index + 1
    const { response, seen } = await player.play(null, act.lesson, (own) =>
      playStep(own, act, step),
    )
    await response.body?.cancel()
    const trace = isAsked(act, number) ? null : seen
    const says = trace && sentenceOf(stripOf(trace, pictureOf(trace)))
    played.push({ told: { act: act.id, step: number, says, trace: trace?.id ?? null }, trace })
  }
  return played
}

/** Which steps somebody is still asked about: what came of them is for them to find out. */
async function askedOf({ context, visitor, demo }: CatchingUp) {
  const lesson = getLesson(demo.lesson)
  const { progress } = context.locals.front.services
  const { predictions } = lesson
    ? await progress.listOfLesson(visitor, lesson)
    : { predictions: [] }
  const settled = new Set(
    predictions
      .filter(({ marked_at: at, settled: how }) => at !== null || how !== null)
      .map(({ demo_id: act, question_id: id }) => `${act}.${id}`),
  )
  return (act: Demo, number: number): boolean =>
    act.predictions.some(
      ({ id, step, again }) =>
        (step === number || again === number) && !settled.has(`${act.id}.${id}`),
    )
}

function sandboxNow({ locals }: APIContext): Sandbox {
  if (locals.sandbox) return locals.sandbox
  throw new Error('catchUp: expected a sandbox once an act was entered.')
}
