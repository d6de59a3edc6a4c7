/**
 * The exercises of a lesson: a folder each, with what its reader is asked, what
 * the editor holds at first, what passes, and what is checked. That checks fail
 * and pass as they should is for a test: here nothing runs.
 */
import { isLeftBehind } from '#lib/left-behind.mjs'
import { blankTypes } from '#prompt/typescript/blank-types.ts'
import { importsOf } from '#prompt/typescript/imports-of.ts'
import { IMPORTABLE, WITH_DATABASE, type ExerciseFile } from '../schema/exercise.ts'
import { schemas } from '../schema.ts'
import { BEGINNING, type Place, type Wrong } from './mistake.ts'
import { offer } from './near.ts'
import { parseData, type Data, type Reading } from './reading.ts'

/** An exercise’s folder, with what could be read of it. */
export interface ExerciseFound {
  readonly folder: string
  /** `exercise.yaml` */
  readonly file: string
  /** `null` where its file has a mistake. */
  readonly data: Data<ExerciseFile> | null
  readonly texts: ExerciseTexts
}

/** The files of an exercise by their names. */
export interface ExerciseTexts {
  readonly start: Readonly<Record<string, string>>
  readonly solution: Readonly<Record<string, string>>
  readonly checks: string
}

const CHECKS = 'checks.ts'
const STATES = ['start', 'solution'] as const
/** What checks are written with. */
const FOR_CHECKS = 'glasshouse/exercise'

/** The exercises in a lesson’s folder, in the order of their names. */
export function readExercises(reading: Reading, lesson: string): readonly ExerciseFound[] {
  const folder = `${lesson}/exercises`
  return reading.files
    .entries(folder)
    .filter(({ name }) => !isLeftBehind(name))
    .flatMap(({ name, isFolder }) => {
      const own = `${folder}/${name}`
      if (isFolder) return [readExercise(reading, own)]
      tell(reading, own, { what: 'This is no exercise.', write: 'Make a folder for each.' })
      return []
    })
}

function tell({ mistakes }: Reading, file: string, wrong: Wrong, place: Place = BEGINNING): void {
  mistakes.add(file, 'broken', place, wrong)
}

function readExercise(reading: Reading, folder: string): ExerciseFound {
  const file = `${folder}/exercise.yaml`
  const written = reading.files.text(file)
  if (written === null)
    tell(reading, file, { what: 'This file is missing.', write: 'Write it with id and title.' })
  const data = written === null ? null : parseData(reading, file, written, schemas.exercise)
  const texts = textsOf(reading, folder)
  if (data) checkExercise(reading, folder, data, texts)
  return { folder, file, data, texts }
}

function textsOf({ files }: Reading, folder: string): ExerciseTexts {
  const textsIn = (state: string) =>
    Object.fromEntries(
      files
        .entries(`${folder}/${state}`)
        .filter(({ name }) => !isLeftBehind(name))
        .map(({ name }) => [name, files.text(`${folder}/${state}/${name}`) ?? '']),
    )
  return {
    start: textsIn('start'),
    solution: textsIn('solution'),
    checks: files.text(`${folder}/${CHECKS}`) ?? '',
  }
}

function checkExercise(
  reading: Reading,
  folder: string,
  data: Data<ExerciseFile>,
  texts: ExerciseTexts,
): void {
  const { files, given } = data.value
  const names = [...files, ...given]
  const at = (path: readonly PropertyKey[]) => data.yaml.placeOf(path) ?? BEGINNING
  for (const state of STATES) checkFolder(reading, folder, state, { data, names, texts })
  for (const [index, name] of given.entries())
    if (texts.start[name] !== texts.solution[name])
      tell(
        reading,
        data.file,
        {
          what: `${name} is given, and is not the same in start/ and in solution/.`,
          write: `Copy start/${name}, or name it in files.`,
        },
        at(['given', index]),
      )
  if (names.every((name) => texts.start[name] === texts.solution[name]))
    tell(reading, `${folder}/solution`, {
      what: 'The solution is what the editor holds at first.',
      write: 'Leave something to do in start/.',
    })
  if (texts.checks === '')
    tell(reading, `${folder}/${CHECKS}`, {
      what: 'This file is missing.',
      write: "Write it with export default [check('…', async ({ code, see }) => …)].",
    })
  else {
    const beside = given.map((name) => `./solution/${name}`)
    checkCode(reading, `${folder}/${CHECKS}`, texts.checks, [FOR_CHECKS, ...IMPORTABLE, ...beside])
  }
  checkSettings(reading, data, texts)
}

interface Own {
  readonly data: Data<ExerciseFile>
  readonly names: readonly string[]
  readonly texts: ExerciseTexts
}

function checkFolder(
  reading: Reading,
  folder: string,
  state: (typeof STATES)[number],
  { data, names, texts }: Own,
): void {
  const there = texts[state]
  for (const name of names)
    if (there[name] === undefined)
      tell(
        reading,
        data.file,
        { what: `${state}/ has no file ${name}.`, write: offer(name, Object.keys(there)) },
        data.yaml.placeOf(['files']) ?? BEGINNING,
      )
  for (const [name, text] of Object.entries(there)) {
    const file = `${folder}/${state}/${name}`
    const beside = names.map((one) => `./${one}`)
    if (names.includes(name)) checkCode(reading, file, text, [...IMPORTABLE, ...beside])
    else
      tell(reading, file, {
        what: `exercise.yaml does not name ${name}.`,
        write: 'Name it in files or in given, or take it away.',
      })
  }
}

/** Code that a browser can read as it stands, and that names nothing which is not there. */
function checkCode(reading: Reading, file: string, text: string, known: readonly string[]): void {
  const { code, problems } = blankTypes(text)
  for (const { from, message } of problems)
    tell(reading, file, { what: message, write: 'A browser has no compiler.' }, placeIn(text, from))
  for (const { name, from } of importsOf(code))
    if (!known.includes(name))
      tell(
        reading,
        file,
        { what: `Nothing here is called "${name}".`, write: offer(name, known) },
        placeIn(text, from),
      )
}

function placeIn(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

function checkSettings(
  reading: Reading,
  { file, value, yaml }: Data<ExerciseFile>,
  { solution }: ExerciseTexts,
): void {
  const at = (path: readonly PropertyKey[]) => yaml.placeOf(path) ?? BEGINNING
  const { kind, migrations, mistakes } = value
  const known = reading.files
    .entries('migrations')
    .flatMap(({ name, isFolder }) => (isFolder ? [] : [name.replace(/\.ts$/, '')]))
  for (const [index, name] of migrations.entries())
    if (!known.includes(name))
      tell(
        reading,
        file,
        { what: `No migration is called ${name}.`, write: offer(name, known) },
        at(['migrations', index]),
      )
  if (migrations.length > 0 && !WITH_DATABASE.includes(kind))
    tell(
      reading,
      file,
      { what: `An exercise of kind ${kind} has no tables.`, write: 'Write kind: repo.' },
      at(['kind']),
    )
  const text = value.files.map((name) => solution[name] ?? '').join('\n')
  for (const [index, { replace }] of mistakes.entries()) {
    const times = text.split(replace).length - 1
    if (times !== 1)
      tell(
        reading,
        file,
        {
          what: `“${replace}” stands in the solution ${times} times.`,
          write: 'Write words that stand in it once.',
        },
        at(['mistakes', index, 'replace']),
      )
  }
}
