import type { Trace } from '#trace/trace-step.ts'
import type { Course, Demo, Lesson } from './course-data.ts'
import { ProjectFiles } from './project-files.ts'
import { refuseMistakes, type Mistake } from './reading/mistake.ts'
import { readCourse, type CourseRead } from './reading/read-course.ts'
import type { ExerciseTexts } from './reading/read-exercises.ts'
import type { LessonFolder } from './reading/read-files.ts'
import { Remembered } from './reading/remembered.ts'
import { startOf } from './reading/check-transcripts.ts'
import type { TranscriptEntry } from './schema/transcript.ts'
import {
  printed,
  type PrintedTranscript,
  type RecordedTranscripts,
  type Start,
} from './transcript.ts'
import { tracesOf, type Recordings } from './recording.ts'

/** A lesson with what is in its folder, for whoever plays it. */
export interface LessonInFolder extends Pick<
  LessonFolder,
  'file' | 'folder' | 'demosFile' | 'placeInDemos' | 'placeInTranscripts'
> {
  readonly lesson: Lesson
  readonly demos: readonly Demo[]
  readonly recordings: Recordings
  readonly transcripts: readonly TranscriptInLesson[]
  readonly prints: RecordedTranscripts
}

/** A transcript, and where it begins. */
export interface TranscriptInLesson {
  readonly entry: TranscriptEntry
  readonly start: Start
}

/**
 * Reads the course below a folder, once. Whoever hears that a file has changed
 * says so, and what is asked for next is read anew.
 */
export class CourseReader {
  readonly files: ProjectFiles
  /** The folder of the course, from that of package.json. */
  readonly content: string
  readonly #remembered = new Remembered()
  #read: CourseRead | null = null

  constructor(root: string, content = 'content') {
    this.files = new ProjectFiles(root)
    this.content = content
  }

  /** Forgets what was read of a file. A listing may be cut from any, so the course is read anew. */
  forget(path: string): void {
    this.files.forget(path)
    this.#read = null
  }

  /** The course as far as it is sound, with every mistake. */
  read(): CourseRead {
    return (this.#read ??= readCourse(this.files, this.content, this.#remembered))
  }

  /** The mistakes of one lesson’s folder, or those of the whole course. */
  mistakesOf(path: string | null = null): readonly Mistake[] {
    const { mistakes, lessons, stopped } = this.read()
    if (path === null) return mistakes
    const own = lessons.find((lesson) => lesson.path === path)?.folder
    const files = stopped.get(path) ?? []
    const folder = own ?? folderOf(files)
    return mistakes.filter(
      ({ file }) => files.includes(file) || (folder !== '' && file.startsWith(`${folder}/`)),
    )
  }

  /** The lessons with their demos and recordings. Those that cannot be shown are left out. */
  listLessonFolders(): readonly LessonInFolder[] {
    const { course, lessons } = this.read()
    return lessons.flatMap(({ path, recordings, prints, ...found }) => {
      const lesson = course.lessons.find((each) => each.path === path)
      const { file, folder, demosFile, placeInDemos, placeInTranscripts } = found
      const places = { file, folder, demosFile, placeInDemos, placeInTranscripts }
      const demos = course.demos.filter((demo) => demo.lesson === path)
      const transcripts = transcriptsOf(found)
      return lesson ? [{ ...places, lesson, recordings, demos, transcripts, prints }] : []
    })
  }

  /** Throws one error that tells every mistake; those of recordings can be left out, to make them. */
  refuseMistakes({ recordings = true } = {}): void {
    refuseMistakes(this.read().mistakes.filter(({ kind }) => recordings || kind !== 'recording'))
  }

  /** The course, for whoever cannot go on with half of it. Throws as `refuseMistakes` does. */
  readCourse(): Course {
    this.refuseMistakes()
    return this.read().course
  }

  /** The recordings of a lesson's demos, by their ids, as traces that a page can show. */
  readRecordings(lessonId: string): Readonly<Record<string, readonly Trace[]>> {
    const recorded = Object.entries(this.#recordingsOf(lessonId))
    return Object.fromEntries(
      recorded.map(([demo, traces]) => [demo, tracesOf(this.files, demo, traces)]),
    )
  }

  /** The files of an exercise of a lesson that can be shown; `null` where there is none. */
  readExercise(id: string): ExerciseTexts | null {
    const all = this.read().lessons.flatMap(({ exercises }) => exercises)
    return all.find(({ exercise }) => exercise.id === id)?.texts ?? null
  }

  /** The transcripts of a lesson, by their ids, as a page shows them. */
  readTranscripts(lessonId: string): Readonly<Record<string, PrintedTranscript>> {
    const found = this.read().lessons.find(({ lesson }) => lesson.id === lessonId)
    if (!found) return {}
    return Object.fromEntries(
      transcriptsOf(found).map(({ entry, start }) => [
        entry.id,
        printed(this.files, entry, start, found.prints[entry.id]),
      ]),
    )
  }

  /** The files whose lines the recordings of a lesson name. */
  listSourcesOf(lessonId: string): ReadonlySet<string> {
    const traces = Object.values(this.#recordingsOf(lessonId)).flat()
    const steps = traces.flatMap((trace) => trace.steps)
    const prints = this.read().lessons.find(({ lesson }) => lesson.id === lessonId)?.prints ?? {}
    const lines = Object.values(prints).flatMap(({ elixir, typescript }) => [
      ...elixir,
      ...typescript,
    ])
    const queries = lines.flatMap((line) => line.queries)
    return new Set([...steps, ...queries].flatMap(({ source }) => source?.file ?? []))
  }

  #recordingsOf(lessonId: string): Recordings {
    const found = this.read().lessons.find(({ lesson }) => lesson.id === lessonId)
    return found?.recordings ?? {}
  }
}

/** One whose demo is not there is told where it names that. */
const transcriptsOf = ({
  transcripts,
  demos,
}: Pick<LessonFolder, 'transcripts' | 'demos'>): readonly TranscriptInLesson[] =>
  transcripts.flatMap((entry) => {
    const start = startOf(entry, demos)
    return start ? [{ entry, start }] : []
  })

const folderOf = ([file = '']: readonly string[]) => file.replace(/\/[^/]*$/, '')
