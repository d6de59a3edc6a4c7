/** Makes the course out of its folders: addresses, numbers, what comes before and after. */
import { createHash } from 'node:crypto'
import type {
  AboutCourse,
  Course,
  Demo,
  Exercise,
  Lesson,
  LessonLink,
  OutlineLesson,
  Part,
  RecallQuestion,
  Tag,
} from './course-data.ts'
import type { ExerciseFolder, LessonFolder } from './reading/read-files.ts'
import type { CourseFile } from './schema/course.ts'
import type { DemoEntry } from './schema/demo.ts'
import type { PartFile } from './schema/lesson.ts'
import type { StartState } from './schema/start-state.ts'
import type { TagsFile } from './schema/tags.ts'

/** A part with what is in its folder. */
export interface PartFolder extends PartFile {
  readonly number: number
  readonly slug: string
  readonly lessons: readonly LessonFolder[]
  /** Lessons that cannot be shown as they are written. */
  readonly stopped: readonly StoppedLesson[]
}

interface StoppedLesson {
  readonly number: number
  readonly path: string
  readonly title: string
  readonly summary: string
}

export function makeCourse(
  folders: readonly PartFolder[],
  startStates: readonly StartState[],
  {
    terms,
    walls,
    tries,
    tags,
  }: Pick<Course, 'terms' | 'walls' | 'tries'> & { readonly tags: TagsFile },
  settings: CourseFile,
): Course {
  const unlinked = folders.flatMap((part) =>
    part.lessons.map((lesson) => makeLesson(part, lesson, settings)),
  )
  const lessons = unlinked.map((lesson, index) => ({
    ...lesson,
    previous: linkTo(unlinked[index - 1]),
    next: linkTo(unlinked[index + 1]),
  }))
  const demos = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.demos.map((demo) => makeDemo(demo, lesson.path, startStates)),
    ),
  )
  const recalls = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.recalls.map((recall): RecallQuestion => {
        const id = `${lesson.lesson.id}.${recall.id}`
        return { ...recall, id, lesson: lesson.path, options: asAsked(id, recall.options) }
      }),
    ),
  )
  const exercises = folders.flatMap((part) =>
    part.lessons.flatMap((lesson) =>
      lesson.exercises.map((folder) => makeExercise(folder, lesson.path)),
    ),
  )
  const about = aboutCourse(settings, lessons, demos)
  return {
    about,
    parts: folders.map((folder) => makePart(folder, settings)),
    lessons,
    demos,
    startStates,
    terms,
    walls,
    tries,
    tags: makeTags(tags, lessons),
    recalls,
    exercises,
  }
}

function aboutCourse(
  settings: CourseFile,
  lessons: readonly Lesson[],
  demos: readonly Demo[],
): AboutCourse {
  const { title, language, description, foot, sender, theme } = settings
  const { issues, edit, licence, made_by } = settings
  const { plays, ...hero } = settings.hero
  // What opens later is not shown before.
  const open = lessons.filter(({ opens }) => opens === null).map(({ path }) => path)
  const lead =
    demos.find(({ id }) => id === settings.lead_demo) ??
    demos.find(({ lesson }) => open.includes(lesson))
  return {
    ...{ title, language, description, hero, foot, sender, theme, plays },
    ...{ issues, edit, licence, made_by, leadDemo: lead?.id ?? null },
  }
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

function makeExercise({ exercise, texts }: ExerciseFolder, lesson: string): Exercise {
  const { mistakes: _, ...own } = exercise
  return { ...own, lesson, checks: namesOfChecks(texts.checks) }
}

const NAME = /\bcheck(?:<\w+>)?\(\s*(?<quote>['"`])(?<name>.+?)\k<quote>/g

/** As they are written: nothing runs here. */
const namesOfChecks = (code: string): readonly string[] =>
  [...code.matchAll(NAME)].map(({ groups }) => groups?.['name'] ?? '')

type RecallOptions = RecallQuestion['options']

/**
 * The options as a page shows them. Authors write the right one first, and nobody should come to
 * know that: then the order is another, and the same for everybody.
 */
function asAsked(id: string, options: RecallOptions): RecallOptions {
  if (options[0]?.right !== true) return options
  const placed = options.map((option) => ({ option, place: digest([id, option.says]) }))
  return placed.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ option }) => option)
}

const digest = (of: unknown) =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12)

function makeLesson(
  part: PartFolder,
  folder: LessonFolder,
  { opens, answers }: CourseFile,
): Omit<Lesson, 'previous' | 'next'> {
  const { path } = folder
  return {
    ...folder.lesson,
    opens: opens[folder.lesson.id] ?? null,
    answersOpen: answers[folder.lesson.id] ?? null,
    version: versionOf(folder),
    path,
    file: folder.file,
    href: hrefOf(path),
    number: `${part.number}.${folder.number}`,
    part: { number: part.number, slug: part.slug, title: part.title },
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

function makePart(folder: PartFolder, { opens }: CourseFile): Part {
  const { number, slug, title, summary } = folder
  const written = folder.lessons.map((lesson) => ({
    number: lesson.number,
    title: lesson.lesson.title,
    summary: lesson.lesson.summary,
    minutes: lesson.lesson.minutes,
    href: hrefOf(lesson.path),
    opens: opens[lesson.lesson.id] ?? null,
    isBuilt: true,
  }))
  const stopped = folder.stopped.map(({ path, ...lesson }) => ({
    ...lesson,
    ...{ minutes: null, href: hrefOf(path), opens: null, isBuilt: false },
  }))
  const planned = folder.planned.map((lesson) => ({
    ...lesson,
    ...{ minutes: null, href: null, opens: null, isBuilt: false },
  }))
  const outline = [...written, ...stopped, ...planned]
    .sort((a, b) => a.number - b.number)
    .map((lesson): OutlineLesson => ({ ...lesson, number: `${number}.${lesson.number}` }))
  return { number, slug, title, summary, outline }
}

/**
 * The tags that lessons have: those that the course describes in its order, then the others in the
 * order in which they come up.
 */
function makeTags(described: TagsFile, lessons: readonly Pick<Lesson, 'path' | 'tags'>[]): Tag[] {
  const used = lessons.flatMap(({ tags }) => tags)
  const names = new Set([...described.map(({ tag }) => tag), ...used])
  return [...names]
    .filter((name) => used.includes(name))
    .map((name) => ({
      name,
      href: `/tags/${name}`,
      says: described.find(({ tag }) => tag === name)?.says ?? null,
      lessons: lessons.filter(({ tags }) => tags.includes(name)).map(({ path }) => path),
    }))
}

function linkTo(lesson: Omit<Lesson, 'previous' | 'next'> | undefined): LessonLink | null {
  return lesson ? { path: lesson.path, href: lesson.href, title: lesson.title } : null
}

/** The address of the lesson at a path. */
export const hrefOf = (path: string) => `/lessons/${path}`
