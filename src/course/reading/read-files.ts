/**
 * Finds the files of a course and reads what authors wrote into them. A file
 * with a mistake is told, and left out; what is beside it is read all the same.
 */
import type { z } from 'zod'
import { isLeftBehind } from '#lib/left-behind.mjs'
import type { Term } from '../course-data.ts'
import { frontMatterOf, MdxError, compileMdx, parseMdx, type Root } from '../mdx.ts'
import type { Files } from '../project-files.ts'
import { RECORDINGS, type Recordings } from '../recording.ts'
import { schemas } from '../schema.ts'
import type { CourseFile } from '../schema/course.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { LessonFile, PartFile } from '../schema/lesson.ts'
import type { RecallFile } from '../schema/recall.ts'
import type { StartState } from '../schema/start-state.ts'
import { dataMistakes } from './data-mistakes.ts'
import { mdxMistake } from './mdx-mistakes.ts'
import { BEGINNING, type Mistakes, type Place } from './mistake.ts'
import type { Remembered } from './remembered.ts'
import { readYaml, YamlMistake, type Path, type YamlText } from './yaml-text.ts'

/** What is read, whom mistakes are told, and where the course is. */
export interface Reading {
  readonly files: Files
  readonly mistakes: Mistakes
  readonly remembered: Remembered
  /** The folder of the course, from that of package.json: `content`. */
  readonly content: string
}

/** What an author wrote into a file of data, and where what stands in it. */
export interface Data<Value> {
  readonly file: string
  readonly text: string
  readonly value: Value
  readonly yaml: YamlText
}

interface Numbered {
  readonly number: number
  /** The folder's name without its number. */
  readonly slug: string
  readonly folder: string
}

export interface PartFound extends Numbered {
  readonly file: string
  /** `null` where its file has a mistake. */
  readonly part: Data<PartFile> | null
  readonly lessons: readonly LessonFound[]
}

/** A lesson’s folder, with what could be read of it. */
export interface LessonFound extends Numbered {
  /** `scopes/who-is-asking` */
  readonly path: string
  /** As it is written, even where the rest of its front matter has a mistake. */
  readonly id: string | null
  /** Its text. */
  readonly file: string
  readonly demosFile: string
  readonly text: string | null
  /** `null` for what is no MDX. */
  readonly root: Root | null
  readonly lesson: Data<LessonFile> | null
  /** `null` where its file has a mistake, as the two after it; empty where there is none. */
  readonly demos: Data<readonly DemoEntry[]> | null
  readonly recalls: Data<RecallFile> | null
  readonly recordings: Recordings
}

/** A lesson without a mistake that keeps it from being shown. */
export interface LessonFolder extends Numbered {
  readonly path: string
  readonly file: string
  readonly lesson: LessonFile
  readonly text: string
  readonly demosFile: string
  /** `null` for a lesson without demos. */
  readonly demosText: string | null
  readonly demos: readonly DemoEntry[]
  /** Where something of its demos stands: `[0, 'steps', 1, 'label']`. */
  readonly placeInDemos: (path: Path) => Place
  readonly recalls: RecallFile
  /** What was recorded of its demos; nothing before the first recording. */
  readonly recordings: Recordings
}

/** A file that is named by what it holds: a start state, a word. */
export interface Named<Value> {
  readonly name: string
  readonly file: string
  /** `null` where it has a mistake. */
  readonly data: Data<Value> | null
}

/** What is true of the whole course. A course without that file is as the house would have it. */
export function readSettings(reading: Reading): CourseFile {
  const file = `${reading.content}/course.yaml`
  const text = reading.files.text(file)
  const data = text === null ? null : parseData(reading, file, text, schemas.course)
  return data?.value ?? { house_style: true }
}

