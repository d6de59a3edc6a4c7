/**
 * Progress as a file to take away, and to bring into another browser. What is
 * read is somebody’s word: each record is checked, and of those only what
 * this course knows is taken.
 */
import { z } from 'zod'
import { systemClock } from '#lib/clock.ts'
import { afterwardsCheck, exerciseCheck } from './exercise-check.ts'
import { getLessonById, getRecall, listDemosOf, listExercisesOf } from './course.ts'
import type { Demo, Lesson } from './course-data.ts'
import { optionsOf } from './prediction.ts'
import { listTries, TRY } from './tries.ts'
import type { ProgressRecords } from './progress.ts'

/** How many records of one kind a file may have. */
const MOST = 2_000
const BEGINNING = Date.UTC(2020, 0, 1)

const name = z
  .string()
  .regex(/^[a-z\d]+(?:[.-][a-z\d]+)*$/)
  .max(120)
const version = z.string().regex(/^[\da-f]{12}$/)
/** A clock may be a little ahead of ours: nothing was done after now. */
const time = z
  .union([z.iso.datetime(), z.int()])
  .transform((at) => Math.min(new Date(at).getTime(), systemClock.now()))
  .refine((at) => at >= BEGINNING)
const words = z.string().min(1).max(200)
const many = <Item extends z.ZodType>(item: Item) => z.array(item).max(MOST)
const ofLesson = { lesson_id: name, version }
const ofQuestion = { ...ofLesson, demo_id: name, question_id: name }
const said = { found: words.nullable(), correct: z.boolean().nullable() }
const when = { made_at: time, marked_at: time.nullable() }

interface Marked {
  readonly answer: string | null
  readonly found: string | null
  readonly correct: boolean | null
  readonly marked_at: number | null
}

/** A mark is what an answer and a run make of each other: no file says it otherwise. */
const isMarkedRight = ({ answer, found, correct, marked_at: at }: Marked) =>
  (at === null) === (found === null) &&
  correct === (answer === null || found === null ? null : answer === found)

const FILE = z.strictObject({
  format: z.literal(1),
  exported_at: time,
  lessons: many(
    z
      .strictObject({
        ...{ ...ofLesson, title: z.string().max(200).nullable() },
        ...{ opened_at: time, last_opened_at: time, read_at: time.nullable() },
        last_step: z
          .string()
          .regex(/^[a-z\d-]{1,77}\.\d{1,2}$/)
          .max(80)
          .nullable()
          .default(null),
        stepped_at: time.nullable().default(null),
      })
      .refine((one) => (one.last_step === null) === (one.stepped_at === null)),
  ),
  checks: many(
    z.strictObject({
      // What was seen of what there is to try is kept beside them.
      lesson_id: z.union([name, z.literal(TRY.id)]),
      version: z.union([version, z.literal(TRY.version)]),
      ...{ check_id: name, met_at: time },
    }),
  ),
  predictions: many(
    z
      .strictObject({
        ...{ ...ofQuestion, answer: words.nullable(), ...said, ...when },
        settled: z.enum(['skipped', 'run']).nullable(),
      })
      .refine(isMarkedRight)
      .refine(({ answer, settled }) => (answer === null) === (settled !== null)),
  ),
  later_answers: many(
    z
      .strictObject({ ...ofQuestion, nth: z.int().min(2).max(20), answer: words, ...said, ...when })
      .refine(isMarkedRight),
  ),
  tasks: many(
    z.strictObject({
      ...{ ...ofLesson, check_id: name, tries: z.int().min(0).max(10_000) },
      shown_at: time.nullable(),
    }),
  ),
  recalls: many(
    z
      .strictObject({
        ...{ recall_id: name, knew: z.boolean(), marked_at: time },
        times_known: z.int().min(0).max(1_000),
      })
      .refine(({ knew, times_known: times }) => knew === times > 0),
  ),
  // They are with a browser alone, which keeps them itself.
  exercise_texts: many(z.unknown()).default([]),
})

/** What is wrong with a file, in a sentence. */
export class ProgressFileError extends Error {}

/** What a file brings: the records that this course knows, and how many it does not. */
export interface BroughtRecords {
  readonly records: ProgressRecords
  readonly unknown: number
}

/**
 * A visitor’s records as the file that they take away. It names nobody.
 *
 * @example
 * const none = { lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] }
 * progressFile(none, 0).exported_at
 * // => '1970-01-01T00:00:00.000Z'
 */
export function progressFile(records: ProgressRecords, now: number) {
  const at = (milliseconds: number | null) =>
    milliseconds === null ? null : new Date(milliseconds).toISOString()
  const titleOf = (id: string) => getLessonById(id)?.title ?? null
  return {
    format: 1,
    exported_at: at(now),
    lessons: records.lessons.map(
      ({ opened_at, last_opened_at, read_at, stepped_at, ...lesson }) => ({
        ...{ ...lesson, title: titleOf(lesson.lesson_id), opened_at: at(opened_at) },
        ...{ last_opened_at: at(last_opened_at), read_at: at(read_at), stepped_at: at(stepped_at) },
      }),
    ),
    checks: records.checks.map(({ met_at, ...check }) => ({ ...check, met_at: at(met_at) })),
    predictions: records.predictions.map(({ made_at, marked_at, ...prediction }) => ({
      ...{ ...prediction, made_at: at(made_at), marked_at: at(marked_at) },
    })),
    later_answers: records.later.map(({ made_at, marked_at, ...answer }) => ({
      ...{ ...answer, made_at: at(made_at), marked_at: at(marked_at) },
    })),
    tasks: records.tasks.map(({ shown_at, ...task }) => ({ ...task, shown_at: at(shown_at) })),
    recalls: records.recalls.map(({ marked_at, ...recall }) => ({
      ...{ ...recall, marked_at: at(marked_at) },
    })),
  }
}

