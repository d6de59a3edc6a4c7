/** What the transcripts of a lesson printed, read when the site is built. For prerendered pages. */
import byLesson from 'virtual:glasshouse/transcripts'
import type { PrintedTranscript } from './transcript.ts'

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
