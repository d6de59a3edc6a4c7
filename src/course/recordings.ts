/** The recordings of the demos, read when the site is built. For prerendered pages: they are large. */
import byLesson from 'virtual:glasshouse/recordings'
import type { Demo } from './course-data.ts'
import type { ShownRecording } from './recording.ts'

/**
 * What was recorded of a demo, a trace for each of its steps; none before its first recording.
 *
 * @example
 * const [first] = await listRecordingsOf(getDemo('ana-comes-in'))
 * first.title
 * // => 'POST /users/register'
 */
export async function listRecordingsOf({
  id,
  lesson,
}: Pick<Demo, 'id' | 'lesson'>): Promise<readonly ShownRecording[]> {
  const recordings = await byLesson[lesson]?.()
  return recordings?.default[id] ?? []
}
