/**
 * What came of a lesson's questions and checks: its reader's own traces mark
 * the ones and meet the others. Both are kept with their progress.
 */
import { getLesson, listDemosOf } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import { factThatDiffers, readPlace, stepOfAct } from './act.ts'
import { stepOf } from './facts.ts'
import type { LessonRecords, QuestionKey } from './progress.ts'
import type { CountRows } from './claims.ts'
import { evaluateCheck, type Check, type CheckResult, type CheckView } from './check.ts'
import { checkPart, questionPart } from './demo-parts.ts'
import { stepName, titleOfStep } from './steps.ts'
import { answerOf, type PredictionQuestion, type PredictionState } from './prediction.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Visitor } from '#sandbox/sandbox.ts'
import { countClaimed } from '#sandbox/tables.ts'
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
  /** What the page shows, the newest last, and which step of a demo each was. */
  readonly traces: readonly WatchedTrace[]
}

/** A trace that the page shows. */
export interface WatchedTrace {
  readonly trace: Trace
  /** `a-first-visit.2`, as its form or its link said it, or `null`. */
  readonly step: string | null
}

const countIn =
  ({ sandbox }: App.Locals): CountRows =>
  (claim) =>
    sandbox ? countClaimed(sandbox, claim) : Promise.resolve(null)

/**
 * The step that a form or a link named, by the fields that its trace shows.
 *
 * @example
 * const data = { fields: { _step: 'a-first-visit.2' } }
 * stepNamedBy({ steps: [{ layer: 'request', data }] })
 * // => 'a-first-visit.2'
 */
export const stepNamedBy = (trace: Pick<Trace, 'steps'>): string | null => stepOf(trace)

/**
 * Marks and meets what these traces decide, and says what there is to show: on
 * a stage that opens, all that its reader has said and met so far.
 *
 * @example
 * await outcomesOf({ locals, traces: [] })
 * // => { checks: [], questions: [] }
 */
export async function outcomesOf({ locals, traces }: Asked): Promise<Outcomes> {
  const lesson = locals.lesson === null ? null : getLesson(locals.lesson)
  const { visitor, front } = locals
  if (!lesson || !visitor) return NONE
  // What only leads to a run of an act is none, and decides nothing.
  if (front.fromInside?.runs === null) return NONE
  try {
    return await untraced(() => decide({ locals, traces }, visitor, lesson))
  } catch (error) {
    // What the reader did stands, whether or not it can be remembered as progress.
    front.services.logError(error, front.requestId)
    return NONE
  }
}

async function decide(
  { locals, traces }: Asked,
  visitor: Visitor,
  lesson: Lesson,
): Promise<Outcomes> {
  const kept = await locals.front.services.progress.listOfLesson(visitor, lesson)
  const found = await Promise.all(
    listDemosOf(lesson).map(async (demo) => ({
      checks: await checksOf({ locals, traces }, { visitor, lesson, demo, kept }),
      questions: await questionsOf({ locals, traces }, { visitor, lesson, demo, kept }),
    })),
  )
  return {
    checks: found.flatMap(({ checks }) => checks),
    questions: found.flatMap(({ questions }) => questions),
  }
}

interface OfDemo {
  readonly visitor: Visitor
  readonly lesson: Lesson
  readonly demo: Demo
  readonly kept: LessonRecords
}

async function checksOf(
  { locals, traces }: Asked,
  { visitor, lesson, demo, kept }: OfDemo,
): Promise<Outcomes['checks']> {
  const { progress } = locals.front.services
  const shown: { part: string; check: CheckView }[] = []
  for (const check of demo.checks) {
    const wasMet = kept.checks.some(({ check_id }) => check_id === check.id)
    const result = wasMet ? null : await resultOf(check, demo, { locals, traces })
    if (result?.met) await progress.meetCheck(visitor, lesson, check.id)
    const missed = check.alone && result?.met === false
    if (missed) await progress.tryTask(visitor, lesson, check.id, 'tried')
    const task = taskOf(check, kept, missed)
    // What nobody has tried yet stands in the lesson already.
    const begun = task.task && (task.task.tries > 0 || task.task.shown)
    const view = viewOf(check, wasMet, result) ?? (begun ? { says: check.says } : null)
    if (view) shown.push({ part: checkPart(demo.id, check.id), check: { ...view, ...task } })
  }
  return shown
}

function taskOf(
  { id, alone, hints }: Check,
  { tasks }: OfDemo['kept'],
  missed: boolean,
): Pick<CheckView, 'task'> {
  if (!alone) return {}
  const known = tasks.find(({ check_id }) => check_id === id)
  const tries = (known?.tries ?? 0) + (missed ? 1 : 0)
  const shown = (known?.shown_at ?? null) !== null
  return { task: { tries, hints: hintsAfter(hints, tries), shown } }
}

