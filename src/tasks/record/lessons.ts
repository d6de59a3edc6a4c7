/** Plays demos of the course, to keep what happened or to compare it with what was kept. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Demo } from '#course/course-data.ts'
import type { LessonInFolder } from '#course/course-reader.ts'
import type { ProjectFiles } from '#course/project-files.ts'
import type { Mistake } from '#course/reading/mistake.ts'
import { staleness } from '#course/reading/stale-recordings.ts'
import type { WrongAt } from '#course/reading/what-holds.ts'
import { RECORDINGS, type RecordedTrace, type Recordings } from '#course/recording.ts'
import { causesOf, type Differing } from './causes.ts'
import { differences } from './differences.ts'
import { whatDoesNotHold } from './hold.ts'
import { normalize } from './normalize.ts'
import { playDemo, type Played } from './play-demo.ts'

/** Told after each demo how many are through. */
export type TellProgress = (done: number, of: number) => void

function counter(folders: readonly LessonInFolder[], tell: TellProgress): () => void {
  const of = folders.reduce((sum, { demos }) => sum + demos.length, 0)
  let done = 0
  return () => tell((done += 1), of)
}

export interface Recorded {
  /** The files that are other ones now. */
  readonly changed: readonly string[]
  /** What does not hold of what was played. */
  readonly mistakes: readonly Mistake[]
}

/** Records every demo of these lessons into its folder. */
export async function recordLessons(
  files: ProjectFiles,
  folders: readonly LessonInFolder[],
  origin: string,
  tellProgress: TellProgress = () => undefined,
): Promise<Recorded> {
  const changed: string[] = []
  const mistakes: Mistake[] = []
  const tellPlayed = counter(folders, tellProgress)
  for (const folder of folders) {
    const recorded: Record<string, readonly RecordedTrace[]> = {}
    for (const demo of folder.demos) {
      const played = await playDemo(origin, folder.lesson, demo)
      recorded[demo.id] = keptOf(files, played)
      mistakes.push(...toldOf(folder, demo, await whatDoesNotHold(demo, played)))
      tellPlayed()
    }
    const text = print(recorded)
    if (text === print(folder.recordings)) continue
    const path = `${folder.folder}/${RECORDINGS}`
    writeFileSync(join(files.root, path), text)
    changed.push(path)
  }
  return { changed, mistakes }
}

/**
 * Plays every demo again. Answers all that is not as its lesson says, each cause once. What was
 * never recorded, or of another demo, is told by whoever reads the course.
 */
export async function checkLessons(
  files: ProjectFiles,
  folders: readonly LessonInFolder[],
  origin: string,
  tellProgress: TellProgress = () => undefined,
): Promise<readonly Mistake[]> {
  const mistakes: Mistake[] = []
  const differing: Differing[] = []
  const tellPlayed = counter(folders, tellProgress)
  for (const folder of folders) {
    for (const [index, demo] of folder.demos.entries()) {
      const played = await playDemo(origin, folder.lesson, demo)
      tellPlayed()
      mistakes.push(...toldOf(folder, demo, await whatDoesNotHold(demo, played)))
      const recorded = folder.recordings[demo.id]
      if (!recorded || staleness(demo, recorded)) continue
      for (const [n, trace] of keptOf(files, played).entries())
        differing.push({
          lesson: folder.lesson.path,
          file: folder.demosFile,
          place: folder.placeInDemos([index, 'steps', n, 'label']),
          step: `${demo.id}, step ${n + 1}`,
          how: differences(recorded[n]!, trace),
        })
    }
  }
  return [...mistakes, ...causesOf(differing)]
}

function toldOf(
  { demos, demosFile: file, placeInDemos }: LessonInFolder,
  demo: Demo,
  wrong: readonly WrongAt[],
): readonly Mistake[] {
  return wrong.map(({ at, what, write }) => {
    const place = placeInDemos([demos.indexOf(demo), ...at])
    return { file, ...place, kind: 'wrong', what: `Demo ${demo.id}: ${what}`, write }
  })
}

/** What is kept of each step; of one that leaves no trace, an empty one holds its place. */
const keptOf = (files: ProjectFiles, { traces }: Played): readonly RecordedTrace[] =>
  traces.map((trace) =>
    trace
      ? normalize(files, trace)
      : { title: 'a look inside', persona: 'you', status: 200, steps: [] },
  )

const print = (recordings: Recordings) => `${JSON.stringify(recordings, null, 1)}\n`