/**
 * What a file brings. Throws a `ProgressFileError` for one that is none of
 * ours, in whatever place: then nothing of it is taken.
 *
 * @example
 * const none = { lessons: [], checks: [], predictions: [], later: [], tasks: [], recalls: [] }
 * readProgressFile(JSON.stringify(progressFile(none, 1_800_000_000_000))).unknown
 * // => 0
 */
export function readProgressFile(text: string): BroughtRecords {
  const read = FILE.safeParse(parseJson(text))
  if (!read.success) throw new ProgressFileError(whatIsWrong(read.error))
  const { lessons, checks, predictions, later_answers: later, tasks, recalls } = read.data
  const known: ProgressRecords = {
    lessons: uniqueBy(lessons.map(openedOrNull), ({ lesson_id, version: of }) => [lesson_id, of]),
    checks: uniqueBy(checks.filter(isKnownCheck), (one) => [one.lesson_id, one.check_id]),
    predictions: uniqueBy(predictions.filter(isKnownAnswer), questionOf),
    later: uniqueBy(later.filter(isKnownAnswer), (one) => [...questionOf(one), one.nth]),
    tasks: uniqueBy(tasks.filter(isKnownCheck), (one) => [one.lesson_id, one.check_id]),
    recalls: uniqueBy(
      recalls.filter(({ recall_id: id }) => getRecall(id) !== null),
      ({ recall_id: id }) => [id],
    ),
  }
  const all = [lessons, checks, predictions, later, tasks, recalls]
  return { records: known, unknown: countIn(all) - countIn(Object.values(known)) }
}

const countIn = (lists: readonly (readonly unknown[])[]) =>
  lists.reduce((sum, { length }) => sum + length, 0)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProgressFileError('This is no file of progress: it is no JSON.')
  }
}

/** It names places that we know, and repeats nothing that stands in the file. */
function whatIsWrong({ issues: [issue] }: z.ZodError): string {
  const where = (issue?.path ?? []).map(String).join(', ')
  const place = where === '' ? 'it' : `"${where}"`
  return `This is no file of progress: ${place} is not as it is exported.`
}

/**
 * A lesson that was opened, in its text of now or in one of before, which are
 * one here: a file must not make up as many as it likes. `null` for no lesson of this course.
 */
function openedOrNull({ title: _, ...opened }: z.infer<typeof FILE>['lessons'][number]) {
  const lesson = getLessonById(opened.lesson_id)
  if (!lesson) return null
  if (lesson.version === opened.version) return opened
  return { ...opened, version: BEFORE, last_step: null, stepped_at: null }
}

/** Of a text that is another one by now. */
const BEFORE = '0'.repeat(12)

interface OfLesson {
  readonly lesson_id: string
  readonly version: string
}

/** What was done with another text of a lesson counts for nothing there. */
function lessonOf({ lesson_id: id, version: of }: OfLesson): Lesson | null {
  const lesson = getLessonById(id)
  return lesson?.version === of ? lesson : null
}

function isKnownCheck(one: OfLesson & { readonly check_id: string }): boolean {
  if (one.lesson_id === TRY.id)
    return one.version === TRY.version && listTries().some(({ id }) => id === one.check_id)
  const lesson = lessonOf(one)
  if (!lesson) return false
  const ofDemos = listDemosOf(lesson).flatMap(({ checks }) => checks.map(({ id }) => id))
  const ofExercises = listExercisesOf(lesson).flatMap(({ id }) => [
    exerciseCheck(id),
    afterwardsCheck(id),
  ])
  return [...ofDemos, ...ofExercises].includes(one.check_id)
}

interface OfQuestion extends OfLesson {
  readonly demo_id: string
  readonly question_id: string
  readonly answer: string | null
}

function isKnownAnswer({ answer, ...one }: OfQuestion): boolean {
  const lesson = lessonOf(one)
  const demos: readonly Demo[] = lesson ? listDemosOf(lesson) : []
  const question = demos
    .find(({ id }) => id === one.demo_id)
    ?.predictions.find(({ id }) => id === one.question_id)
  return question !== undefined && (answer === null || optionsOf(question).includes(answer))
}

const questionOf = (one: OfQuestion) => [one.lesson_id, one.demo_id, one.question_id]

/** Of what a file says twice the first counts. */
function uniqueBy<Item>(
  items: readonly (Item | null)[],
  keyOf: (item: Item) => readonly (string | number)[],
): readonly Item[] {
  const known = new Map<string, Item>()
  for (const item of items) {
    const key = item && JSON.stringify(keyOf(item))
    if (item && key && !known.has(key)) known.set(key, item)
  }
  return [...known.values()]
}
