/**
 * Runs a step of an act, in one request. If the sandbox is not where the step
 * needs it, it is set aside, the start is entered and the steps before are
 * taken, all unwatched. Then the step itself is taken, watched, and its answer
 * is this request's answer.
 */
import type { APIContext } from 'astro'
import { placeOf } from '#course/place-of.ts'
import {
  neededFor,
  stepOfAct,
  wayTo,
  withPages,
  withRun,
  withStep,
  type ActPlace,
} from '#course/act.ts'
import { getLesson } from '#course/course.ts'
import type { Demo } from '#course/course-data.ts'
import { bindsNames, playStep, stepName } from '#course/steps.ts'
import type { Sandbox, Visitor } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'
import { settle } from '#course/settle.ts'
import { withMark } from '#visit/cookie-mark.ts'
import { isTurnedAway } from '#visit/refused-trace.ts'
import { enterAct } from './enter-act.ts'
import { inTurn } from './in-turn.ts'
import { InsidePlayer, type Played } from './inside-player.ts'
import { promptOf } from './prompt-of.ts'
import { savePlace } from './save-place.ts'

interface Act {
  readonly context: APIContext
  readonly visitor: Visitor
  readonly demo: Demo
}

/** Takes step `number` of an act for the visitor of this request. Answers as the step was answered. */
export function runStep(act: Act, number: number): Promise<Response> {
  return inTurn(act.context, act.visitor, (moved) => untraced(() => run(act, number, moved)))
}

async function run(act: Act, number: number, moved: boolean): Promise<Response> {
  // The step's own page has settled its answer, for programs as well.
  act.context.locals.answered = true
  const { context, demo } = act
  // The sessions that this request brought are of the sandbox that it was sent to.
  const place = moved ? null : placeOf(context.locals)
  const isLost = hasLostPages(act, place) || isForgotten(act, number)
  const { enters, first } = wayTo(demo, isLost ? null : place, number)
  if (enters) await enterAct(act)
  const sandbox = sandboxNow(context)
  const player = new InsidePlayer(context, sandbox, placeOf(context.locals)?.pages)
  for (const step of first) {
    const { response, changed } = await play(act, player, step, null)
    await response.body?.cancel()
    await note(act, (place) => withPages(withStep(place, step, changed), player.pages))
  }

  const name = stepName(demo.id, number)
  const { response, trace, changed } = await play(act, player, number, name)
  await note(act, (place) => {
    const taken = withPages(withStep(place, number, changed), player.pages)
    if (!trace) return taken
    return withRun(taken, { step: number, persona: trace.persona, trace: trace.id })
  })
  await keepStep(act, name)
  if (!trace || !isTurnedAway(trace)) return answered(context, response)
  // No page was asked, so there is none to be shown, and nobody else settles it.
  await settle(context.locals, trace)
  await response.body?.cancel()
  return toTrace(trace.id)
}

/**
 * Whether a line would miss what an earlier one has bound: values live as long as the sandbox is
 * open, and it has been closed since.
 */
function isForgotten({ context: { locals }, demo }: Act, number: number): boolean {
  const { sandbox } = locals
  if (demo.steps[number - 1]?.does !== 'type' || !sandbox || promptOf(sandbox).typist) return false
  const needed = neededFor(demo, number)
  return (placeOf(locals)?.taken ?? []).some(({ step }) => {
    const taken = needed.includes(step) ? demo.steps[step - 1] : undefined
    return taken !== undefined && bindsNames(taken)
  })
}

/** What its steps have done on a live page is gone with it: a restart, or half an hour, ends one. */
function hasLostPages({ context }: Act, place: ActPlace | null): boolean {
  const { live } = context.locals.front.services
  return Object.values(place?.pages ?? {}).some((id) => live.versionOf(id) === null)
}

async function play(
  { demo }: Act,
  player: InsidePlayer,
  number: number,
  runs: string | null,
): Promise<Played> {
  const taken = stepOfAct(demo, number)
  if (!taken) throw new Error(`runStep: ${demo.id} has no step ${number}.`)
  const { step, persona } = taken
  const played = await player.play(runs, demo.lesson, (own) => playStep(own, demo, step))
  if (step.does === 'copy-cookie') player.giveSession(persona)
  return played
}

/** Whoever comes back goes on here. Not being remembered is no reason to keep an answer from them. */
async function keepStep({ context: { locals }, visitor, demo }: Act, name: string): Promise<void> {
  const { progress, logError } = locals.front.services
  const lesson = getLesson(demo.lesson)
  if (!lesson) return
  try {
    await progress.keepStep(visitor, lesson, name)
  } catch (error) {
    logError(error, locals.front.requestId)
  }
}

async function note({ context, visitor }: Act, change: (place: ActPlace) => ActPlace) {
  const place = placeOf(context.locals)
  if (place) await savePlace(context.locals, visitor, change(place))
}

function sandboxNow({ locals }: APIContext): Sandbox {
  if (locals.sandbox) return locals.sandbox
  throw new Error('runStep: expected a sandbox once the act was entered.')
}

const POLICY = 'content-security-policy'

const toTrace = (id: string) =>
  new Response(null, { status: 303, headers: { location: `/sandbox/traces/${id}` } })

/** What the step was answered, without what belongs to that request alone. */
function answered({ locals }: APIContext, response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of ['set-cookie', 'content-length', 'connection', 'date', 'transfer-encoding'])
    headers.delete(name)
  // The front and the pipeline say their part of it for this request again.
  const { framePolicy } = locals.front.services
  const own = (headers.get(POLICY) ?? '').split(`, ${framePolicy}`).join('')
  if (own === '' || own === framePolicy) headers.delete(POLICY)
  else headers.set(POLICY, own)
  const location = headers.get('location')
  // Whoever was given a cookie just now is asked for it by the page that follows.
  if (location !== null && locals.cookieAsked) headers.set('location', withMark(location))
  return new Response(response.body, { status: response.status, headers })
}
