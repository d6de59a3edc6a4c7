import { pathFor, type Links } from '#http/links.ts'

/** Links that keep who acts and, where a redirect or a form leads, the lesson that the reader came from. */
export function linksFor(locals: Pick<App.Locals, 'persona' | 'lesson'>): Links {
  const to = (path: string) => pathFor(locals.persona, path)
  return {
    to,
    onward: (path) => withLesson(to(path), locals.lesson),
    // Asked for when a form is drawn: which lesson it is, the request says after its links are there.
    get fields(): Links['fields'] {
      return locals.lesson === null ? {} : { _lesson: locals.lesson }
    },
  }
}

function withLesson(location: string, lesson: string | null): string {
  if (lesson === null || /[?&]lesson=/.test(location)) return location
  return `${location}${location.includes('?') ? '&' : '?'}lesson=${lesson}`
}
