/**
 * Finds what a lesson's text takes out of its recordings and that is no longer
 * in them: a value that does not occur, a paragraph about a step that no
 * demo takes. A build does not ask for this, because a recording needs one.
 */
import { speaksOf, tagsOf } from './about.ts'
import { quoteFrom } from './quote.ts'
import type { LessonFolder, Problems } from './course-files.ts'
import type { ProjectFiles } from './project-files.ts'
import { tracesOf } from './recording.ts'
import { referencesIn, type Reference } from './references.ts'

/** Tells `problems` about each quotation of the lesson that its recordings do not bear out. */
export function checkQuotes(files: ProjectFiles, lesson: LessonFolder, problems: Problems): void {
  for (const reference of referencesIn(lesson.text)) {
    const { name, line } = reference
    const found =
      name === 'Value'
        ? staleValue(files, lesson, reference)
        : name === 'About'
          ? tagsThatNeverOccur(lesson, reference)
          : null
    if (found !== null) problems.add(`${lesson.file}:${line}`, `<${name}> ${found}`)
  }
}

function staleValue(
  files: ProjectFiles,
  { recordings }: LessonFolder,
  { attributes }: Reference,
): string | null {
  const { demo = '', step = '', tag, show } = attributes
  const [trace] = tracesOf(files, demo, recordings[demo] ?? []).slice(Number(step) - 1)
  if (!trace) return `quotes step ${step} of ${demo}, which is not recorded.`
  if (quoteFrom(trace, attributes) !== null) return null
  const what = [show ?? (tag === undefined ? 'status' : 'detail'), tag && `of ${tag}`]
  return `quotes ${what.filter(Boolean).join(' ')}, which step ${step} of ${demo} does not have any more.`
}

function tagsThatNeverOccur({ recordings }: LessonFolder, { attributes }: Reference) {
  const steps = Object.values(recordings).flatMap((traces) => traces.flatMap((t) => t.steps))
  const occurs = (name: string) => steps.some(({ tag }) => speaksOf(name, tag))
  const unknown = tagsOf(attributes['tags']).filter((name) => !occurs(name))
  return unknown.length === 0
    ? null
    : `is about ${unknown.join(', ')}, which occurs in no recording of this lesson.`
}
