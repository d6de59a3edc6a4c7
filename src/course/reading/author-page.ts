/**
 * What may be written, for whoever writes a lesson: the keys of each file and
 * the elements of a text out of their schemas, the forms of the app, and what
 * each recorded step can be asked about. The dev server alone shows it.
 */
import { APP_PAGES, ROUTES, type Route } from '#router.ts'
import { authorCopies, nthOfTag } from '../author-copies.ts'
import type { CourseReader } from '../course-reader.ts'
import { ELEMENTS } from '../elements.ts'
import { FORMS } from '../forms.ts'
import { regionsOf } from '../listing.ts'
import type { Files } from '../project-files.ts'
import type { RecordedTrace } from '../recording.ts'
import { schemas } from '../schema.ts'
import { escapeHtml } from '#lib/escape-html.ts'
import { authorDocument } from './author-document.ts'
import { keysIn, type KeyFacts } from './schema-reference.ts'

/** The page, made from the course as it is now. */
export function authorPage(course: CourseReader): string {
  const sections = [
    ['What each step can be asked', recorded(course)],
    ['Keys of each file', files()],
    ['Elements of a text', elements()],
    ['Pages and forms of the app', forms()],
    ['What a check can wait for', requests()],
    ['Regions for a listing', regions(course.files)],
    ['Seeds and words', names(course)],
  ] as const
  const links = sections.map(([title]) => `<a href="#${idOf(title)}">${title}</a>`).join(' · ')
  const body = sections.map(
    ([title, html]) => `<section id="${idOf(title)}"><h2>${title}</h2>${html}</section>`,
  )
  return authorDocument(
    'What you can write',
    `<p class="where"><a href="/lessons">Lessons</a> · <a href="/mistakes">Mistakes</a></p>
<h1>What you can write</h1><p class="lead">${links}</p>${body.join('\n')}`,
  )
}

const idOf = (title: string) => title.toLowerCase().replaceAll(' ', '-')

const code = (text: string) => `<code>${escapeHtml(text)}</code>`

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('\n')}</tbody></table>`

const keyTable = (keys: readonly KeyFacts[]) =>
  table(
    ['key', 'what', ''],
    keys.map(({ key, kind, described, isOptional }) => [
      code(key),
      escapeHtml(kind) + (isOptional ? ', or left out' : ''),
      escapeHtml(described),
    ]),
  )

const FILES: Readonly<Record<keyof typeof schemas, string>> = {
  course: 'content/course.yaml',
  covers: 'content/covers.yaml',
  facts: 'content/facts.yaml',
  part: 'part.yaml',
  lesson: 'index.mdx, its front matter',
  demos: 'demos.yaml',
  recalls: 'recall.yaml',
  transcripts: 'transcripts.yaml',
  exercise: 'exercises/NAME/exercise.yaml',
  startState: 'content/seeds/NAME.yaml',
  tags: 'content/tags.yaml',
  term: 'content/glossary/WORD.yaml',
  tries: 'content/try.yaml',
  wall: 'content/labs/NAME.yaml',
  guide: 'content/guide/PAGE.md, its front matter',
}

const folded = (title: string, html: string) =>
  `<details><summary>${title}</summary>${html}</details>`

const files = () =>
  Object.entries(FILES)
    .map(([name, file]) =>
      folded(code(file), keyTable(keysIn(schemas[name as keyof typeof FILES]))),
    )
    .join('\n')

const elements = () =>
  Object.entries(ELEMENTS)
    .map(([name, { attributes, place }]) => {
      const where = { block: 'on a line of its own', sentence: 'in a sentence', anywhere: '' }[
        place
      ]
      return folded(`${code(`<${name}>`)} ${where}`, keyTable(keysIn(attributes)))
    })
    .join('\n')

function forms(): string {
  const rows = Object.entries(FORMS).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, fields]) => [
      code(path),
      method,
      fields.map(code).join(' '),
    ]),
  )
  const pages = APP_PAGES.map(code).join(' ')
  return `<p>A demo shows one of ${pages} or /twins/NAME.</p>${table(['sent to', 'method', 'fields'], rows)}`
}

function requests(): string {
  const all = Object.entries<Route>(ROUTES).flatMap(([pattern, { methods, traced }]) =>
    methods
      .filter((method) => method !== 'GET' || traced)
      .map((method) => `${method} ${pattern.replace('[token]', '‹token›')}`),
  )
  return `<p>${all.map(code).join('<br>')}</p>`
}

function regions(files: Files): string {
  const found = sourcesBelow(files, 'src').flatMap((file) => {
    const names = [...regionNamesOf(files, file)]
    return names.length > 0 ? [[code(file), names.map(code).join(' ')]] : []
  })
  return table(['file', 'regions'], found)
}

function sourcesBelow(files: Files, folder: string): readonly string[] {
  return files.entries(folder).flatMap(({ name, isFolder }) => {
    const path = `${folder}/${name}`
    if (isFolder) return sourcesBelow(files, path)
    return /\.(?:ts|mjs|astro)$/.test(name) ? [path] : []
  })
}

function regionNamesOf(files: Files, file: string): Iterable<string> {
  try {
    return regionsOf(files.lines(file)).keys()
  } catch {
    // That they are not closed is told where a lesson shows them.
    return []
  }
}

function names(course: CourseReader): string {
  const { startStates, terms, walls } = course.read().course
  const seeds = startStates.map(({ name, summary, logged_in: loggedIn }) => [
    code(name),
    escapeHtml(summary),
    Object.keys(loggedIn).join(', ') || 'nobody',
  ])
  const words = terms.map(({ name, says }) => [code(`<Term word="${name}" />`), escapeHtml(says)])
  const sent = walls.map(({ name, about, inputs }) => [
    code(name),
    escapeHtml(about),
    String(inputs.length),
  ])
  return (
    table(['seed', '', 'logged in'], seeds) +
    table(['word', ''], words) +
    table(['wall', '', 'inputs'], sent)
  )
}

function recorded(course: CourseReader): string {
  const lessons = course.listLessonFolders().map(({ lesson, demos, recordings }) => {
    const steps = demos.flatMap(({ id, steps: own }) =>
      (recordings[id] ?? []).map((trace, index) =>
        folded(
          `${escapeHtml(`${id}, step ${index + 1}: ${own[index]?.label ?? ''}`)} · ${code(trace.title)} ${trace.status}`,
          stepsOf(id, index + 1, trace),
        ),
      ),
    )
    return folded(escapeHtml(`${lesson.number} ${lesson.title}`), steps.join('\n'))
  })
  return lessons.join('\n')
}

/** Each step of a trace, ready to be copied as a clause, a value or what a paragraph is about. */
function stepsOf(demo: string, number: number, { steps }: RecordedTrace): string {
  const rows = steps.map((step) => {
    const copies = authorCopies({ ...step, nth: nthOfTag(steps, step) }, { demo, number })
    const buttons = copies.map(
      ({ name, text }) => `<button type="button" data-copy="${escapeHtml(text)}">${name}</button>`,
    )
    return [code(step.tag), step.outcome, escapeHtml(step.detail), buttons.join(' ')]
  })
  return table(['tag', 'outcome', 'says', 'copy as'], rows)
}
