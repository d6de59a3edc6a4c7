/** Lessons as parts of one page: no id stands in it twice, and what leads from one to another stays in it. */

/** Where a lesson begins in the page. */
export const lessonPlace = (id: string): string => `lesson-${id}`

const TO_A_LESSON = /^\/lessons\/(?<path>[^/#?"]+\/[^/#?"]+)(?:#(?<heading>[^"]+))?$/

/**
 * Part of a lesson, for a page of many. Its headings go one level down, below
 * those of the course. `idAt` knows, by their paths, the lessons that the page holds.
 *
 * @example
 * const idAt = (path) => (path === 'persons/who-comes-in' ? 'who-comes-in' : null)
 * inOnePage('<h2 id="why"><a href="/lessons/persons/who-comes-in#one">1.1</a></h2>', 'later', idAt)
 * // => '<h3 id="why-later"><a href="#one-who-comes-in">1.1</a></h3>'
 */
export function inOnePage(
  html: string,
  lesson: string,
  idAt: (path: string) => string | null,
): string {
  return html.replaceAll(/<\/?[a-z][^>]*>/g, (tag) =>
    tag
      .replace(/^(<\/?h)([1-5])\b/, (_all, start: string, level) => start + (Number(level) + 1))
      .replace(/(?<=\sid=")[^"]+(?=")/, (id) => `${id}-${lesson}`)
      .replace(/(?<=^<a\b.*\shref=")[^"]*(?=")/s, (href) => hrefInPage(href, lesson, idAt)),
  )
}

function hrefInPage(href: string, lesson: string, idAt: (path: string) => string | null): string {
  // Words stand once, for the whole course.
  if (href.startsWith('#word-')) return href
  if (href.startsWith('#')) return `${href}-${lesson}`
  const { path, heading } = TO_A_LESSON.exec(href)?.groups ?? {}
  const id = path === undefined ? null : idAt(path)
  if (id === null) return href
  return heading === undefined ? `#${lessonPlace(id)}` : `#${heading}-${id}`
}
