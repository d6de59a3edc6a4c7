import type { Trace } from '#trace/trace-step.ts'
import type { Course, Demo, Lesson } from './course-data.ts'
import {
  readTerms,
  Problems,
  readFolders,
  readStartStates,
  type LessonFolder,
  type PartFolder,
} from './course-files.ts'
import { makeCourse } from './make-course.ts'
import { ProjectFiles } from './project-files.ts'
import { checkQuotes } from './quotes.ts'
import { tracesOf, type Recordings } from './recording.ts'
import { checkReferences } from './references.ts'
import { checkSpoilers } from './spoilers.ts'
import { refuseDoubles, refuseMissingStartStates } from './whole-course.ts'

/** A lesson with what is in its folder, for whoever plays it. */
export interface LessonInFolder {
  readonly file: string
  readonly lesson: Lesson
  readonly demos: readonly Demo[]
  readonly recordings: Recordings
}

interface Found {
  readonly folders: readonly PartFolder[]
  readonly course: Course
  readonly problems: Problems
}

/**
 * Reads the course below a folder, once. Whoever hears that a file has changed
 * says so, and what is asked for next is read anew.
 */
export class CourseReader {
  readonly files: ProjectFiles
  #found: Found | null = null

  constructor(root: string) {
    this.files = new ProjectFiles(root)
  }

  /** Forgets what was read of a file, and of the course if it is one of its files. */
  forget(path: string): void {
    this.files.forget(path)
    if (path.startsWith('content/')) this.#found = null
  }

  /** The course. Throws one error that tells every mistake with its file. */
  readCourse(): Course {
    const { course, problems } = this.#find()
    problems.throwIfAny()
    return course
  }

  /** Throws as `readCourse` does, and for each listing and demo in a lesson's text that is not there. */
  checkCourse(): void {
    const problems = new Problems(this.#find().problems)
    const { terms, recalls } = this.#find().course
    const known = { terms: terms.map(({ name }) => name), recalls: recalls.map(({ id }) => id) }
    for (const lesson of this.#lessons()) checkReferences(this.files, lesson, known, problems)
    problems.throwIfAny()
  }

  /** Throws for each quotation in a lesson's text that its recordings do not bear out, or that answers a question too early. */
  checkQuotations(): void {
    const problems = new Problems()
    for (const lesson of this.#lessons()) {
      checkQuotes(this.files, lesson, problems)
      checkSpoilers(lesson, problems)
    }
    problems.throwIfAny()
  }

  /** The lessons with their demos and recordings. Throws as `readCourse` does. */
  listLessonFolders(): readonly LessonInFolder[] {
    const { lessons, demos } = this.readCourse()
    return this.#lessons().flatMap(({ file, lesson: { id }, recordings }) => {
      const lesson = lessons.find((each) => each.id === id)
      if (!lesson) return []
      return [
        { file, lesson, recordings, demos: demos.filter((demo) => demo.lesson === lesson.path) },
      ]
    })
  }

  /** The recordings of a lesson's demos, by their ids, as traces that a page can show. */
  readRecordings(lessonId: string): Readonly<Record<string, readonly Trace[]>> {
    const recorded = Object.entries(this.#recordingsOf(lessonId))
    return Object.fromEntries(
      recorded.map(([demo, traces]) => [demo, tracesOf(this.files, demo, traces)]),
    )
  }

  /** The files whose lines the recordings of a lesson name. */
  listSourcesOf(lessonId: string): ReadonlySet<string> {
    const traces = Object.values(this.#recordingsOf(lessonId)).flat()
    return new Set(traces.flatMap(({ steps }) => steps.flatMap(({ source }) => source?.file ?? [])))
  }

  #recordingsOf(lessonId: string): Recordings {
    return this.#lessons().find(({ lesson }) => lesson.id === lessonId)?.recordings ?? {}
  }

  #lessons(): readonly LessonFolder[] {
    return this.#find().folders.flatMap(({ lessons }) => lessons)
  }

  #find(): Found {
    if (this.#found) return this.#found
    const problems = new Problems()
    const folders = readFolders(this.files, problems)
    const startStates = readStartStates(this.files, problems)
    refuseDoubles(folders, problems)
    refuseMissingStartStates(folders, startStates, problems)
    const course = makeCourse(
      folders,
      startStates.map(({ startState }) => startState),
      readTerms(this.files, problems),
    )
    this.#found = { folders, course, problems }
    return this.#found
  }
}
