/** Plays demos of the course, to keep what happened or to compare it with what was kept. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Demo } from '#course/course-data.ts'
import type { LessonInFolder } from '#course/course-reader.ts'
import type { ProjectFiles } from '#course/project-files.ts'
import type { Mistake } from '#course/reading/mistake.ts'
import { whyStale } from '#course/reading/check-transcripts.ts'
import { recordAgain, staleness } from '#course/reading/stale-recordings.ts'
import type { WrongAt } from '#course/reading/what-holds.ts'
import { RECORDINGS, type RecordedTrace } from '#course/recording.ts'
import { TRANSCRIPTS, type RecordedTranscript } from '#course/transcript.ts'
import { causesOf, type Differing } from './causes.ts'
import { differences } from './differences.ts'
import { whatDoesNotHold } from './hold.ts'
import { normalize } from './normalize.ts'
import { playDemo, type Played } from './play-demo.ts'
import { differingLines, typeTranscript } from './transcripts.ts'

/** Told after each demo how many are through. */
export type TellProgress = (done: number, of: number) => void

function counter(folders: readonly LessonInFolder[], tell: TellProgress): () => void {
  const of = folders.reduce(
    (sum, { demos, transcripts }) => sum + demos.length + transcripts.length,
    0,
  )
  let done = 0
  return () => tell((done += 1), of)
}

export interface Recorded {
  /** The files that are other ones now. */
  readonly changed: readonly string[]
  /** What does not hold of what was played. */
  readonly mistakes: readonly Mistake[]
}

/** Records every demo of these lessons into its folder, and every transcript. */
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
      recorded[demo.id] = keptOf(files, demo, played)
      mistakes.push(...toldOf(folder, demo, await whatDoesNotHold(demo, played)))
      tellPlayed()
    }
    const prints: Record<string, RecordedTranscript> = {}
    for (const transcript of folder.transcripts) {
      prints[transcript.entry.id] = await typeTranscript(files, origin, transcript)
      tellPlayed()
    }
    for (const [name, now, before] of [
      [RECORDINGS, recorded, folder.recordings],
      [TRANSCRIPTS, prints, folder.prints],
    ] as const) {
      if (print(now) === print(before)) continue
      const path = `${folder.folder}/${name}`
      writeFileSync(join(files.root, path), print(now))
      changed.push(path)
    }
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
      for (const [n, trace] of keptOf(files, demo, played).entries())
        differing.push({
          lesson: folder.lesson.path,
          file: folder.demosFile,
          place: folder.placeInDemos([index, 'steps', n, 'label']),
          step: `${demo.id}, step ${n + 1}`,
          how: differences(recorded[n]!, trace),
        })
    }
    mistakes.push(...(await otherPrints(files, folder, origin, tellPlayed)))
  }
  return [...mistakes, ...causesOf(differing)]
}

/** What prints something else by now. What was never recorded is told by whoever reads the course. */
async function otherPrints(
  files: ProjectFiles,
  { transcripts, prints, folder, lesson, placeInTranscripts }: LessonInFolder,
  origin: string,
  tellTyped: () => void,
): Promise<readonly Mistake[]> {
  const mistakes: Mistake[] = []
  for (const [index, transcript] of transcripts.entries()) {
    const { id } = transcript.entry
    const now = await typeTranscript(files, origin, transcript)
    tellTyped()
    const recorded = prints[id]
    if (!recorded || whyStale(transcript.entry, transcript.start, recorded) !== null) continue
    for (const { line, how } of differingLines(recorded, now))
      mistakes.push({
        file: `${folder}/transcripts.yaml`,
        ...placeInTranscripts([index, 'lines', line - 1, 'elixir']),
        kind: 'recording',
        what: `Transcript ${id}, line ${line}, is not as it was recorded: ${how}.`,
        write: `If it is meant to: ${recordAgain(lesson.path)}`,
      })
  }
  return mistakes
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
const keptOf = (
  files: ProjectFiles,
  demo: Demo,
  { traces, found }: Played,
): readonly RecordedTrace[] =>
  traces.map((trace, index) => ({
    ...(trace
      ? normalize(files, trace)
      : { title: 'a look inside', persona: 'you', status: 200, steps: [] }),
    ...countedOf(demo, index + 1, found),
  }))

/** Rows stand in no trace: what the server has counted for a question is kept beside it. */
function countedOf(
  { predictions }: Demo,
  step: number,
  found: Played['found'],
): Pick<RecordedTrace, 'counted'> {
  const counted = predictions
    .filter((question) => question.asks === 'rows' && question.step === step)
    .flatMap(({ id }) => (typeof found[id] === 'string' ? [[id, found[id]] as const] : []))
  return counted.length > 0 ? { counted: Object.fromEntries(counted) } : {}
}

const print = (recordings: object) => `${JSON.stringify(recordings, null, 1)}\n`
