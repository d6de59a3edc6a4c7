/** Makes the course out of its folders: addresses, numbers, what comes before and after. */
import { createHash } from 'node:crypto'
import type {
  Course,
  Demo,
  Lesson,
  LessonLink,
  OutlineLesson,
  Part,
  RecallQuestion,
  Term,
} from './course-data.ts'
import type { LessonFolder, PartFolder } from './course-files.ts'
import type { DemoEntry } from './schema/demo.ts'
import type { StartState } from './schema/start-state.ts'

export function makeCourse(
  folders: readonly PartFolder[],
  startStates: readonly StartState[],
  terms: readonly Term[],
): Course {
  const unlinked = folders.flatMap((part) => part.lessons.map((lesson) => makeLesson(part, lesson)))
  const lessons = unlinked.map((lesson, index) => ({
    ...lesson,
    previous: linkTo(unlinked[index - 1]),
    next: linkTo(unlinked[index + 1]),
  }))
  const demos = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.demos.map((demo) => makeDemo(demo, pathOf(part, lesson), startStates)),
    ),
  )
  const recalls = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.recalls.map((recall): RecallQuestion => {
        const id = `${lesson.lesson.id}.${recall.id}`
        return { ...recall, id, lesson: pathOf(part, lesson) }
      }),
    ),
  )
  return { parts: folders.map(makePart), lessons, demos, startStates, terms, recalls }
}

function makeDemo(demo: DemoEntry, lesson: string, startStates: readonly StartState[]): Demo {
  const state = startStates.find(({ name }) => name === demo.start.seed)
  // One that is not there is told with the other mistakes of the course.
  const { name = demo.start.seed, title = 'Nobody is registered', logged_in = {} } = state ?? {}
  return {
    ...demo,
    lesson,
    startState: { name, title, logged_in },
    startVersion: digest([demo.start, state ?? null, demo.steps]),
  }
}

const digest = (of: unknown) =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12)

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

/** `scopes/who-is-asking` */
export const pathOf = (part: PartFolder, lesson: LessonFolder) => `${part.slug}/${lesson.slug}`
export const hrefOf = (path: string) => `/lessons/${path}`
