/** Finds the files of the course and reads what authors wrote into them. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import type { z } from 'zod'
import { isLeftBehind } from '#lib/left-behind.mjs'
import { frontMatterOf } from './mdx.ts'
import type { ProjectFiles } from './project-files.ts'
import { RECORDINGS, type Recordings } from './recording.ts'
import { schemas } from './schema.ts'
import type { DemoEntry } from './schema/demo.ts'
import type { LessonFile, PartFile } from './schema/lesson.ts'
import type { RecallFile } from './schema/recall.ts'
import type { StartState } from './schema/start-state.ts'
import type { Term } from './course-data.ts'

export interface PartFolder extends NumberedFolder {
  readonly file: string
  readonly part: PartFile
  readonly lessons: readonly LessonFolder[]
}

export interface LessonFolder extends NumberedFolder {
  readonly file: string
  readonly lesson: LessonFile
  readonly text: string
  readonly demosFile: string
  /** `null` for a lesson without demos. */
  readonly demosText: string | null
  readonly demos: readonly DemoEntry[]
  /** What it leaves behind, to be asked again; nothing for a lesson without such questions. */
  readonly recalls: RecallFile
  /** What was recorded of them; nothing before the first recording. */
  readonly recordings: Recordings
}

interface NumberedFolder {
  readonly number: number
  /** The folder's name without its number. */
  readonly slug: string
}

export interface StartStateInFile {
  readonly file: string
  readonly startState: StartState
}

export const LESSONS = 'content/lessons'
export const START_STATES = 'content/seeds'
export const GLOSSARY = 'content/glossary'
const RECALLS = 'recall.yaml'

/** Collects what is wrong, so that an author reads it all at once. */
export class Problems {
  readonly #sentences: string[]

  /** Goes on from those that others have found. */
  constructor(known?: Problems) {
    this.#sentences = [...(known?.sentences ?? [])]
  }

  add(file: string, sentence: string): void {
    this.#sentences.push(`${file}: ${sentence}`)
  }

  get sentences(): readonly string[] {
    return this.#sentences
  }

  throwIfAny(): void {
    if (this.#sentences.length === 0) return
    const error = new Error(
      `The course has mistakes.\n${this.#sentences.map((sentence) => `  ${sentence}`).join('\n')}`,
    )
    // The place to look at is in the sentences. This one would lead away from it.
    error.stack = error.message
    throw error
  }
}

/** The folders in the order of their numbers. Files with a mistake are left out and told to `problems`. */
export function readFolders(files: ProjectFiles, problems: Problems): readonly PartFolder[] {
  return numberedFolders(files, LESSONS, problems).flatMap(({ path, ...folder }) => {
    const file = `${path}/part.yaml`
    const part = readYaml(files, file, schemas.part, problems)
    const lessons = numberedFolders(files, path, problems).flatMap((found) =>
      readLesson(files, found, problems),
    )
    return part ? [{ ...folder, file, part, lessons }] : []
  })
}

/** The start states in the order of their names. Files with a mistake are left out and told to `problems`. */
export function readStartStates(
  files: ProjectFiles,
  problems: Problems,
): readonly StartStateInFile[] {
  if (!existsSync(join(files.root, START_STATES))) return []
  const names = readdirSync(join(files.root, START_STATES))
    .filter((name) => !isLeftBehind(name))
    .sort()
  return names.flatMap((name) => {
    const file = `${START_STATES}/${name}`
    if (!name.endsWith('.yaml')) {
      problems.add(file, 'is no start state: name it as two-people.yaml.')
      return []
    }
    const startState = readYaml(files, file, schemas.startState, problems)
    if (!startState) return []
    if (name !== `${startState.name}.yaml`)
      problems.add(file, `is called as its name: ${startState.name}.yaml.`)
    return [{ file, startState }]
  })
}

/** The words of the glossary in the order of their names. Files with a mistake are left out and told to `problems`. */
export function readTerms(files: ProjectFiles, problems: Problems): readonly Term[] {
  if (!existsSync(join(files.root, GLOSSARY))) return []
  const names = readdirSync(join(files.root, GLOSSARY))
    .filter((name) => !isLeftBehind(name))
    .sort()
  return names.flatMap((name) => {
    const term = readYaml(files, `${GLOSSARY}/${name}`, schemas.term, problems)
    return term ? [{ ...term, name: name.replace(/\.yaml$/, '') }] : []
  })
}

function readLesson(
  files: ProjectFiles,
  { path, ...folder }: NumberedFolder & { readonly path: string },
  problems: Problems,
): readonly LessonFolder[] {
  const file = `${path}/index.mdx`
  const demosFile = `${path}/demos.yaml`
  const text = files.text(file)
  const frontMatter = text === null ? null : frontMatterOf(text)
  if (text === null || frontMatter === null) {
    problems.add(file, text === null ? 'is missing.' : 'begins without front matter.')
    return []
  }
  const lesson = parseYaml(file, frontMatter, schemas.lesson, problems)
  const demosText = files.text(demosFile)
  const demos = demosText === null ? [] : parseYaml(demosFile, demosText, schemas.demos, problems)
  const recordings = readRecordings(files, `${path}/${RECORDINGS}`, problems)
  const recallFile = `${path}/${RECALLS}`
  const recallText = files.text(recallFile)
  const recalls =
    recallText === null ? [] : parseYaml(recallFile, recallText, schemas.recalls, problems)
  if (!lesson || !demos || !recalls) return []
  return [{ ...folder, file, lesson, text, demosFile, demosText, demos, recalls, recordings }]
}

/** Written by `npm run lessons:record`, never by hand. */
function readRecordings(files: ProjectFiles, file: string, problems: Problems): Recordings {
  const text = files.text(file)
  if (text === null) return {}
  try {
    return JSON.parse(text) as Recordings
  } catch {
    problems.add(file, 'is not JSON: npm run lessons:record writes it anew.')
    return {}
  }
}

const FOLDER = /^(?<number>\d{2})-(?<slug>[a-z\d]+(?:-[a-z\d]+)*)$/

function numberedFolders(files: ProjectFiles, path: string, problems: Problems) {
  const folders = readdirSync(join(files.root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isLeftBehind(entry.name))
    .map(({ name }) => name)
    .sort()
  return folders.flatMap((name) => {
    const { number, slug } = FOLDER.exec(name)?.groups ?? {}
    if (number && slug) return [{ path: `${path}/${name}`, number: Number(number), slug }]
    problems.add(`${path}/${name}`, 'is no folder of the course: name it as 01-small-words.')
    return []
  })
}

function readYaml<Value>(
  files: ProjectFiles,
  file: string,
  schema: z.ZodType<Value>,
  problems: Problems,
): Value | null {
  const text = files.text(file)
  if (text !== null) return parseYaml(file, text, schema, problems)
  problems.add(file, 'is missing.')
  return null
}

function parseYaml<Value>(
  file: string,
  text: string,
  schema: z.ZodType<Value>,
  problems: Problems,
): Value | null {
  let written: unknown
  try {
    written = load(text)
  } catch (error) {
    problems.add(file, `is not YAML. ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
  const result = schema.safeParse(written)
  if (result.success) return result.data
  for (const { path, message } of result.error.issues) {
    problems.add(file, [path.map(String).join('.'), message].filter(Boolean).join(': '))
  }
  return null
}