/** The folders in the order of their numbers. */
export function readParts(reading: Reading): readonly PartFound[] {
  const lessons = `${reading.content}/lessons`
  const found = numberedFolders(reading, lessons)
  if (found.length === 0)
    reading.mistakes.add(lessons, 'broken', BEGINNING, {
      what: 'There is no part in this folder.',
      write: 'Make a folder for one, such as 01-scopes, with a part.yaml.',
    })
  return found.map((numbered) => {
    const file = `${numbered.folder}/part.yaml`
    const part = readRequired(reading, file, schemas.part)
    const lessons = numberedFolders(reading, numbered.folder).map((each) =>
      readLesson(reading, numbered.slug, each),
    )
    return { ...numbered, file, part, lessons }
  })
}

/** The start states in the order of their names. */
export function readStartStates(reading: Reading): readonly Named<StartState>[] {
  return readNamed(reading, 'seeds', schemas.startState, 'two-people.yaml').map((seed) => {
    const { name, file, data } = seed
    if (data && data.value.name !== name)
      reading.mistakes.add(file, 'wrong', data.yaml.placeOf(['name']), {
        what: `It is called "${data.value.name}", and its file ${name}.yaml.`,
        write: `Write name: ${name}, or call the file ${data.value.name}.yaml.`,
      })
    return seed
  })
}

/** The words of the glossary in the order of their names. */
export const readTerms = (reading: Reading): readonly Named<Omit<Term, 'name'>>[] =>
  readNamed(reading, 'glossary', schemas.term, 'unique-index.yaml')

function readNamed<Value>(
  reading: Reading,
  kind: string,
  schema: z.ZodType<Value>,
  example: string,
): readonly Named<Value>[] {
  const folder = `${reading.content}/${kind}`
  const entries = reading.files.entries(folder).filter(({ name }) => !isLeftBehind(name))
  return entries.flatMap(({ name, isFolder }) => {
    const file = `${folder}/${name}`
    if (!isFolder && /^[a-z\d]+(?:-[a-z\d]+)*\.yaml$/.test(name)) {
      const data = readRequired(reading, file, schema)
      return [{ name: name.replace(/\.yaml$/, ''), file, data }]
    }
    reading.mistakes.add(file, 'wrong', BEGINNING, {
      what: `This is no file of ${kind}.`,
      write: `Call it in small letters, as ${example}.`,
    })
    return []
  })
}

function readLesson(reading: Reading, part: string, numbered: Numbered): LessonFound {
  const { folder, slug } = numbered
  const file = `${folder}/index.mdx`
  const demosFile = `${folder}/demos.yaml`
  const text = reading.files.text(file)
  if (text === null)
    reading.mistakes.add(file, 'broken', BEGINNING, {
      what: 'A lesson without its text: the file is missing.',
      write: 'Write it, or take the folder away.',
    })
  return {
    ...numbered,
    path: `${part}/${slug}`,
    id: /^id: *(?<id>[\w-]+) *$/m.exec(frontMatterOf(text ?? '') ?? '')?.groups?.['id'] ?? null,
    ...{ file, demosFile, text },
    lesson: text === null ? null : readFrontMatter(reading, file, text),
    root: text === null ? null : readText(reading, file, text),
    demos: readOptional(reading, demosFile, schemas.demos, 'demos'),
    recalls: readOptional(reading, `${folder}/recall.yaml`, schemas.recalls, 'recalls'),
    recordings: readRecordings(reading, `${folder}/${RECORDINGS}`),
  }
}

function readFrontMatter(reading: Reading, file: string, text: string): Data<LessonFile> | null {
  const frontMatter = frontMatterOf(text)
  if (frontMatter !== null)
    return parseData(reading, file, frontMatter, schemas.lesson, { firstLine: 2 })
  reading.mistakes.add(file, 'broken', BEGINNING, {
    what: 'It begins without front matter.',
    write: 'Write --- in the first line, then id, title and the other keys, then --- again.',
  })
  return null
}

const readText = ({ mistakes, remembered }: Reading, file: string, text: string): Root | null =>
  remembered.take(`text ${file}`, [text], mistakes, (own) => parseText(own, file, text))

function parseText(mistakes: Mistakes, file: string, text: string): Root | null {
  try {
    const root = parseMdx(text)
    compileMdx(text)
    return root
  } catch (error) {
    if (!(error instanceof MdxError)) throw error
    const { line, column, what, write } = mdxMistake(error, text)
    mistakes.add(file, 'broken', { line, column }, { what, write })
    return null
  }
}

