/**
 * The one program that reads a course: files go in, and out come the course as
 * far as it is sound, and every mistake. The build, the tests, the dev server
 * and `npm run lessons:check` ask this and nothing else.
 */
import type { Trace } from '#trace/trace-step.ts'
import type { Course } from '../course-data.ts'
import { makeCourse, type PartFolder } from '../make-course.ts'
import type { Files } from '../project-files.ts'
import type { CoversFile } from '../schema/covers.ts'
import type { FactsFile } from '../schema/facts.ts'
import type { DemoEntry } from '../schema/demo.ts'
import { checkExplained } from './check-explained.ts'
import { checkCovered } from './check-covered.ts'
import { checkRelated, introducedBy, linkTerms } from './glossary.ts'
import { checkStyle } from './house-style.ts'
import { checkGuide, guideNames } from './guide-pages.ts'
import { addressesOf, checkLinks, type Addresses } from './links.ts'
import { BEGINNING, Mistakes, type Mistake } from './mistake.ts'
import { offer } from './near.ts'
import { checkQuotes } from './quotes.ts'
import {
  readCovers,
  readFacts,
  readHidden,
  readParts,
  readStartStates,
  readTags,
  readTerms,
  readTries,
  readWalls,
  UNREADABLE,
  type Data,
  type LessonFolder,
  type LessonFound,
  type Named,
  type PartFound,
  type Reading,
} from './read-files.ts'
import { checkReferences, referencesIn, type Known, type Reference } from './references.ts'
import { checkSettings } from './check-settings.ts'
import { Remembered } from './remembered.ts'
import { readSettings } from './settings.ts'
import { checkSpoilers } from './spoilers.ts'
import { checkRecordings, staleness } from './stale-recordings.ts'
import { checkText } from './text-mistakes.ts'
import { checksNeverMet, endsOtherwise, questionsWithoutAnswer } from './what-holds.ts'
import { checkTries } from './check-tries.ts'
import { checkWalls } from './check-walls.ts'
import { checkTranscripts } from './check-transcripts.ts'
import { refuseDoubles, refuseMissingStartStates } from './whole-course.ts'

export interface CourseRead {
  /** Every part, and the lessons that can be shown. */
  readonly course: Course
  readonly lessons: readonly LessonFolder[]
  /** What the course sets out to teach. */
  readonly covers: CoversFile
  /** What its lessons quote of programs that are not here. */
  readonly facts: FactsFile
  /** Whether every lesson is written, as `course.yaml` says. */
  readonly isWhole: boolean
  /** By file and line. */
  readonly mistakes: readonly Mistake[]
  /** By its path each lesson that cannot be shown, and the files that say why. */
  readonly stopped: ReadonlyMap<string, readonly string[]>
}

/**
 * Reads the course in the folder `content`. Throws nothing for what an author wrote. Whoever reads
 * again gives what is `remembered`, so that only what has changed is read.
 */
export function readCourse(
  files: Files,
  content = 'content',
  remembered = new Remembered(),
): CourseRead {
  const mistakes = new Mistakes()
  const reading: Reading = { files, mistakes, content, remembered }
  const settings = readSettings(reading)
  const parts = readParts(reading, settings)
  const hidden = readHidden(reading, settings)
  const seeds = readStartStates(reading)
  const terms = readTerms(reading)
  const walls = readWalls(reading)
  const tries = readTries(reading)
  const covers = readCovers(reading)
  const facts = readFacts(reading)
  const tags = readTags(reading)
  const found = parts.flatMap(({ lessons }) => lessons)
  refuseDoubles(reading, parts)
  refuseMissingStartStates(reading, found, seeds)
  checkWalls(reading, found, { walls, seeds })
  checkTries(reading, found, { tries, seeds })
  checkRelated(reading, terms)
  refuseMissingSteps(reading, found, hidden.size > 0)
  checkSettings(reading, settings, { parts, hidden: [...hidden.keys()] })

  const known: Known = {
    terms: terms.map(({ name }) => name),
    recalls: found.flatMap(recallIds),
    lessons: found.flatMap(({ id }) => (id === null ? [] : [id])),
    covers: (covers?.value ?? []).flatMap(namesOf),
    tags: (tags?.value ?? []).map(({ tag }) => tag),
    unread: [
      ...found.flatMap(({ id, recalls }) => (id !== null && !recalls ? [id] : [])),
      // Whoever hides a lesson need not change the others for it.
      ...hidden.keys(),
    ],
  }
  const addresses = addressesOf(files, parts, [...hidden.values()], guideNames(reading))
  checkGuide(reading, addresses)
  const anchors = [...addresses.anchors].map(([path, own]) => [path, ...(own ?? ['?'])])
  const key = JSON.stringify([settings.value, known, anchors, addresses.parts, addresses.guide])
  const around: Around = {
    known,
    addresses,
    key,
    hasStyle: settings.value.house_style,
  }
  const named = new Map(found.map((one) => [one.path, checkLesson(reading, one, around)]))

  const unsound = [
    ...terms.flatMap(({ name, file, data }) => (data ? [] : [{ word: name, file }])),
    ...found.flatMap(({ id, file, lesson, recalls, folder }) =>
      id === null || (lesson && recalls)
        ? []
        : [{ word: id, file: recalls ? file : `${folder}/recall.yaml` }],
    ),
  ]
  const stopped = new Map(
    found.flatMap((lesson) => {
      const why = [
        ...filesOf(lesson).filter((file) => mistakes.isBroken(file)),
        ...unsound
          .filter((one) => asksFor(named.get(lesson.path) ?? [], one.word))
          .map(({ file }) => file),
      ]
      return why.length > 0 ? [[lesson.path, why] as const] : []
    }),
  )
  const folders = parts.map((part) => soundPart(part, stopped))
  return {
    course: makeCourse(
      folders,
      seeds.flatMap(({ data }) => (data ? [data.value] : [])),
      {
        terms: linkTerms(terms.flatMap(withName), (name) => introducedBy(name, folders, named)),
        walls: walls.flatMap(withName),
        tries: tries?.value ?? [],
        tags: tags?.value ?? [],
      },
      settings.value,
    ),
    lessons: folders.flatMap(({ lessons }) => lessons),
    covers: covers?.value ?? [],
    facts: facts?.value ?? [],
    isWhole: settings.value.whole,
    mistakes: mistakes.all,
    stopped,
  }
}

