/**
 * Finds the files of a course and reads what authors wrote into them. A file
 * with a mistake is told, and left out; what is beside it is read all the same.
 */
import type { z } from 'zod'
import { isLeftBehind } from '#lib/left-behind.mjs'
import { frontMatterOf, MdxError, compileMdx, parseMdx, type Root } from '../mdx.ts'
import { RECORDINGS, type Recordings } from '../recording.ts'
import { schemas } from '../schema.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { ExerciseFile } from '../schema/exercise.ts'
import type { LessonFile, PartFile } from '../schema/lesson.ts'
import type { RecallFile } from '../schema/recall.ts'
import type { StartState } from '../schema/start-state.ts'
import type { TermFile } from '../schema/term.ts'
import type { TranscriptFile } from '../schema/transcript.ts'
import type { TriesFile } from '../schema/tries.ts'
import type { WallFile } from '../schema/wall.ts'
import { TRANSCRIPTS, type RecordedTranscripts } from '../transcript.ts'
import type { TagsFile } from '../schema/tags.ts'
import type { CoversFile } from '../schema/covers.ts'
import type { FactsFile } from '../schema/facts.ts'
import { foldersInOrder, type Numbered } from './in-order.ts'
import { readExercises, type ExerciseFound, type ExerciseTexts } from './read-exercises.ts'
import { mdxMistake } from './mdx-mistakes.ts'
import { BEGINNING, type Mistakes, type Place } from './mistake.ts'
import { parseData, type Data, type Reading } from './reading.ts'
import type { Settings } from './settings.ts'
import { readYaml, type Path } from './yaml-text.ts'

export type { Data, Reading } from './reading.ts'

export interface PartFound extends Numbered {
  readonly file: string
  /** `null` where its file has a mistake. */
  readonly part: Data<PartFile> | null
  readonly lessons: readonly LessonFound[]
}

/** A lesson’s folder, with what could be read of it. */
export interface LessonFound extends Numbered {
  /** `persons/who-comes-in` */
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
  readonly transcripts: Data<TranscriptFile> | null
  readonly exercises: readonly ExerciseFound[]
  readonly recordings: Recordings
  /** What its transcripts printed; nothing before the first recording. */
  readonly prints: RecordedTranscripts
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
  readonly transcripts: TranscriptFile
  /** The same of its transcripts. */
  readonly placeInTranscripts: (path: Path) => Place
  readonly prints: RecordedTranscripts
  readonly exercises: readonly ExerciseFolder[]
  /** What was recorded of its demos; nothing before the first recording. */
  readonly recordings: Recordings
}

/** An exercise without a mistake. */
export interface ExerciseFolder {
  readonly exercise: ExerciseFile
  readonly texts: ExerciseTexts
}

/** A file that is named by what it holds: a start state, a word. */
export interface Named<Value> {
  readonly name: string
  readonly file: string
  /** `null` where it has a mistake. */
  readonly data: Data<Value> | null
}

/** The parts in their order, without the lessons that are hidden. */
export function readParts(reading: Reading, settings: Settings): readonly PartFound[] {
  const lessons = `${reading.content}/lessons`
  const { order, hidden } = settings.value
  const found = foldersInOrder(reading, settings, lessons, {
    order: order?.map(({ part }) => part) ?? null,
    at: ['order'],
    nameIt: (slug, folder) =>
      `Write there: - part: ${slug}, and below it lessons: [${slugsIn(reading, folder).join(', ')}].`,
  })
  if (found.length === 0)
    reading.mistakes.add(lessons, 'broken', BEGINNING, {
      what: 'There is no part in this folder.',
      write: 'Make a folder for one, such as 01-scopes, with a part.yaml.',
    })
  return found.map((numbered) => {
    const file = `${numbered.folder}/part.yaml`
    const own = order?.[numbered.number - 1]?.lessons ?? null
    const said = readRequired(reading, file, schemas.part)
    const lessons = foldersInOrder(reading, settings, numbered.folder, {
      order: own,
      at: ['order', numbered.number - 1, 'lessons'],
      nameIt: () => `Name it among the lessons of ${numbered.slug}, or hide it.`,
      isHidden: (folder) => hidden.includes(idIn(reading, folder) ?? ''),
    }).map((each) => readLesson(reading, numbered.slug, each))
    const part = own === null ? said : afterWritten(said, lessons.length)
    return { ...numbered, file, part, lessons }
  })
}

