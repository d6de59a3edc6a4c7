/** The course as the running site knows it: plain JSON, made when the site is built. */
import type { Layer } from '#trace/trace-step.ts'
import type { CourseFile } from './schema/course.ts'
import type { DemoEntry } from './schema/demo.ts'
import type { ExerciseFile } from './schema/exercise.ts'
import type { RecallFile } from './schema/recall.ts'
import type { StartState } from './schema/start-state.ts'
import type { TermFile } from './schema/term.ts'
import type { TriesFile } from './schema/tries.ts'
import type { WallFile } from './schema/wall.ts'

/** What the course says of itself, on every page. */
export interface AboutCourse extends Pick<
  CourseFile,
  | 'title'
  | 'language'
  | 'description'
  | 'foot'
  | 'sender'
  | 'theme'
  | 'issues'
  | 'edit'
  | 'licence'
  | 'made_by'
> {
  readonly hero: Omit<CourseFile['hero'], 'plays'>
  /** The id of the demo on the home page; `null` for a course without any. */
  readonly leadDemo: string | null
  /** The steps whose recordings the home page plays, by their names; none where it shows its lead demo alone. */
  readonly plays: readonly string[]
}

export interface Course {
  readonly about: AboutCourse
  readonly parts: readonly Part[]
  readonly lessons: readonly Lesson[]
  readonly demos: readonly Demo[]
  /** In the order of their names. */
  readonly startStates: readonly StartState[]
  /** In the order of their names. */
  readonly terms: readonly Term[]
  /** In the order of their names. */
  readonly walls: readonly Wall[]
  /** What `/try` offers; empty in a course that offers nothing. */
  readonly tries: readonly TryGroup[]
  /** Those that lessons have: as the course describes them, then the others. */
  readonly tags: readonly Tag[]
  /** In the order of the lessons. */
  readonly recalls: readonly RecallQuestion[]
  /** In the order of the lessons. What stands in their files is a module each. */
  readonly exercises: readonly Exercise[]
}

/** What lessons are about, across the parts. */
export interface Tag {
  /** `live-views` */
  readonly name: string
  readonly href: string
  /** What its lessons are about; `null` where the course does not say. */
  readonly says: string | null
  /** The paths of its lessons, in the order of the course. At least one. */
  readonly lessons: readonly string[]
}

/** A task for whose answer a reader writes code. */
export interface Exercise extends Omit<ExerciseFile, 'mistakes'> {
  /** The path of its lesson. */
  readonly lesson: string
  /** What each check is called, in the order in which they run. */
  readonly checks: readonly string[]
}

/** A word of the glossary. */
export interface Term extends TermFile {
  /** The name of its file: `unique-index`. */
  readonly name: string
  /** The names of words beside it, those that name it too; each is there. */
  readonly related: readonly string[]
  /** The path of the lesson that introduces it; `null` where none does. */
  readonly lesson: string | null
}

/** What the attack wall sends by one press. */
export interface Wall extends WallFile {
  /** The name of its file: `registrations`. */
  readonly name: string
}

/** Things to try that begin alike. */
export type TryGroup = TriesFile[number]

/** Something to try on a server of one's own. */
export type Try = TryGroup['tries'][number]

/** A question that is asked again after its lesson. */
export interface RecallQuestion extends Omit<RecallFile[number], 'id'> {
  /** By its lesson: `who-comes-in.a`. */
  readonly id: string
  /** The path of its lesson. */
  readonly lesson: string
}

export interface Part {
  readonly number: number
  /** The folder's name without its number: `scopes`. */
  readonly slug: string
  readonly title: string
  readonly summary: string
  /** Every lesson of the part, those to come too. */
  readonly outline: readonly OutlineLesson[]
}

export interface OutlineLesson {
  /** `1.2` */
  readonly number: string
  readonly title: string
  readonly summary: string
  /** `null`, as `href`, for a lesson to come. */
  readonly minutes: number | null
  readonly href: string | null
  /** The day from which readers may open it; `null` for always. */
  readonly opens: string | null
  /** Whether it can be read: neither one to come, nor one that has mistakes. */
  readonly isBuilt: boolean
}

export interface Lesson {
  /** Stays the same when the lesson moves. Progress is kept by it. */
  readonly id: string
  /** Another one whenever its text or its demos change: 12 hex digits. */
  readonly version: string
  /** `persons/who-comes-in` */
  readonly path: string
  /** Where its text stands, from the top of the project: `content/lessons/01-scopes/…/index.mdx`. */
  readonly file: string
  readonly href: string
  /** `1.1` */
  readonly number: string
  readonly part: { readonly number: number; readonly slug: string; readonly title: string }
  readonly title: string
  readonly summary: string
  /** A day: `2026-11-23`. */
  readonly published: string
  readonly minutes: number
  readonly tags: readonly string[]
  /** Layers, and single steps by their tags. */
  readonly shows: readonly (Layer | (string & {}))[]
  /** By their ids, the lessons whose idea it uses without explaining it again. */
  readonly needs: readonly string[]
  /** Its one idea, as its readers would say it; `null` where it says none. */
  readonly gives: string | null
  /** The words of the glossary that it defines. */
  readonly introduces: readonly string[]
  /** What it teaches of what the course sets out to: `walk 1.2`. */
  readonly covers: readonly string[]
  /** By the guards that it explains, the heading that does. */
  readonly explains: Readonly<Record<string, string>>
  /** The day from which readers may open it, and that from which its answers are shown: `2026-12-02`; `null` for always. */
  readonly opens: string | null
  readonly answersOpen: string | null
  /** The name of the start state it begins with, or `null` for an empty sandbox. */
  readonly start: string | null
  readonly previous: LessonLink | null
  readonly next: LessonLink | null
}

export interface LessonLink {
  readonly path: string
  readonly href: string
  readonly title: string
}

export interface Demo extends DemoEntry {
  /** The state that it starts from. */
  readonly startState: Pick<StartState, 'name' | 'title' | 'logged_in'>
  /** Another one whenever its start or its steps change: 12 hex digits. */
  readonly startVersion: string
  /** The path of its lesson. */
  readonly lesson: string
}
