/**
 * Finds what a lesson's text takes out of its recordings and that is no longer
 * in them: a value that does not occur, a paragraph about a step that no
 * demo takes.
 */
import type { Trace } from '#trace/trace-step.ts'
import { speaksOf, tagsOf } from '../about.ts'
import { quoteFrom } from '../quote.ts'
import type { Recordings } from '../recording.ts'
import type { Mistakes, Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound } from './read-files.ts'
import type { Reference } from './references.ts'

/** Tells about each quotation of the lesson that its recordings do not bear out. */
export function checkQuotes(
  mistakes: Mistakes,
  { file, recordings }: Pick<LessonFound, 'file' | 'recordings'>,
  references: readonly Reference[],
): void {
  for (const reference of references) {
    const { name } = reference
    const found =
      name === 'Value'
        ? staleValue(recordings, reference)
        : name === 'About'
          ? tagsThatNeverOccur(recordings, reference)
          : null
    if (found)
      mistakes.add(file, 'recording', reference, {
        what: `<${name}> ${found.what}`,
        write: found.write,
      })
  }
}

function staleValue(recordings: Recordings, { attributes }: Reference): Wrong | null {
  const { demo = '', step = '', tag, show } = attributes
  const recorded = recordings[demo]?.[Number(step) - 1]
  // That it was never recorded is told of the demo, once.
  if (!recorded) return null
  // What is quoted is in what was kept: neither ids nor lines are.
  if (quoteFrom(recorded as unknown as Trace, attributes) !== null) return null
  const what = [show ?? (tag === undefined ? 'status' : 'detail'), tag && `of ${tag}`]
  const tags = [...new Set(recorded.steps.map((one) => one.tag))]
  return {
    what: `quotes ${what.filter(Boolean).join(' ')}, which step ${step} of ${demo} does not have.`,
    write:
      tag === undefined || tags.includes(tag)
        ? 'Write what its recording has, or record it again.'
        : offer(tag, tags),
  }
}

function tagsThatNeverOccur(recordings: Recordings, { attributes }: Reference): Wrong | null {
  const steps = Object.values(recordings).flatMap((traces) => traces.flatMap((t) => t.steps))
  if (steps.length === 0) return null
  const tags = [...new Set(steps.map(({ tag }) => tag))]
  const [unknown] = tagsOf(attributes['tags']).filter(
    (name) => !tags.some((tag) => speaksOf(name, tag)),
  )
  if (unknown === undefined) return null
  return {
    what: `is about ${unknown}, which occurs in no recording of this lesson.`,
    write: offer(unknown, tags),
  }
}