/** The names of the folders in a folder, without their numbers. */
const slugsIn = ({ files }: Reading, folder: string): readonly string[] =>
  files
    .entries(folder)
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => name.replace(/^\d{2}-/, ''))

/** Where course.yaml says the order, lessons to come follow those that are written: it names none of them. */
function afterWritten(part: PartFound['part'], written: number): PartFound['part'] {
  const planned = part?.value.planned.map((lesson, index) => ({
    ...lesson,
    number: written + index + 1,
  }))
  return part && planned ? { ...part, value: { ...part.value, planned } } : part
}

/** The hidden lessons that there are, by their ids, with their addresses. */
export function readHidden(
  reading: Reading,
  { value: { hidden } }: Settings,
): ReadonlyMap<string, string> {
  if (hidden.length === 0) return new Map()
  const { files, content } = reading
  const parts = files.entries(`${content}/lessons`).filter(({ isFolder }) => isFolder)
  return new Map(
    parts.flatMap((part) => {
      const folder = `${content}/lessons/${part.name}`
      return files.entries(folder).flatMap(({ name }): [string, string][] => {
        const id = idIn(reading, `${folder}/${name}`)
        const path = [part.name, name].map((each) => each.replace(/^\d{2}-/, '')).join('/')
        return id !== null && hidden.includes(id) ? [[id, path]] : []
      })
    }),
  )
}

const idIn = ({ files }: Reading, folder: string): string | null =>
  idOf(files.text(`${folder}/index.mdx`) ?? '')

/** As it is written, even where the rest of the front matter has a mistake. */
const idOf = (text: string): string | null =>
  /^id: *(?<id>[\w-]+) *$/m.exec(frontMatterOf(text) ?? '')?.groups?.['id'] ?? null

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
export const readTerms = (reading: Reading): readonly Named<TermFile>[] =>
  readNamed(reading, 'glossary', schemas.term, 'unique-index.yaml')

/** The walls in the order of their names. */
export const readWalls = (reading: Reading): readonly Named<WallFile>[] =>
  readNamed(reading, 'labs', schemas.wall, 'wall.yaml')

/** What the course sets out to teach; nothing, where it does not say. */
export const readCovers = (reading: Reading): Data<CoversFile> | null =>
  readOptional(reading, `${reading.content}/covers.yaml`, schemas.covers, 'list')

/** What lessons quote of programs that are not here; nothing, where they quote none. */
export const readFacts = (reading: Reading): Data<FactsFile> | null =>
  readOptional(reading, `${reading.content}/facts.yaml`, schemas.facts, 'source')

/** What there is to try; nothing, where the course offers nothing. */
export const readTries = (reading: Reading): Data<TriesFile> | null =>
  readOptional(reading, `${reading.content}/try.yaml`, schemas.tries, 'group')

/** What the tags of its lessons are about; nothing, where the course does not say. */
export const readTags = (reading: Reading): Data<TagsFile> | null =>
  readOptional(reading, `${reading.content}/tags.yaml`, schemas.tags, 'tag')

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
    id: idOf(text ?? ''),
    ...{ file, demosFile, text },
    lesson: text === null ? null : readFrontMatter(reading, file, text),
    root: text === null ? null : readText(reading, file, text),
    demos: readOptional(reading, demosFile, schemas.demos, 'demos'),
    recalls: readOptional(reading, `${folder}/recall.yaml`, schemas.recalls, 'recalls'),
    transcripts: readOptional(
      reading,
      `${folder}/transcripts.yaml`,
      schemas.transcripts,
      'transcripts',
    ),
    exercises: readExercises(reading, folder),
    recordings: readRecordings(reading, `${folder}/${RECORDINGS}`, UNREADABLE),
    prints: readRecordings(reading, `${folder}/${TRANSCRIPTS}`, {}),
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
function readRecordings<Kept extends object>(
  { files, mistakes, remembered }: Reading,
  file: string,
  unreadable: Kept,
): Kept {
  const text = files.text(file)
  return remembered.take(file, [text], mistakes, (own) =>
    parseRecordings(own, file, text, unreadable),
  )
}

function parseRecordings<Kept extends object>(
  mistakes: Mistakes,
  file: string,
  text: string | null,
  unreadable: Kept,
): Kept {
  if (text === null) return {} as Kept
  try {
    return JSON.parse(text) as Kept
  } catch {
    mistakes.add(file, 'recording', BEGINNING, {
      what: 'This is no JSON.',
      write: 'Take it away, and let npm run lessons:record write it anew.',
    })
    return unreadable
  }
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
