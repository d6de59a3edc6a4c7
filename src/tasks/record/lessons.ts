/** Plays every demo of the course, to keep what happened or to compare it with what was kept. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LessonInFolder } from '#course/course-reader.ts'
import type { ProjectFiles } from '#course/project-files.ts'
import { RECORDINGS, type RecordedTrace, type Recordings } from '#course/recording.ts'
import { differences } from './differences.ts'
import { normalize } from './normalize.ts'
import { playDemo, type Played } from './play-demo.ts'
import { mistakesOf } from './hold.ts'

/** Told after each demo how many are through. */
export type TellProgress = (done: number, of: number) => void

function counter(folders: readonly LessonInFolder[], tell: TellProgress): () => void {
  const of = folders.reduce((sum, { demos }) => sum + demos.length, 0)
  let done = 0
  return () => tell((done += 1), of)
}

/** Records every demo into its lesson's folder. Answers the files that are other ones now. */
export async function recordLessons(
  files: ProjectFiles,
  folders: readonly LessonInFolder[],
  origin: string,
  tellProgress: TellProgress = () => undefined,
): Promise<readonly string[]> {
  const changed: string[] = []
  const tellPlayed = counter(folders, tellProgress)
  for (const { file, lesson, demos, recordings } of folders) {
    const recorded: Record<string, readonly RecordedTrace[]> = {}
    for (const demo of demos) {
      recorded[demo.id] = keptOf(files, await playDemo(origin, lesson, demo))
      tellPlayed()
    }
    const text = print(recorded)
    if (text === print(recordings)) continue
    const path = `${dirname(file)}/${RECORDINGS}`
    writeFileSync(join(files.root, path), text)
    changed.push(path)
  }
  return changed
}

/** Plays every demo again. Answers a sentence for all that is not as its lesson says. */
export async function checkLessons(
  files: ProjectFiles,
  folders: readonly LessonInFolder[],
  origin: string,
  tellProgress: TellProgress = () => undefined,
): Promise<readonly string[]> {
  const sentences: string[] = []
  const tellPlayed = counter(folders, tellProgress)
  for (const { lesson, demos, recordings } of folders) {
    for (const [index, demo] of demos.entries()) {
      const played = await playDemo(origin, lesson, demo)
      tellPlayed()
      const now = keptOf(files, played)
      const found = [
        ...differencesOf(recordings[demo.id], now),
        ...(await mistakesOf(demo, played)),
      ]
      sentences.push(...found.map((each) => `${lesson.path}, demo ${index + 1}${each}.`))
    }
    const known = new Set(demos.map(({ id }) => id))
    for (const id of Object.keys(recordings))
      if (!known.has(id)) sentences.push(`${lesson.path}: ${RECORDINGS} has ${id}, no demo.`)
  }
  return sentences
}

/** What is kept of each step; of one that leaves no trace, an empty one holds its place. */
const keptOf = (files: ProjectFiles, { traces }: Played): readonly RecordedTrace[] =>
  traces.map((trace) =>
    trace
      ? normalize(files, trace)
      : { title: 'a look inside', persona: 'you', status: 200, steps: [] },
  )

function differencesOf(
  recorded: readonly RecordedTrace[] | undefined,
  now: readonly RecordedTrace[],
): readonly string[] {
  if (!recorded) return [': was never recorded']
  if (recorded.length !== now.length)
    return [`: has ${now.length} steps, and ${recorded.length} are recorded`]
  return now.flatMap((trace, index) =>
    differences(recorded[index]!, trace).map((each) => `, step ${index + 1}: ${each}`),
  )
}

const print = (recordings: Recordings) => `${JSON.stringify(recordings, null, 1)}\n`
