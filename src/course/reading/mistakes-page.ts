/**
 * The page of an author’s mistakes, for the dev server alone. It is whole in
 * itself: what it speaks of may be why no other page can be made.
 */
import { counted } from '#lib/counted.ts'
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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${lesson === null ? '' : ` · ${escape(lesson)}`}</title>
<style>${STYLE}</style>
<script type="module" src="/@vite/client"></script>
<script type="module">${OPEN_IN_EDITOR}</script>
</head>
<body>
<main>
<p class="where"><a href="/lessons">Lessons</a>${lesson === null ? '' : ` · ${escape(lesson)}`}</p>
<h1>${title}</h1>
<p class="lead">${isThere ? leadOf(mistakes.length, lesson) : escape(whereItMayBe(course, lesson))}</p>
${files.map(([file, own]) => sectionOf(course, file, own)).join('\n')}
${lesson !== null && others > 0 ? `<p><a href="/mistakes">And ${counted(others, 'other')} in the course</a></p>` : ''}
</main>
</body>
</html>
`
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
<p><a class="place" data-open="${escape(`${file}:${line}:${column}`)}" href="#">line ${line}</a> <strong>${escape(what)}</strong></p>
<p class="write">${escape(write)}</p>
${excerpt(course.files.lines(file), line, column)}
</li>`,
  )
  return `<section><h2>${escape(file)}</h2><ol>${items.join('\n')}</ol></section>`
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
  return `<pre>${escape(rows.join('\n'))}</pre>`
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const OPEN_IN_EDITOR = `
for (const link of document.querySelectorAll('[data-open]'))
  link.addEventListener('click', (event) => {
    event.preventDefault()
    fetch('/__open-in-editor?file=' + encodeURIComponent(link.dataset.open))
  })
`

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2b26; --faint: #5c6b65; --ground: #fbfcfb; --line: #d7dfdb; --red: #a3271f }
@media (prefers-color-scheme: dark) { :root { --ink: #e6efea; --faint: #9db0a7; --ground: #131a17; --line: #33413b; --red: #ff9a8f } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem }
.where, .lead { color: var(--faint) }
h1 { margin: 0; font-size: 2rem }
h2 { margin: 2rem 0 0; font: 600 1rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
ol { list-style: none; margin: 0; padding: 0 }
li { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line) }
li p { margin: 0 }
.place { color: var(--red); margin-right: .5rem; white-space: nowrap }
a { color: inherit }
pre { margin: .5rem 0 0; padding: .5rem .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; font: .85rem/1.5 ui-monospace, monospace }
`