/** What stands for recordings that cannot be read: that is said already. */
export const UNREADABLE: Recordings = {}

/** Written by `npm run lessons:record`, never by hand. */
function readRecordings({ files, mistakes, remembered }: Reading, file: string): Recordings {
  const text = files.text(file)
  return remembered.take(file, [text], mistakes, (own) => parseRecordings(own, file, text))
}

function parseRecordings(mistakes: Mistakes, file: string, text: string | null): Recordings {
  if (text === null) return {}
  try {
    return JSON.parse(text) as Recordings
  } catch {
    mistakes.add(file, 'recording', BEGINNING, {
      what: 'This is no JSON.',
      write: 'Take it away, and let npm run lessons:record write it anew.',
    })
    return UNREADABLE
  }
}

const FOLDER = /^(?<number>\d{2})-(?<slug>[a-z\d]+(?:-[a-z\d]+)*)$/

function numberedFolders({ files, mistakes }: Reading, path: string): readonly Numbered[] {
  const folders = files
    .entries(path)
    .filter(({ name, isFolder }) => isFolder && !isLeftBehind(name))
  return folders.flatMap(({ name }) => {
    const folder = `${path}/${name}`
    const { number, slug } = FOLDER.exec(name)?.groups ?? {}
    if (number && slug) return [{ folder, number: Number(number), slug }]
    mistakes.add(folder, 'wrong', BEGINNING, {
      what: `"${name}" is no folder of the course.`,
      write: `Call it with two digits and small letters, as ${likelyName(name)}.`,
    })
    return []
  })
}

function likelyName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  const likely = /^\d/.test(words) ? words.replace(/^(\d)-/, '0$1-') : `01-${words}`
  return FOLDER.test(likely) ? likely : '01-small-words'
}

function readRequired<Value>(
  reading: Reading,
  file: string,
  schema: z.ZodType<Value>,
): Data<Value> | null {
  const text = reading.files.text(file)
  if (text !== null) return parseData(reading, file, text, schema)
  reading.mistakes.add(file, 'broken', BEGINNING, {
    what: 'This file is missing.',
    write: `Write it with ${Object.keys((schema as { shape?: object }).shape ?? {})
      .slice(0, 2)
      .join(' and ')}.`,
  })
  return null
}

/** A file that need not be there: then it is an empty list. */
function readOptional<Value>(
  reading: Reading,
  file: string,
  schema: z.ZodType<readonly Value[]>,
  entry: string,
): Data<readonly Value[]> | null {
  const text = reading.files.text(file)
  const { mistakes, remembered } = reading
  return text === null
    ? remembered.take(file, [], mistakes, () => ({ file, text: '', value: [], yaml: readYaml('') }))
    : parseData(reading, file, text, schema, { entry })
}

interface Written {
  readonly file: string
  readonly text: string
  readonly firstLine: number
  readonly entry: string
}

function parseData<Value>(
  { mistakes, remembered }: Reading,
  file: string,
  text: string,
  schema: z.ZodType<Value>,
  { firstLine = 1, entry = '' } = {},
): Data<Value> | null {
  return remembered.take(file, [text], mistakes, (own) =>
    parseWith(own, { file, text, firstLine, entry }, schema),
  )
}

function parseWith<Value>(
  mistakes: Mistakes,
  { file, text, firstLine, entry }: Written,
  schema: z.ZodType<Value>,
): Data<Value> | null {
  try {
    const yaml = readYaml(text, firstLine)
    const result = schema.safeParse(yaml.value)
    if (result.success) return { file, text, value: result.data, yaml }
    for (const { line, column, ...wrong } of dataMistakes(schema, result.error.issues, yaml, entry))
      mistakes.add(file, 'broken', { line, column }, wrong)
  } catch (error) {
    if (!(error instanceof YamlMistake)) throw error
    mistakes.add(file, 'broken', error.place, error.wrong)
  }
  return null
}
