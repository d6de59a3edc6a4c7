/**
 * What came of a lesson's questions and checks, as far as its reader's own
 * traces have settled them. It only reads: see settle.ts.
 */
import { getLesson, listDemosOf } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import { factThatDiffers, stepOfAct } from './act.ts'
import { stepOf } from './facts.ts'
import { placeOf } from './place-of.ts'
import type { LessonRecords, QuestionKey } from './progress.ts'
import type { Check, CheckResult, CheckView } from './check.ts'
import { checkPart, questionPart } from './demo-parts.ts'
import { isTitleOfStep, stepName } from './steps.ts'
import type { PredictionQuestion, PredictionState } from './prediction.ts'
import { resultOf } from './run-of.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'

/** What there is to show of the checks and the questions of one lesson. */
export interface Outcomes {
  readonly checks: readonly { readonly part: string; readonly check: CheckView }[]
  readonly questions: readonly QuestionOutcome[]
}

/** A question that its reader has answered or skipped, and the part of the page that it fills. */
export interface QuestionOutcome {
  readonly part: string
  readonly demo: Demo
  readonly question: PredictionQuestion
  readonly state: PredictionState
}

const NONE: Outcomes = { checks: [], questions: [] }

interface Asked {
  readonly locals: App.Locals
  /** What the page shows, the newest last. */
  readonly traces: readonly Trace[]
}

/**
 * What there is to show: all that the reader has said and met so far, and
 * what these traces lack of a check, or of a run that would mark an answer.
 *
 * @example
 * await outcomesOf({ locals, traces: [] })
 * // => { checks: [], questions: [] }
 */
export async function outcomesOf({ locals, traces }: Asked): Promise<Outcomes> {
  const lesson = locals.lesson === null ? null : getLesson(locals.lesson)
  const { visitor, front } = locals
  if (!lesson || !visitor || front.fromInside?.runs === null) return NONE
  try {
    return await untraced(() => read({ locals, traces }, visitor, lesson))
  } catch (error) {
    // A page stands without the progress that it would show.
    front.services.logError(error, front.requestId)
    return NONE
  }
}

async function read(asked: Asked, visitor: Visitor, lesson: Lesson): Promise<Outcomes> {
  const kept = await asked.locals.front.services.progress.listOfLesson(visitor, lesson)
  const demos = listDemosOf(lesson)
  const checks = await Promise.all(demos.map((demo) => checksOf(asked, demo, kept)))
  return {
    checks: checks.flat(),
    questions: demos.flatMap((demo) => questionsOf(asked, demo, kept)),
  }
}

async function checksOf(
  asked: Asked,
  demo: Demo,
  kept: LessonRecords,
): Promise<Outcomes['checks']> {
  const shown: { part: string; check: CheckView }[] = []
  for (const check of demo.checks) {
    const wasMet = kept.checks.some(({ check_id }) => check_id === check.id)
    const result = wasMet ? null : await newestResult(asked, demo, check)
    const task = taskOf(check, kept)
    // What nobody has tried yet stands in the lesson already.
    const begun = task.task && (task.task.tries > 0 || task.task.shown)
    const view = viewOf(check, wasMet, result) ?? (begun ? { says: check.says } : null)
    if (view) shown.push({ part: checkPart(demo.id, check.id), check: { ...view, ...task } })
  }
  return shown
}

function taskOf(
  { id, alone, hints }: Check,
  { tasks }: Pick<LessonRecords, 'tasks'>,
): Pick<CheckView, 'task'> {
  if (!alone) return {}
  const known = tasks.find(({ check_id }) => check_id === id)
  const tries = known?.tries ?? 0
  const shown = (known?.shown_at ?? null) !== null
  return { task: { tries, hints: hintsAfter(hints, tries), shown } }
}

/** The third hint waits for a try. */
const hintsAfter = (hints: readonly string[], tries: number): readonly string[] =>
  tries > 0 ? hints : hints.slice(0, 2)

type Result = CheckResult & { readonly trace: string }

/** What the newest trace says that is of the request which the check is about. */
async function newestResult(
  { locals, traces }: Asked,
  demo: Demo,
  check: Check,
): Promise<Result | null> {
  for (const trace of traces.toReversed()) {
    const result = await resultOf(locals, { demo, check, trace })
    if (result) return { ...result, trace: trace.id }
  }
  return null
}

function viewOf({ says }: Check, wasMet: boolean, result: Result | null): CheckView | null {
  if (wasMet || result?.met) return { says, met: true }
  if (!result?.miss) return null
  const { otherwise, step } = result.miss
  const href = step === null ? null : `#${result.trace}-${step}`
  return { says, met: false, miss: { otherwise, href, label: 'Look at the step that says so' } }
}

function questionsOf(asked: Asked, demo: Demo, kept: LessonRecords): readonly QuestionOutcome[] {
  return demo.predictions.flatMap((question) => {
    const state = stateOf(asked, { demo, kept, question })
    return state ? [{ part: questionPart(demo.id, question.id), demo, question, state }] : []
  })
}

/** What was said to a question and what came of it; of what these traces do not mark, why. */
function stateOf(
  asked: Asked,
  {
    demo,
    kept,
    question,
  }: {
    readonly demo: Demo
    readonly kept: LessonRecords
    readonly question: PredictionQuestion
  },
): PredictionState | null {
  const isOwn = (one: QuestionKey) => one.demo_id === demo.id && one.question_id === question.id
  const said = kept.predictions.find(isOwn)
  if (!said) return null
  const later = kept.later.filter(isOwn).map((one) => ({ said: one.answer, found: one.found }))
  const { answer, found, settled } = said
  if (answer !== null && found === null)
    return { said: answer, found, differs: whatDiffers(asked, demo, question) }
  return { said: answer, found, settled, later }
}

function whatDiffers(
  { locals, traces }: Asked,
  demo: Demo,
  { step: number }: PredictionQuestion,
): string | null {
  const taken = stepOfAct(demo, number)
  const name = stepName(demo.id, number)
  const tried = traces.findLast((trace) => stepOf(trace) === name || isLike(trace, demo, number))
  if (!taken || !tried) return null
  return factThatDiffers(demo, taken, { place: placeOf(locals), trace: tried })
}

/** Whether a trace is of the same address, asked in the same way, as a step. */
function isLike({ title }: Trace, demo: Demo, number: number): boolean {
  const taken = stepOfAct(demo, number)
  return taken !== null && isTitleOfStep(demo, taken.step, title)
}
