/** Makes the course out of its folders: addresses, numbers, what comes before and after. */
import { createHash } from 'node:crypto'
import type { Course, Demo, Lesson, LessonLink, OutlineLesson, Part } from './course-data.ts'
import {
  Problems,
  readFolders,
  readStartStates,
  START_STATES,
  type LessonFolder,
  type PartFolder,
  type StartStateInFile,
} from './course-files.ts'
import type { Trace } from '#lib/trace-step.ts'
import { tracesOf } from './recording.ts'
import { checkQuotes } from './quotes.ts'
import { checkReferences } from './references.ts'
import type { StartState } from './schema/start-state.ts'

/** Reads the course below `root`. Throws one error that tells every mistake with its file. */
export function readCourse(root: string): Course {
  const problems = new Problems()
  const folders = readFolders(root, problems)
  const startStates = readStartStates(root, problems)
  refuseTwins(folders, problems)
  refuseMissingStartStates(folders, startStates, problems)
  problems.throwIfAny()
  return makeCourse(
    folders,
    startStates.map(({ startState }) => startState),
  )
}

/** Throws as `readCourse` does, and for each listing and demo in a lesson's text that is not there. */
export function checkCourse(root: string): void {
  const problems = new Problems()
  const folders = readFolders(root, problems)
  refuseTwins(folders, problems)
  refuseMissingStartStates(folders, readStartStates(root, problems), problems)
  for (const lesson of folders.flatMap(({ lessons }) => lessons)) {
    checkReferences(root, lesson, problems)
  }
  problems.throwIfAny()
}

/** Throws for each quotation in a lesson's text that its recordings do not bear out. */
export function checkQuotations(root: string): void {
  const problems = new Problems()
  for (const lesson of readFolders(root, new Problems()).flatMap(({ lessons }) => lessons))
    checkQuotes(root, lesson, problems)
  problems.throwIfAny()
}

/** The lessons with their demos and recordings, for whoever plays them. Throws as `readCourse` does. */
export function listLessonFolders(root: string) {
  const { lessons, demos } = readCourse(root)
  const folders = readFolders(root, new Problems()).flatMap((part) => part.lessons)
  return folders.flatMap(({ file, lesson: { id }, recordings }) => {
    const lesson = lessons.find((each) => each.id === id)
    if (!lesson) return []
    return [
      { file, lesson, recordings, demos: demos.filter((demo) => demo.lesson === lesson.path) },
    ]
  })
}

/** The recordings of every demo, by its id, as traces that a page can show. */
export function readRecordings(root: string): Readonly<Record<string, readonly Trace[]>> {
  const all = listLessonFolders(root).flatMap(({ recordings }) => Object.entries(recordings))
  return Object.fromEntries(all.map(([demo, traces]) => [demo, tracesOf(root, demo, traces)]))
}

function makeCourse(folders: readonly PartFolder[], startStates: readonly StartState[]): Course {
  const unlinked = folders.flatMap((part) => part.lessons.map((lesson) => makeLesson(part, lesson)))
  const lessons = unlinked.map((lesson, index) => ({
    ...lesson,
    previous: linkTo(unlinked[index - 1]),
    next: linkTo(unlinked[index + 1]),
  }))
  const demos = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.demos.map(({ seed, ...demo }): Demo => {
        const state = startStates.find(({ name }) => name === (seed ?? lesson.lesson.start))
        const startState = state ? { name: state.name, title: state.title } : null
        return { ...demo, lesson: pathOf(part, lesson), startState }
      }),
    ),
  )
  return { parts: folders.map(makePart), lessons, demos, startStates }
}

function makeLesson(part: PartFolder, folder: LessonFolder): Omit<Lesson, 'previous' | 'next'> {
  const { published, ...lesson } = folder.lesson
  const path = pathOf(part, folder)
  return {
    ...lesson,
    version: versionOf(folder),
    path,
    href: hrefOf(path),
    number: `${part.number}.${folder.number}`,
    part: { number: part.number, slug: part.slug, title: part.part.title },
    published: published.toISOString().slice(0, 10),
  }
}

/** What a reader did is kept with it, so that a text which changed later is known to have done so. */
function versionOf({ text, demosText }: LessonFolder): string {
  // As they are written: a schema that learns something new changes no lesson.
  return createHash('sha256')
    .update(text)
    .update(demosText ?? '')
    .digest('hex')
    .slice(0, 12)
}

function makePart(folder: PartFolder): Part {
  const { number, slug, part } = folder
  const written = folder.lessons.map((lesson) => ({
    number: lesson.number,
    title: lesson.lesson.title,
    summary: lesson.lesson.summary,
    minutes: lesson.lesson.minutes,
    href: hrefOf(pathOf(folder, lesson)),
  }))
  const planned = part.planned.map((lesson) => ({ ...lesson, minutes: null, href: null }))
  const outline = [...written, ...planned]
    .sort((a, b) => a.number - b.number)
    .map((lesson): OutlineLesson => ({ ...lesson, number: `${number}.${lesson.number}` }))
  return { number, slug, title: part.title, summary: part.summary, outline }
}

function linkTo(lesson: Omit<Lesson, 'previous' | 'next'> | undefined): LessonLink | null {
  return lesson ? { path: lesson.path, href: lesson.href, title: lesson.title } : null
}

const pathOf = (part: PartFolder, lesson: LessonFolder) => `${part.slug}/${lesson.slug}`
const hrefOf = (path: string) => `/lessons/${path}`

function refuseTwins(folders: readonly PartFolder[], problems: Problems): void {
  const lessons = folders.flatMap((part) =>
    part.lessons.map((lesson) => ({ ...lesson, path: pathOf(part, lesson) })),
  )
  const demos = lessons.flatMap(({ demosFile: file, demos }) =>
    demos.map(({ id }) => ({ file, id })),
  )
  tellTwins(folders, ({ slug }) => `the address /lessons/${slug}`, problems)
  tellTwins(folders, ({ number }) => `the number ${number}`, problems)
  tellTwins(lessons, ({ lesson }) => `the id "${lesson.id}"`, problems)
  tellTwins(lessons, ({ path }) => `the address ${hrefOf(path)}`, problems)
  tellTwins(demos, ({ id }) => `the demo id "${id}"`, problems)
  for (const { file, number, part, lessons } of folders) {
    const planned = part.planned.map((lesson) => ({ file, number: lesson.number }))
    const numbered = [...lessons, ...planned]
    tellTwins(numbered, (lesson) => `the number ${number}.${lesson.number}`, problems)
  }
}

function refuseMissingStartStates(
  folders: readonly PartFolder[],
  startStates: readonly StartStateInFile[],
  problems: Problems,
): void {
  const names = new Set(startStates.map(({ startState }) => startState.name))
  for (const { file, lesson, demosFile, demos } of folders.flatMap(({ lessons }) => lessons)) {
    if (lesson.start !== null && !names.has(lesson.start))
      problems.add(file, `begins with the seed "${lesson.start}", which is not in ${START_STATES}.`)
    for (const { id, seed } of demos) {
      if (seed === null || names.has(seed)) continue
      problems.add(
        demosFile,
        `has the demo "${id}" with the seed "${seed}", which is not in ${START_STATES}.`,
      )
    }
  }
}

function tellTwins<Item extends { readonly file: string }>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  problems: Problems,
): void {
  for (const [name, twins] of Map.groupBy(items, nameOf)) {
    const [first, ...others] = twins
    for (const { file } of others) {
      problems.add(file, `has ${name}, which ${first?.file} has already.`)
    }
  }
}
