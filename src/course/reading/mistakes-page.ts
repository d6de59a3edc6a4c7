/**
 * The page of an author’s mistakes, for the dev server alone. It is whole in
 * itself: what it speaks of may be why no other page can be made.
 */
import { counted } from '#lib/counted.ts'
import { escapeHtml } from '#lib/escape-html.ts'
import { authorDocument } from './author-document.ts'
import type { CourseReader } from '../course-reader.ts'
import type { Mistake } from './mistake.ts'
import { offer } from './near.ts'

/** The mistakes of the lesson at this path, or those of the course. */
export function mistakesPage(course: CourseReader, lesson: string | null): string {
  const mistakes = course.mistakesOf(lesson)
  const others = course.mistakesOf().length - mistakes.length
  const isThere = lesson === null || course.read().stopped.has(lesson)
  const title = !isThere
    ? 'No lesson is here'
    : mistakes.length === 0
      ? 'No mistake'
      : capital(counted(mistakes.length, 'mistake'))
  const files = [...Map.groupBy(mistakes, ({ file }) => file)]
  return authorDocument(
    `${title}${lesson === null ? '' : ` · ${lesson}`}`,
    `<p class="where"><a href="/lessons">Lessons</a>${lesson === null ? '' : ` · ${escapeHtml(lesson)}`}</p>
<h1>${title}</h1>
<p class="lead">${isThere ? leadOf(mistakes.length, lesson) : escapeHtml(whereItMayBe(course, lesson))}</p>
${files.map(([file, own]) => sectionOf(course, file, own)).join('\n')}
${lesson !== null && others > 0 ? `<p><a href="/mistakes">And ${counted(others, 'other')} in the course</a></p>` : ''}`,
  )
}

function leadOf(count: number, lesson: string | null): string {
  if (count === 0) return 'The course can be built.'
  const what = lesson === null ? 'The course cannot be built' : 'This lesson cannot be shown'
  const until = count === 1 ? 'it is mended' : 'they are mended'
  const others = lesson === null ? '' : ' Every other can.'
  return `${what} until ${until}.${others} Save the file, and this page follows.`
}

/** A folder may have got another name a moment ago. */
function whereItMayBe(course: CourseReader, lesson: string): string {
  const paths = course.read().course.lessons.map(({ path }) => path)
  return `No folder of content/lessons makes this address. ${offer(lesson, paths)}`
}

function sectionOf(course: CourseReader, file: string, mistakes: readonly Mistake[]): string {
  const items = mistakes.map(
    ({ line, column, what, write }) => `<li>
<p><a class="place" data-open="${escapeHtml(`${file}:${line}:${column}`)}" href="#">line ${line}</a> <strong>${escapeHtml(what)}</strong></p>
<p class="write">${escapeHtml(write)}</p>
${excerpt(course.files.lines(file), line, column)}
</li>`,
  )
  return `<section><h2>${escapeHtml(file)}</h2><ol>${items.join('\n')}</ol></section>`
}

/** The line with those around it, and a mark below the place. */
function excerpt(lines: readonly string[], line: number, column: number): string {
  if (lines[line - 1] === undefined) return ''
  const shown = [line - 1, line, line + 1].filter((number) => lines[number - 1] !== undefined)
  const width = String(line + 1).length
  const rows = shown.flatMap((number) => {
    const text = `${String(number).padStart(width)}  ${lines[number - 1]}`
    return number === line ? [text, `${' '.repeat(width + 1 + column)}^`] : [text]
  })
  return `<pre>${escapeHtml(rows.join('\n'))}</pre>`
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
