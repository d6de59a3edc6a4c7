/** The texts of the lessons, as components. For prerendered pages: they are large. */
import byLesson from 'virtual:glasshouse/texts'
import type { Heading, LessonText } from 'virtual:glasshouse/texts'

/**
 * The text of the lesson at this path: that it is there was checked before.
 *
 * @example
 * await readTextOrThrow('no/lesson').catch(({ message }) => message)
 * // => '/lessons/no/lesson has no text.'
 */
export async function readTextOrThrow(path: string): Promise<LessonText> {
  const text = await byLesson[path]?.()
  if (text) return text.Content
  throw new Error(`/lessons/${path} has no text.`)
}

/**
 * The headings of that text, in their order: what its outline lists.
 *
 * @example
 * await readHeadingsOrThrow('no/lesson').catch(({ message }) => message)
 * // => '/lessons/no/lesson has no text.'
 */
export async function readHeadingsOrThrow(path: string): Promise<readonly Heading[]> {
  const text = await byLesson[path]?.()
  if (text) return text.getHeadings()
  throw new Error(`/lessons/${path} has no text.`)
}