const namesOf = ({ list, items }: CoversFile[number]) =>
  Object.keys(items).map((item) => `${list} ${item}`)

const withName = <Value extends object>({ name, data }: Named<Value>) =>
  data ? [{ ...data.value, name }] : []

const filesOf = ({ file, demosFile, folder, exercises }: LessonFound) => [
  file,
  demosFile,
  `${folder}/recall.yaml`,
  `${folder}/transcripts.yaml`,
  ...exercises.flatMap((exercise) => [
    ...[exercise.file, `${exercise.folder}/checks.ts`, `${exercise.folder}/solution`],
    ...(['start', 'solution'] as const).flatMap((state) =>
      Object.keys(exercise.texts[state]).map((name) => `${exercise.folder}/${state}/${name}`),
    ),
  ]),
]

const recallIds = ({ id: lesson, recalls }: LessonFound) =>
  lesson === null ? [] : (recalls?.value ?? []).map(({ id }) => `${lesson}.${id}`)

/** Whether a text asks for a word of the glossary, or for a question of a lesson. */
const asksFor = (references: readonly Reference[], word: string) =>
  references.some(
    ({ name, attributes }) =>
      (name === 'Term' && attributes['word'] === word) ||
      (name === 'Recall' && attributes['id']?.startsWith(`${word}.`)),
  )

/** What stands around a lesson. */
interface Around {
  /** Whether the rules of the house hold. */
  readonly hasStyle: boolean
  readonly known: Known
  readonly addresses: Addresses
  /** Another one whenever one of them is another. */
  readonly key: string
}

/** Everything that a lesson says of itself. Answers what its text names. */
function checkLesson(
  { files, mistakes, remembered }: Reading,
  lesson: LessonFound,
  around: Around,
): readonly Reference[] {
  const { path, root, text, demos, recalls, transcripts, recordings, prints } = lesson
  const references =
    root && text !== null
      ? remembered.take(`references ${path}`, [root], mistakes, () => referencesIn(text, root))
      : []
  const sources = references.flatMap(({ name, attributes: { file = '' } }) =>
    name === 'Source' ? [file, files.text(file)] : [],
  )
  const exercises = lesson.exercises.map(({ data }) => data)
  const own = [lesson.folder, root, demos, recalls, transcripts, recordings, prints]
  remembered.take(
    `lesson ${path}`,
    [...own, ...exercises, ...sources, around.key, pictures(files, lesson)],
    mistakes,
    (found) => checkAnew(files, found, lesson, { ...around, references }),
  )
  return references
}

/** Pictures are looked for by name. */
const pictures = (files: Files, { folder }: LessonFound) =>
  [...files.entries(folder), ...files.entries('public')].map(({ name }) => name).join(' ')

function checkAnew(
  files: Files,
  mistakes: Mistakes,
  lesson: LessonFound,
  { known, addresses, hasStyle, references }: Around & Naming,
): void {
  const { file, root, demos } = lesson
  if (root) {
    checkReferences({ files, mistakes }, lesson, known, references)
    checkText(mistakes, file, root)
    checkExplained(mistakes, lesson)
    checkCovered(mistakes, lesson, known, references)
    checkLinks(mistakes, lesson, addresses)
    if (hasStyle) checkStyle(mistakes, files, lesson, references)
    checkQuotes(mistakes, lesson, references)
    if (demos) checkSpoilers(mistakes, file, root, demos.value)
  }
  if (lesson.recordings !== UNREADABLE) checkRecordings(mistakes, lesson)
  checkTranscripts(mistakes, lesson)
  checkWhatHolds(mistakes, lesson)
}