/** The third hint waits for a try. */
const hintsAfter = (hints: readonly string[], tries: number): readonly string[] =>
  tries > 0 ? hints : hints.slice(0, 2)

/**
 * What the newest trace says that is of the request which the check is about.
 * Until its act is begun a check is silent: what is done elsewhere is none of its own.
 */
async function resultOf(
  check: Check,
  demo: Demo,
  { locals, traces }: Asked,
): Promise<(CheckResult & { readonly trace: string }) | null> {
  if (placeIn(locals)?.act !== demo.id) return null
  for (const { trace, step } of traces.toReversed()) {
    // No button meets a task, nor comes near it.
    if (check.alone && (step !== null || runOf(locals, demo, trace) !== null)) continue
    const result = await evaluateCheck(check, trace, countIn(locals))
    if (result) return { ...result, trace: trace.id }
  }
  return null
}

function viewOf(
  { says }: Check,
  wasMet: boolean,
  result: (CheckResult & { readonly trace: string }) | null,
): CheckView | null {
  if (wasMet || result?.met) return { says, met: true }
  if (!result?.miss) return null
  const { otherwise, step } = result.miss
  const href = step === null ? null : `#${result.trace}-${step}`
  return { says, met: false, miss: { otherwise, href, label: 'Look at the step that says so' } }
}

async function questionsOf(asked: Asked, own: OfDemo): Promise<readonly QuestionOutcome[]> {
  const shown: QuestionOutcome[] = []
  for (const question of own.demo.predictions) {
    const state = await stateOf(asked, own, question)
    const part = questionPart(own.demo.id, question.id)
    if (state) shown.push({ part, demo: own.demo, question, state })
  }
  return shown
}

/** What was said to a question and what came of it, once these traces have marked it. */
async function stateOf(
  { locals, traces }: Asked,
  { visitor, lesson, demo, kept }: OfDemo,
  question: PredictionQuestion,
): Promise<PredictionState | null> {
  const { progress } = locals.front.services
  const key = { demo_id: demo.id, question_id: question.id }
  const isOwn = (one: QuestionKey) => one.demo_id === demo.id && one.question_id === question.id
  const said = kept.predictions.find(isOwn) ?? null
  const later = kept.later.filter(isOwn).map((one) => ({ said: one.answer, found: one.found }))
  const run = traces.findLast(({ trace }) => runOf(locals, demo, trace) === question.step)
  const find = (trace: Trace) => answerOf(question, { trace, countRows: countIn(locals) })

  if (!said) {
    if (!run) return null
    const found = await find(run.trace)
    await progress.settleByRun(visitor, lesson, key, found)
    return { said: null, found, settled: 'run', later }
  }
  const { answer, found, settled } = said
  if (answer !== null && found === null) {
    if (!run) return { said: answer, found, differs: whatDiffers(locals, demo, question, traces) }
    const marked = await find(run.trace)
    await progress.markPrediction(visitor, lesson, key, marked)
    return { said: answer, found: marked }
  }
  const numbers = [question.step, question.again]
  const again = traces.findLast(({ trace }) => numbers.includes(runOf(locals, demo, trace)))
  const open = later.at(-1)
  if (!again || !open || open.found !== null) return { said: answer, found, settled, later }
  const marked = await find(again.trace)
  await progress.markLaterAnswer(visitor, lesson, key, marked)
  return {
    said: answer,
    found,
    settled,
    later: [...later.slice(0, -1), { ...open, found: marked }],
  }
}

/** Which step of the act a trace is a run of, or `null`: what was done by hand is none. */
function runOf({ front, sandbox }: App.Locals, demo: Demo, trace: Trace): number | null {
  const named = stepOf(trace)
  const own = demo.steps.findIndex((_step, index) => named === stepName(demo.id, index + 1)) + 1
  // Its page is made before the run is kept.
  if (own > 0 && front.fromInside?.runs === named) return own
  const place = placeIn({ sandbox })
  const run = place?.act === demo.id ? place.runs.find((one) => one.trace === trace.id) : null
  return run?.step ?? null
}

function whatDiffers(
  locals: App.Locals,
  demo: Demo,
  { step: number }: PredictionQuestion,
  traces: Asked['traces'],
): string | null {
  const taken = stepOfAct(demo, number)
  const name = stepName(demo.id, number)
  const tried = traces.findLast(({ step, trace }) => step === name || isLike(trace, demo, number))
  if (!taken || !tried) return null
  return factThatDiffers(demo, taken, { place: placeIn(locals), trace: tried.trace })
}

/** Whether a trace is of the same address, asked in the same way, as a step. */
function isLike({ title }: Trace, demo: Demo, number: number): boolean {
  const taken = stepOfAct(demo, number)
  if (!taken) return false
  return title === titleOfStep(demo, taken.step)
}

const placeIn = ({ sandbox }: Pick<App.Locals, 'sandbox'>) => readPlace(sandbox?.place.json ?? null)
