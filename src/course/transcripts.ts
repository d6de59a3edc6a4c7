/** What the transcripts of a lesson printed, read when the site is built. For prerendered pages. */
import byLesson from 'virtual:glasshouse/transcripts'
import { listLessons } from './course.ts'
import { notOpen } from './closed.ts'
import type { PrintedLine, PrintedTranscript } from './transcript.ts'

/**
 * A transcript of a lesson, as a page shows it. Throws where the lesson has none of this id.
 *
 * @example
 * const { title } = await fetchTranscriptOrThrow('forms/wrong-addresses', 'what-comes-back')
 * title
 * // => 'Nobody at all'
 */
export async function fetchTranscriptOrThrow(
  lesson: string,
  id: string,
): Promise<PrintedTranscript> {
  const found = (await byLesson[lesson]?.())?.default[id]
  if (found) return found
  throw new Error(`"${id}" is in no transcripts.yaml of ${lesson}.`)
}

/** What is printed stays within a screen. */
const MOST_PRINTED = 500

/**
 * The first line of the course that asked the database and printed something short, for a page that
 * shows what a prompt is; `null` in a course without any.
 *
 * @example
 * const { typed } = await firstPrintedLine()
 * typed
 * // => 'Accounts.register_user(params)'
 */
export async function firstPrintedLine(): Promise<PrintedLine | null> {
  for (const lesson of listLessons()) {
    if (notOpen(lesson) !== null) continue
    const all = Object.values((await byLesson[lesson.path]?.())?.default ?? {})
    const lines = all.flatMap((transcript) => transcript.lines.map(({ elixir }) => elixir))
    const found = lines.find(
      ({ answer, queries }) =>
        queries.length > 0 && answer !== null && answer.length <= MOST_PRINTED,
    )
    if (found) return found
  }
  return null
}
