/**
 * What came of a lesson's questions and checks: its reader's own traces mark
 * the ones and meet the others. Both are kept with their progress.
 */
import { getLesson, listDemosOf } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import type { MetCheck, Prediction } from './progress.ts'
import type { CountRows } from './claims.ts'
import { evaluateCheck, type Check, type CheckResult, type CheckView } from './check.ts'
import { checkPart, questionPart } from './demo-parts.ts'
import { stepName } from './steps.ts'
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
      checks: await checksOf({ locals, traces }, { visitor, lesson, demo, met: kept.checks }),
      questions: await questionsOf(
        { locals, traces },
        { visitor, lesson, demo, said: kept.predictions },
      ),
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
}

async function checksOf(
  { locals, traces }: Asked,
  { visitor, lesson, demo, met }: OfDemo & { readonly met: readonly MetCheck[] },
): Promise<Outcomes['checks']> {
  const shown: { part: string; check: CheckView }[] = []
  for (const check of demo.checks) {
    const wasMet = met.some(({ check_id }) => check_id === check.id)
    const result = wasMet ? null : await resultOf(check, { locals, traces })
    if (result?.met) await locals.front.services.progress.meetCheck(visitor, lesson, check.id)
    const view = viewOf(check, wasMet, result)
    // What nobody has tried yet stands in the lesson already.
    if (view) shown.push({ part: checkPart(demo.id, check.id), check: view })
  }
  return shown
}

/** What the newest trace says that is of the request which the check is about. */
async function resultOf(
  check: Check,
  { locals: { sandbox }, traces }: Asked,
): Promise<(CheckResult & { readonly trace: string }) | null> {
  if (!sandbox) return null
  for (const { trace } of traces.toReversed()) {
    const result = await evaluateCheck(check, trace, (claim) => countClaimed(sandbox, claim))
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

async function questionsOf(
  { locals, traces }: Asked,
  { visitor, lesson, demo, said }: OfDemo & { readonly said: readonly Prediction[] },
): Promise<readonly QuestionOutcome[]> {
  const shown: QuestionOutcome[] = []
  for (const question of demo.predictions) {
    const kept = said.find((one) => one.demo_id === demo.id && one.question_id === question.id)
    if (!kept) continue
    const state = { said: kept.answer, found: kept.found }
    const part = questionPart(demo.id, question.id)
    const ran = traces.findLast(({ step }) => step === stepName(demo.id, question.step))
    if (!ran || kept.answer === null || kept.found !== null) {
      shown.push({ part, demo, question, state })
      continue
    }
    const found = await answerOf(question, { trace: ran.trace, countRows: countIn(locals) })
    const key = { demo_id: demo.id, question_id: question.id }
    await locals.front.services.progress.markPrediction(visitor, lesson, key, found)
    shown.push({ part, demo, question, state: { said: kept.answer, found } })
  }
  return shown
}
