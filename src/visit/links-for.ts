import { pathFor, splitPersona, type Links } from '#http/links.ts'
import { MARK_FIELD, withMark } from './cookie-mark.ts'

/** What the links of an answer depend on. */
type Led = Pick<App.Locals, 'persona' | 'lesson'> & Partial<Pick<App.Locals, 'cookieAsked'>>

/**
 * Links that keep who acts and, where a redirect or a form leads, the lesson
 * that the reader came from, and that their browser was given a cookie.
 */
export function linksFor(locals: Led): Links {
  const to = (path: string) => pathFor(locals.persona, path)
  return {
    to,
    within(address) {
      const { persona, path } = splitPersona(address)
      return persona === locals.persona ? path : null
    },
    onward(path) {
      const location = withLesson(to(path), locals.lesson)
      return locals.cookieAsked ? withMark(location) : location
    },
    // Asked for when a form is drawn: which lesson it is, the request says after its links are there.
    get fields(): Links['fields'] {
      return {
        ...(locals.lesson !== null && { _lesson: locals.lesson }),
        ...(locals.cookieAsked && MARK_FIELD),
      }
    },
  }
}

function withLesson(location: string, lesson: string | null): string {
  if (lesson === null || /[?&]lesson=/.test(location)) return location
  return `${location}${location.includes('?') ? '&' : '?'}lesson=${lesson}`
}
