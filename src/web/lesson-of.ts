import type { APIContext } from 'astro'
import { getLesson } from '#course/course.ts'

/** The lesson a form came from, so that a page can lead back to it. Its path, `scopes/who-is-asking`, or `null`. */
export function lessonOf({ locals, url }: Pick<APIContext, 'locals' | 'url'>): string | null {
  const stated = locals.params._lesson ?? url.searchParams.get('lesson')
  return typeof stated === 'string' && getLesson(stated) ? stated : null
}
