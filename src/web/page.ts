/** What every page of the app shows around its own content. */
import type { APIContext } from 'astro'
import type { Trace } from '#lib/trace-step.ts'
import { getLesson } from '#course/course.ts'
import { pathFor, withoutTokens, YOU } from './links.ts'

/** A redirect older than this is not what led to the page at hand. */
const JUST_NOW = 10_000

export interface PageProps {
  readonly menu: { readonly email: string | null; readonly base: string }
  readonly flash: App.Locals['flash']
  /** What the reader did and, if that led to another page, how that page was made. */
  readonly trace: Trace | undefined
  readonly then: Trace | null
  readonly fragment: boolean
  readonly lesson: { readonly href: string; readonly title: string } | null
  readonly persona: string
  readonly mailbox: number
  /** `24 h left`, or `null` while there is no sandbox. */
  readonly timeLeft: string | null
}

/** Gathers it. Call it once a page's answer is settled, so that the trace is complete. */
export async function pageProps({
  locals,
  url,
}: Pick<APIContext, 'locals' | 'url'>): Promise<PageProps> {
  const { persona, scope, flash, fragment, recorder, sandbox } = locals
  const own = recorder.snapshot()
  const mayLead = sandbox !== null && fragment !== 'frame'
  const action = mayLead ? ledTo(url.pathname, sandbox.traces.list(), own) : null
  return {
    menu: { email: scope.user?.email ?? null, base: baseOf(persona) },
    flash,
    trace: action ?? (locals.traced ? own : undefined),
    then: action && locals.traced ? own : null,
    fragment: fragment !== null,
    lesson: lessonLink(locals.lesson),
    persona,
    timeLeft: sandbox && `${locals.front.house.sandboxes.idleHours} h left`,
    mailbox: (await sandbox?.mailbox.list())?.length ?? 0,
  }
}

export const baseOf = (persona: string) => (persona === YOU ? '' : pathFor(persona, ''))

/** The request that sent the browser to this path, if that is how it came. */
function ledTo(path: string, [newest]: readonly Trace[], own: Trace): Trace | null {
  if (!newest || newest.status !== 303 || newest.persona !== own.persona) return null
  const location = newest.steps.findLast(({ layer }) => layer === 'reply')?.data.location
  const leads = typeof location === 'string' && location.split('?', 1)[0] === withoutTokens(path)
  return leads && own.startedAt - newest.startedAt < JUST_NOW ? newest : null
}

function lessonLink(path: string | null): PageProps['lesson'] {
  const lesson = path === null ? null : getLesson(path)
  return lesson && { href: lesson.href, title: lesson.title }
}
