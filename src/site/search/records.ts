/**
 * Makes the list of all that can be found: lessons by heading, words of the
 * glossary, functions of the contexts, decisions, and files that have a page of
 * their own. It is made once, with the site. Pagefind’s index and the search of
 * the server are both made of it.
 */
import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import type { CourseReader } from '#course/course-reader.ts'
import { notOpen } from '#course/closed.ts'
import { sectionsOf, sectionsOfMarkdown, type Prints } from '#course/reading/sections.ts'
import { hasSourcePage } from '#course/source-page.ts'
import { dayInWords } from '#lib/day.ts'
import { readFunctions } from '#trace/function-docs.ts'
import { readDecision } from '../decisions/decision-file.ts'
import { packed } from './packed.ts'
import type { SearchRecord } from './record.ts'

/** One that belongs to a lesson says to which, for that may open later. */
export interface ListedRecord extends SearchRecord {
  /** The path of the lesson, or `null`. */
  readonly lesson: string | null
}

export interface SearchList {
  readonly records: readonly ListedRecord[]
  /** Those that a browser may fetch: nothing of a lesson that waits for its day. */
  readonly open: readonly ListedRecord[]
  /** Names what Pagefind’s index is made of: those that are open. */
  readonly index: string
  /** The paths of the lessons that wait. Once one of them has opened, the index lacks it. */
  readonly waiting: readonly string[]
  /** That of the course. */
  readonly language: string
}

const NOTHING = { place: '', crumb: '', names: [], tags: [], folded: '', lesson: null }

/** The list of a course, and of the program around it. */
export function listRecords(course: CourseReader): SearchList {
  const records = [
    ...lessonRecords(course),
    ...termRecords(course),
    ...functionRecords(course),
    ...decisionRecords(course),
    ...sourceRecords(course),
  ]
  const { lessons, about } = course.read().course
  const waiting = lessons.flatMap((lesson) => (notOpen(lesson) === null ? [] : [lesson.path]))
  const open = records.filter(({ lesson }) => lesson === null || !waiting.includes(lesson))
  return { records, open, index: nameOf(course, open), waiting, language: about.language }
}

const LENGTH_OF_NAME = 12
/** Another one for other records, for another way to pack them, and for another Pagefind. */
const nameOf = ({ files }: CourseReader, records: readonly ListedRecord[]) =>
  createHash('sha256')
    .update(/"pagefind": "[^"]*"/.exec(files.text('package.json') ?? '')?.[0] ?? '')
    .update(JSON.stringify(records.map(packed)))
    .digest('hex')
    .slice(0, LENGTH_OF_NAME)

function lessonRecords(course: CourseReader): readonly ListedRecord[] {
  const { course: read, lessons: folders } = course.read()
  const prints: Prints = (name, { word }) =>
    name === 'Term' ? (read.terms.find((term) => term.name === word)?.word ?? null) : null
  return read.lessons.flatMap(({ path, href, number, title, summary, tags, answersOpen }) => {
    const text = folders.find((folder) => folder.path === path)?.text ?? ''
    return sectionsOf(text, prints).map(({ id, heading, open, folded }): ListedRecord => ({
      ...NOTHING,
      ...{ kind: 'lesson', title, crumb: number, place: heading, tags, lesson: path },
      href: id === null ? href : `${href}#${id}`,
      text: id === null ? `${summary}\n${open}` : open,
      // An answer that waits for its day is nowhere to be found.
      folded: answersOpen === null ? folded : '',
    }))
  })
}

function termRecords(course: CourseReader): readonly ListedRecord[] {
  return course.read().course.terms.map(({ name, word, says, phoenix }) => ({
    ...NOTHING,
    ...{ kind: 'term', title: word, href: `/glossary#${name}`, text: `${says}.` },
    names: phoenix === null ? [] : [phoenix],
  }))
}

// `context('Accounts', { registerUser, … }, { changeUserRegistration })`, as Prettier leaves it.
const CONTEXT = /\bcontext\(\s*'(?<name>\w+)',\s*(?<lists>\{[\w\s,{}]*\})/g

function functionRecords({ files }: CourseReader): readonly ListedRecord[] {
  return filesAt(files.root, 'src/app/*/*.ts').flatMap((file) => {
    const source = files.text(file) ?? ''
    return [...source.matchAll(CONTEXT)].flatMap(({ groups }) => {
      const listed = new Set(groups?.['lists']?.match(/\w+/g))
      const { name: context = '' } = groups ?? {}
      return readFunctions(source)
        .filter(({ name }) => listed.has(name))
        .map(({ name, line, sentence, text, phoenix }): ListedRecord => ({
          ...NOTHING,
          ...{ kind: 'function', title: name, crumb: context },
          href: `/source/${file}#L${line}`,
          names: [`${context}.${name}`, ...(phoenix === null ? [] : [phoenix])],
          text: [sentence, text.slice(sentence.length).trim()].filter(Boolean).join('\n'),
        }))
    })
  })
}

function decisionRecords({ files, content }: CourseReader): readonly ListedRecord[] {
  return files.entries(`${content}/decisions`).flatMap(({ name }) => {
    const text = files.text(`${content}/decisions/${name}`) ?? ''
    const decision = readDecision(name, text)
    if (!decision) return []
    const { href, title, day } = decision
    const [before, ...sections] = sectionsOfMarkdown(decision.body)
    const own = { ...NOTHING, kind: 'decision', title, crumb: dayInWords(day) } as const
    return [
      // Most begin with the question: a heading, and what is asked.
      { ...own, href, text: before?.open || (sections[0]?.open ?? '') },
      ...sections.map(({ id, heading, open }) => ({
        ...own,
        ...{ place: heading, href: `${href}#${id}`, text: open },
      })),
    ]
  })
}

/** What makes the pages of the source finds every file but itself. */
const NOT_SHOWN = 'src/pages/source/[...file].astro'

function sourceRecords(course: CourseReader): readonly ListedRecord[] {
  const { files, content } = course
  const patterns = ['src/**/*.{ts,astro}', 'migrations/**/*.ts', `${content}/lessons/*/*/twins.ts`]
  const lessons = course.read().lessons
  return patterns
    .flatMap((pattern) => filesAt(files.root, pattern))
    .filter((file) => hasSourcePage(file) && file !== NOT_SHOWN)
    .flatMap((file): readonly ListedRecord[] => {
      const lesson = lessons.find(
        ({ file: own }) => own === file.replace(/twins\.ts$/, 'index.mdx'),
      )
      // Of a lesson that is hidden nothing is built.
      if (file.endsWith('/twins.ts') && !lesson) return []
      const own = { kind: 'source', title: file, href: `/source/${file}` } as const
      return [{ ...NOTHING, ...own, text: files.text(file) ?? '', lesson: lesson?.path ?? null }]
    })
}

const filesAt = (root: string, pattern: string) =>
  globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
