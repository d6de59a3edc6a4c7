/** What every page of the app shows around its own content. */
import type { APIContext } from 'astro'
import { leadsTo } from '#trace/came-after.ts'
import { isMap, type Trace } from '#trace/trace-step.ts'
import { getDemo, getLesson } from '#course/course.ts'
import type { BarView } from '#stage/frame/bar-view.ts'
import { barOf } from './bar-of.ts'
import { beginningOf, type Beginning } from '#levers/act/beginning-of.ts'
import { actRunsOf, type ActRuns } from '#levers/act/runs.ts'
import { besideOf, compareHref, runOf } from '#stage/compare/chips.ts'
import type { Mail } from '#sandbox/mailbox.ts'
import { withoutTokens } from '#http/links.ts'
import { lossInWords } from '#visit/lost-sandbox.ts'
import { KEEPS_NO_COOKIE } from '#visit/no-cookie.ts'
import { outcomesOf, type Outcomes } from '#course/outcomes.ts'
import { settle } from '#course/settle.ts'
import { splitStepName, stepOf } from '#course/steps.ts'

/** A redirect older than this is not what led to the page at hand. */
const JUST_NOW = 10_000

type Context = Pick<APIContext, 'locals' | 'url' | 'cookies' | 'request'>

/** The way back to a lesson: to where its button was pressed, if one was. */
export interface LessonLink {
  readonly href: string
  readonly title: string
  /** The act that the button belongs to, as it is titled. */
  readonly act: string | null
}

export interface PageProps {
  readonly menu: { readonly email: string | null }
  readonly flash: App.Locals['flash']
  /** What the reader did and, if that led to another page, how that page was made. */
  readonly trace: Trace | undefined
  readonly then: readonly Trace[]
  readonly fragment: boolean
  readonly lesson: LessonLink | null
  readonly persona: string
  readonly bar: BarView
  /** The mail that came while this page, or what led to it, was made. */
  readonly newMail: { readonly href: string } | null
  /** How the act was begun for the reader whose run this page answers. */
  readonly begun: Beginning | null
  /** What came of the lesson's questions and checks. */
  readonly outcomes: Outcomes
  /** The runs of the act at hand. */
  readonly runs: ActRuns | null
  /** The comparison that a new run opens by itself. */
  readonly opens: string | null
  /**
   * What became of the sandbox that this visitor had, where they did not ask
   * for its end; or why none can be kept for this browser.
   */
  readonly loss: string | null
}

/** Gathers it. Call it once a page's answer is settled, so that the trace is complete. */
export async function pageProps(context: Context): Promise<PageProps> {
  const { locals, url } = context
  const { persona, scope, flash, fragment, recorder, sandbox } = locals
  const { idleHours } = locals.front.services.sandboxes
  const own = recorder.snapshot()
  const mayLead = sandbox !== null && fragment !== 'frame'
  const action = mayLead ? ledTo(url, sandbox.traces.list(), own) : null
  const traces = [...(action ? [action] : []), ...(locals.traced ? [own] : [])]
  if (locals.traced) await settle(locals, own)
  const trace = action ?? (locals.traced ? own : undefined)
  const runs = actRunsOf(locals, own)
  const newMail = [action, own].some(hasMailed)
    ? newMailOf((await sandbox?.mailbox.list()) ?? [])
    : null
  return {
    menu: { email: scope.user?.email ?? null },
    flash,
    trace,
    runs,
    opens: fragment === 'stage' ? opensWith(runs, trace) : null,
    // What is done on an open page changes it in place: no browser asked for anything after it.
    then: action && !isOfOpenPage(action) && locals.traced ? [own] : [],
    fragment: fragment !== null,
    lesson: lessonLink(locals.lesson, stepOf(action ?? own)),
    persona,
    bar: await barOf(context, newMail !== null),
    loss: lossOf(locals, idleHours),
    begun: fragment === 'frame' ? null : beginningOf(locals, action),
    outcomes: await outcomesOf({ locals, traces }),
    newMail,
  }
}

/** A new run may stand beside an earlier one by itself. */
function opensWith(runs: ActRuns | null, trace: Trace | undefined): string | null {
  const run = runOf(runs, trace?.id)
  const beside = runs && run && besideOf(runs, run)
  return beside ? compareHref(run.number, beside.number) : null
}

function lossOf(
  { lost, cookieGiven, cookieAsked, refusal }: App.Locals,
  idleHours: number,
): PageProps['loss'] {
  if (cookieGiven && cookieAsked) return KEEPS_NO_COOKIE
  // Where somebody is asked whether to go on without it, the whole page says so.
  if (refusal?.remedy) return null
  return lost && `${lossInWords(lost, idleHours)} Your next action makes a fresh one.`
}

/** The request that sent the browser to this path, if that is how it came. */
function ledTo(
  { pathname, searchParams }: URL,
  traces: readonly Trace[],
  own: Trace,
): Trace | null {
  // Whoever sends something has not been led there.
  if (!own.title.startsWith('GET ')) return null
  const live = searchParams.get('live')
  const newest = traces.find((trace) => !isOfOpenPage(trace) || isStepOn(trace, live))
  if (!newest || newest.persona !== own.persona) return null
  const leads = leadsTo(newest, withoutTokens(pathname)) || isStepOn(newest, live)
  return leads && own.startedAt - newest.startedAt < JUST_NOW ? newest : null
}

/** A step of an act has connected this page, or sent an event on it; its answer is the page as it is now. */
function isStepOn(trace: Trace, live: string | null): boolean {
  if (live === null || stepOf(trace) === null) return false
  const [first] = trace.steps
  const params = first?.data['params']
  return trace.kind === 'connect' || (isMap(params) && params['id'] === live)
}

/** An open page was told something, or has checked what was typed: it may come in between. */
function isOfOpenPage({ steps: [first] }: Trace): boolean {
  const path = first?.data['path']
  return first?.layer !== 'request' || (typeof path === 'string' && /^\/live\b/.test(path))
}

const hasMailed = (trace: Trace | null) =>
  trace?.steps.some(({ layer, outcome }) => layer === 'mail' && outcome === 'ok') ?? false

function newMailOf([newest]: readonly Mail[]): PageProps['newMail'] {
  if (!newest) return null
  return { href: `/sandbox/mailbox/${newest.id}` }
}

/** The way back from a page to its lesson and, by the name of a step, to its button. */
export function lessonLink(path: string | null, step: string | null): LessonLink | null {
  const lesson = path === null ? null : getLesson(path)
  if (!lesson) return null
  const { demo: id, number } = splitStepName(step ?? '')
  const demo = getDemo(id)
  const isOwn = demo?.lesson === path && number > 0
  return {
    href: isOwn ? `${lesson.href}#after-${id}-${number}` : lesson.href,
    title: lesson.title,
    act: isOwn ? demo.title : null,
  }
}
