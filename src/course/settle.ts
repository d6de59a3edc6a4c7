/**
 * What somebody has just done marks what they predicted, meets checks, and
 * ticks what `/try` speaks of. It is settled once, when it was done: whoever
 * looks at a page later only reads.
 */
import type { Visitor } from '#sandbox/sandbox.ts'
import { isBentAs } from '#trace/layers-off.ts'
import type { Trace } from '#trace/trace-step.ts'
import { untraced } from '#trace/trace.ts'
import type { Check } from './check.ts'
import { getLesson, listDemosOf } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import { calledBy } from './facts.ts'
import { answerOf, type PredictionQuestion } from './prediction.ts'
import type { LessonRecords, QuestionKey } from './progress.ts'
import { countIn, resultOf, runOf } from './run-of.ts'
import { ticksIn } from './ticks.ts'
import { TRY } from './tries.ts'

type Locals = Pick<App.Locals, 'front' | 'sandbox' | 'visitor' | 'lesson'>

type Known = WeakMap<object, Set<string>>

const SETTLED: Known = new WeakMap()
const TICKED: Known = new WeakMap()

/**
 * Settles what a trace of this request decides in the lesson that its reader
 * came from, and what it shows of what there is to try. Asked a second time, it
 * does nothing. What a lab has sent, `ofLab`, is no act of a lesson.
 *
 * @example
 * await settle(locals, trace)
 * const lesson = getLesson('persons/who-comes-in')
 * const { checks } = await progress.listOfLesson(visitor, lesson)
 * checks
 * // => []
 */
export async function settle(
  locals: Locals,
  trace: Trace,
  { ofLab = false }: { readonly ofLab?: boolean } = {},
): Promise<void> {
  const { front, visitor } = locals
  // What only leads to a run of an act is none, and decides nothing.
  if (!visitor || front.fromInside?.runs === null) return
  try {
    await untraced(async () => {
      if (!ofLab) await settleInLesson(locals, visitor, trace)
      await tick(locals, visitor, trace)
    })
  } catch (error) {
    // What the reader did stands, whether or not it can be remembered as progress.
    front.services.logError(error, front.requestId)
  }
}

async function settleInLesson(locals: Locals, visitor: Visitor, trace: Trace): Promise<void> {
  const { front } = locals
  const lesson = locals.lesson === null ? null : getLesson(locals.lesson)
  if (!lesson || !isFirst(SETTLED, front, trace)) return
  const decided = listDemosOf(lesson).flatMap((demo) => decidedBy(locals, demo, trace))
  if (decided.length === 0) return
  const { progress } = front.services
  await progress.whenBack(visitor, async () => {
    const kept = await progress.listOfLesson(visitor, lesson).catch(async (error: unknown) => {
      // What the sandbox holds is looked at now, whenever it can be known what that decides.
      for (const { look } of decided) await look()
      throw error
    })
    for (const { decide } of decided) await decide({ locals, lesson, kept })
  })
}

/** What a trace shows is known once it has its answer. */
async function tick(locals: Locals, visitor: Visitor, trace: Trace): Promise<void> {
  const { front } = locals
  if (trace.status === null || !isFirst(TICKED, front, trace)) return
  const shown = await ticksIn(locals, trace)
  if (shown.length > 0) await front.services.progress.meetChecks(visitor, TRY, shown)
}

/** A page that is drawn wants it settled before, and its request afterwards. */
function isFirst(done: Known, request: object, { id }: Trace): boolean {
  const known = done.get(request) ?? new Set()
  done.set(request, known)
  return known.size < known.add(id).size
}

interface Kept {
  readonly locals: Locals
  readonly lesson: Lesson
  readonly kept: LessonRecords
}

interface Decided {
  /** What the trace and the sandbox say. It is looked at once. */
  readonly look: () => Promise<unknown>
  /** Keeps what follows, if anything does. */
  readonly decide: (kept: Kept) => Promise<void>
}

/** What is to be decided by a trace: most are about nothing that a lesson asks. */
function decidedBy(locals: Locals, demo: Demo, trace: Trace): readonly Decided[] {
  const run = runOf(locals, demo, trace)
  return [
    ...demo.checks
      .filter(({ when }) => when === calledBy(trace))
      .map((check) => {
        const look = once(() => resultOf(locals, { demo, check, trace }))
        return { look, decide: (kept: Kept) => meet(kept, check, look) }
      }),
    ...demo.predictions
      .filter(({ step, again }) => run !== null && (step === run || again === run))
      // With a layer off, or a fault in the house, it answers another question than was asked.
      .filter((question) => isBentAs(trace, question))
      .map((question) => {
        const look = once(() => answerOf(question, { trace, countRows: countIn(locals) }))
        const key = { demo_id: demo.id, question_id: question.id }
        return { look, decide: (kept: Kept) => mark(kept, key, { question, run, look }) }
      }),
  ]
}

function once<Value>(look: () => Promise<Value>): () => Promise<Value> {
  let looking: Promise<Value> | null = null
  return () => (looking ??= look())
}

async function meet(
  { locals, lesson, kept }: Kept,
  check: Check,
  look: () => ReturnType<typeof resultOf>,
) {
  if (kept.checks.some(({ check_id }) => check_id === check.id)) return
  const result = await look()
  const { progress } = locals.front.services
  const visitor = locals.visitor!
  if (result?.met) await progress.meetCheck(visitor, lesson, check.id)
  else if (result && check.alone) await progress.tryTask(visitor, lesson, check.id, 'tried')
}

interface Marking {
  readonly question: PredictionQuestion
  readonly run: number | null
  readonly look: () => Promise<string>
}

async function mark(
  { locals, lesson, kept }: Kept,
  key: QuestionKey,
  { question, run, look }: Marking,
) {
  const isOwn = (one: QuestionKey) =>
    one.demo_id === key.demo_id && one.question_id === key.question_id
  const said = kept.predictions.find(isOwn) ?? null
  const open = kept.later.filter(isOwn).at(-1)
  const isFirstAnswer = said?.answer != null && said.found === null
  const isLater = !isFirstAnswer && open?.found === null
  // Only the step that was asked about first settles what nobody has said anything to.
  if (said ? !isFirstAnswer && !isLater : run !== question.step) return
  if (isFirstAnswer && run !== question.step) return

  const found = await look()
  const { progress } = locals.front.services
  const visitor = locals.visitor!
  if (!said) await progress.settleByRun(visitor, lesson, key, found)
  else if (isFirstAnswer) await progress.markPrediction(visitor, lesson, key, found)
  else await progress.markLaterAnswer(visitor, lesson, key, found)
}