interface Naming {
  readonly references: readonly Reference[]
}

/** Asked of recordings that are those of the demo as it is now. */
function checkWhatHolds(
  mistakes: Mistakes,
  { demos, demosFile, recordings }: Pick<LessonFound, 'demos' | 'demosFile' | 'recordings'>,
): void {
  for (const [index, demo] of (demos?.value ?? []).entries()) {
    const recorded = recordings[demo.id]
    if (!recorded || staleness(demo, recorded)) continue
    const traces = recorded.map((one) => (one.steps.length > 0 ? (one as unknown as Trace) : null))
    for (const { at, what, write } of [
      ...checksNeverMet(demo, traces),
      ...questionsWithoutAnswer(demo, traces),
      ...endsOtherwise(demo, traces),
    ])
      mistakes.add(demosFile, 'recording', placeIn(demos, [index, ...at]), {
        what: `Demo ${demo.id}: ${what}`,
        write,
      })
  }
}

const placeIn = (data: Data<unknown> | null, path: readonly PropertyKey[]) =>
  data?.yaml.placeOf(path) ?? BEGINNING

/** A step that names its safe twin names one that is there. So does a twin. */
function refuseMissingSteps(
  { mistakes, files }: Reading,
  lessons: readonly LessonFound[],
  areHidden: boolean,
): void {
  const all = lessons.flatMap(({ demos }) => demos?.value ?? [])
  const steps = all.flatMap(({ id, steps: own }) => own.map((_, index) => `${id}.${index + 1}`))
  const twins = lessons.flatMap(({ folder }) => twinsIn(files.text(`${folder}/twins.ts`)))
  for (const { demos, demosFile } of lessons)
    for (const [index, demo] of (demos?.value ?? []).entries()) {
      for (const { at, name } of twinsNamedBy(demo))
        if (!twins.includes(name))
          mistakes.add(demosFile, 'wrong', placeIn(demos, [index, ...at]), {
            what: `Demo ${demo.id}: "${name}" is a function of no twins.ts.`,
            write: offer(name, twins),
          })
      for (const [n, { safe }] of demo.steps.entries())
        if (
          safe !== null &&
          !steps.includes(safe) &&
          !areHidden &&
          lessons.every((one) => one.demos)
        )
          mistakes.add(demosFile, 'wrong', placeIn(demos, [index, 'steps', n, 'safe']), {
            what: `Demo ${demo.id}, step ${n + 1}: there is no step ${safe}.`,
            write: offer(safe, steps),
          })
    }
}

const twinsIn = (source: string | null): readonly string[] =>
  [...(source ?? '').matchAll(/^\s*['"]?([a-z][a-z\d-]*)['"]?: (?:\{|twin|define)/gm)].map(
    ([, name = '']) => name,
  )

const TWIN = /^\/twins\/(?<name>[a-z\d-]+)$/

function twinsNamedBy({ page, steps }: DemoEntry) {
  const paths = [
    { at: ['page'], path: page },
    ...steps.map((step, index) => ({
      at: ['steps', index, 'path'],
      path: 'path' in step ? step.path : null,
    })),
  ]
  return paths.flatMap(({ at, path }) => {
    const name = TWIN.exec(path ?? '')?.groups?.['name']
    return name === undefined ? [] : [{ at, name }]
  })
}

/** A part with the lessons that can be shown; of the others the outline has a name. */
function soundPart(found: PartFound, stopped: CourseRead['stopped']): PartFolder {
  const { number, slug, part } = found
  return {
    number,
    slug,
    title: part?.value.title ?? inWords(slug),
    summary: part?.value.summary ?? 'What this part is about cannot be read yet.',
    planned: part?.value.planned ?? [],
    lessons: found.lessons.flatMap((lesson) =>
      stopped.has(lesson.path) ? [] : soundLesson(lesson),
    ),
    stopped: found.lessons
      .filter(({ path }) => stopped.has(path))
      .map(({ number: own, path, slug: name, lesson }) => ({
        number: own,
        path,
        title: lesson?.value.title ?? inWords(name),
        summary: lesson?.value.summary ?? '',
      })),
  }
}

function soundLesson({
  lesson,
  demos,
  recalls,
  transcripts,
  text,
  ...found
}: LessonFound): readonly LessonFolder[] {
  if (!lesson || !demos || !recalls || !transcripts || text === null) return []
  const exercises = found.exercises.flatMap(({ data, texts }) =>
    data ? [{ exercise: data.value, texts }] : [],
  )
  const own = { lesson: lesson.value, demos: demos.value, recalls: recalls.value, exercises }
  const demosText = demos.text === '' ? null : demos.text
  const typed = { transcripts: transcripts.value, placeInTranscripts: transcripts.yaml.placeOf }
  return [{ ...found, ...own, ...typed, text, demosText, placeInDemos: demos.yaml.placeOf }]
}

const inWords = (slug: string) => {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
