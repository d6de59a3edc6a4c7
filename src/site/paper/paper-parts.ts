/** What a lesson on paper is made of. `PaperLesson.astro` puts marks around each part. */

export interface PaperParts {
  /** Its head and its text. */
  readonly whole: string
  /** Its text alone. */
  readonly text: string
  readonly answers: string
  /** Words of the glossary that it uses. */
  readonly words: string
}

/**
 * The parts of a page. Throws where a mark is missing.
 *
 * @example
 * const marked = (name, inside) => `<!--${name}-->${inside}<!--/${name}-->`
 * const page = marked('lesson', marked('text', 'a')) + marked('answers', 'b') + marked('words', '')
 * partsOf(page).answers
 * // => 'b'
 */
export const partsOf = (page: string): PaperParts => ({
  whole: between(page, 'lesson'),
  text: between(page, 'text'),
  answers: between(page, 'answers'),
  words: between(page, 'words'),
})

function between(page: string, name: string): string {
  const mark = `<!--${name}-->`
  const from = page.indexOf(mark)
  const to = page.indexOf(`<!--/${name}-->`)
  if (from < 0 || to < 0) throw new Error(`partsOf: the page has no part "${name}".`)
  return page.slice(from + mark.length, to)
}
