import type { APIContext } from 'astro'
import { getLesson } from '#course/course.ts'
import { cookieName, keepCookie, LESSON } from '#http/cookies.ts'

type Context = Pick<APIContext, 'locals' | 'url' | 'cookies'>

/**
 * The lesson the reader came from, so that a page can lead back to it: its
 * path, `persons/who-comes-in`, or `null`. A form says it, then the address;
 * a cookie keeps it for pages that are reached by a link in a mail.
 */
export function lessonOf({ locals, url, cookies }: Context): string | null {
  const stated =
    locals.params._lesson ?? url.searchParams.get('lesson') ?? cookies.get(nameOf(locals))?.value
  return typeof stated === 'string' && getLesson(stated) ? stated : null
}

/** Remembers the lesson of an act until the browser is closed. */
export function keepLesson({ locals, cookies }: Context): void {
  const { lesson } = locals
  const name = nameOf(locals)
  if (lesson !== null && cookies.get(name)?.value !== lesson) keepCookie(cookies, name, lesson)
}

const nameOf = ({ front }: App.Locals) => cookieName(front.services.publicOrigin, LESSON)

const STEP = /^[a-z\d-]{1,60}\.\d{1,2}$/

/** Which step of a demo the link says it is, `ana-comes-in.2`, or `null`. */
export function stepOfLink({ url }: Pick<Context, 'url'>): string | null {
  const step = url.searchParams.get('step') ?? ''
  return STEP.test(step) ? step : null
}
