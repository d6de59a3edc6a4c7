import { pathFor, type Links } from '#http/links.ts'

/** Links that keep who acts and, where a redirect leads, the lesson that the reader came from. */
export function linksFor(locals: Pick<App.Locals, 'persona' | 'lesson'>): Links {
  const to = (path: string) => pathFor(locals.persona, path)
  return { to, onward: (path) => withLesson(to(path), locals.lesson) }
}

function withLesson(location: string, lesson: string | null): string {
  if (lesson === null || /[?&]lesson=/.test(location)) return location
  return `${location}${location.includes('?') ? '&' : '?'}lesson=${lesson}`
}
