/**
 * The course: its parts, its lessons in order, and their demos. The data is
 * read from `content/` when the site is built, so that a page made on demand
 * can ask for it without the lessons' texts.
 */
import commit from 'virtual:glasshouse/commit'
import course from 'virtual:glasshouse/course'
import type { Focus } from '#trace/folding.ts'
import type { Guard } from '#trace/guard.ts'
import type { Trace } from '#trace/trace-step.ts'
import type {
  AboutCourse,
  Demo,
  Exercise,
  Lesson,
  Part,
  RecallQuestion,
  Tag,
  Term,
} from './course-data.ts'
import { systemClock } from '#lib/clock.ts'
import { mayAsk, notOpen } from './closed.ts'
import { dueRecall } from './due-recall.ts'
import { isMarkable, recallPool, type DueRecall, type RecallPool } from './recall-pool.ts'
import { stepOf } from './facts.ts'
import { splitStepName, type DemoStep } from './steps.ts'
import { wayFrom, type WayOn } from './way-on.ts'

/** A tag beside another one. */
export interface RelatedTag {
  readonly tag: Tag
  /** How many lessons have both. */
  readonly shared: number
}

/** What was published on one day. */
export interface Day {
  /** `2026-11-23` */
  readonly day: string
  /** In the order of the course. */
  readonly lessons: readonly Lesson[]
}

const lessonsByPath = new Map(course.lessons.map((lesson) => [lesson.path, lesson]))
const demosByLesson = Map.groupBy(course.demos, ({ lesson }) => lesson)
const demosById = new Map(course.demos.map((demo) => [demo.id, demo]))

/**
 * What the course says of itself: its title, its sender, its colours.
 *
 * @example
 * aboutCourse().title
 * // => 'Glasshouse'
 */
export const aboutCourse = (): AboutCourse => course.about

/**
 * The commit that the site was built from, `-dirty` behind it where files had changed since; `null` where
 * it was built outside of git.
 *
 * @example
 * /^[\da-f]{7,40}(-dirty)?$/.test(builtFrom() ?? '0123456789ab')
 * // => true
 */
export const builtFrom = (): string | null => commit

/**
 * The parts in order, each with its lessons, those to come too.
 *
 * @example
 * listParts()[0].slug
 * // => 'persons'
 */
export function listParts(): readonly Part[] {
  return course.parts
}

/**
 * The lessons that are written, in the order of the course.
 *
 * @example
 * listLessons()[0].path
 * // => 'persons/who-comes-in'
 */
export function listLessons(): readonly Lesson[] {
  return course.lessons
}

/**
 * The lesson at this path, or `null`.
 *
 * @example
 * getLesson('persons/who-comes-in').number
 * // => '1.1'
 */
export function getLesson(path: string): Lesson | null {
  return lessonsByPath.get(path) ?? null
}

/**
 * The lesson with this id, wherever it stands now, or `null`.
 *
 * @example
 * getLessonById('who-comes-in').path
 * // => 'persons/who-comes-in'
 */
export function getLessonById(id: string): Lesson | null {
  return course.lessons.find((lesson) => lesson.id === id) ?? null
}

const OF_A_LESSON = /\/lessons\/(?:\d\d-)?(?<part>[^/]+)\/(?:\d\d-)?(?<lesson>[^/]+)\//

/**
 * The lesson in whose folder a file is, or `null`: of a lesson that is hidden there is none.
 *
 * @example
 * getLessonOfFile('content/lessons/01-persons/01-who-comes-in/index.mdx').id
 * // => 'who-comes-in'
 */
export function getLessonOfFile(file: string): Lesson | null {
  const { part, lesson } = OF_A_LESSON.exec(file)?.groups ?? {}
  return getLesson(`${part}/${lesson}`)
}

/**
 * The demos of a lesson, in the order of its file.
 *
 * @example
 * const [first] = listDemosOf({ path: 'persons/who-comes-in' })
 * first.id
 * // => 'ana-comes-in'
 */
export function listDemosOf({ path }: Pick<Lesson, 'path'>): readonly Demo[] {
  return demosByLesson.get(path) ?? []
}

/**
 * The demo with this id, of whichever lesson, or `null`.
 *
 * @example
 * getDemo('ana-comes-in').lesson
 * // => 'persons/who-comes-in'
 * getDemo('no-such-demo')
 * // => null
 */
export function getDemo(id: string): Demo | null {
  return demosById.get(id) ?? null
}

/**
 * The demo with this id, where a lesson asks for it by name: that it is there was checked before.
 *
 * @example
 * fetchDemoOrThrow('ana-comes-in').page
 * // => '/users/register'
 */
export function fetchDemoOrThrow(id: string): Demo {
  const demo = getDemo(id)
  if (demo) return demo
  throw new Error(`"${id}" is in no demos.yaml.`)
}

/**
 * The step of a demo by its name, `ana-comes-in.2`, or `null`.
 *
 * @example
 * getStep('ana-comes-in.1').does
 * // => 'send'
 */
export function getStep(name: string): DemoStep | null {
  const { demo, number } = splitStepName(name)
  return getDemo(demo)?.steps[number - 1] ?? null
}

/**
 * The demo of a step, by the name of that, or `null`.
 *
 * @example
 * getStepDemo('ana-comes-in.2').people
 * // => ['ana']
 */
export const getStepDemo = (name: string): Demo | null => getDemo(splitStepName(name).demo)

/**
 * What a run was made to show: the layers of its lesson, and the step that its act names.
 * Nothing for what was sent by hand.
 *
 * @example
 * const data = { fields: { _step: 'ana-comes-in.1' } }
 * focusOf({ steps: [{ layer: 'request', data }] }).lookAt
 * // => 'scope.current'
 */
export function focusOf(trace: Pick<Trace, 'steps'>): Focus {
  const name = stepOf(trace) ?? ''
  const demo = getStepDemo(name)
  if (!demo) return {}
  return {
    shows: getLesson(demo.lesson)?.shows ?? [],
    lookAt: getStep(name)?.look_at ?? null,
  }
}

/**
 * The words of the glossary, in the order of their files.
 *
 * @example
 * listTerms()[0].name
 * // => 'cast'
 */
export const listTerms = (): readonly Term[] => course.terms

/**
 * The tags that lessons have, in the order of the course.
 *
 * @example
 * listTags()[0].name
 * // => 'scopes'
 */
export const listTags = (): readonly Tag[] => course.tags

/**
 * The tag of this name, or `null`.
 *
 * @example
 * getTag('scopes').href
 * // => '/tags/scopes'
 * getTag('no-such-tag')
 * // => null
 */
export const getTag = (name: string): Tag | null =>
  course.tags.find((tag) => tag.name === name) ?? null

/**
 * The lessons with a tag, in the order of the course.
 *
 * @example
 * listLessonsOfTag({ name: 'scopes' })[0].path
 * // => 'persons/who-comes-in'
 */
export const listLessonsOfTag = ({ name }: Pick<Tag, 'name'>): readonly Lesson[] =>
  course.lessons.filter(({ tags }) => tags.includes(name))

/**
 * The tags that stand beside one, those that do so most often first, with how many lessons have both.
 *
 * @example
 * listRelatedTags({ name: 'tokens' }).map(({ tag, shared }) => `${tag.name} ${shared}`)
 * // => ['sessions 1', 'phoenix 1']
 */
export function listRelatedTags(of: Pick<Tag, 'name'>): readonly RelatedTag[] {
  const beside = listLessonsOfTag(of).flatMap(({ tags }) => tags)
  return course.tags
    .filter(({ name }) => name !== of.name)
    .map((tag) => ({ tag, shared: beside.filter((name) => name === tag.name).length }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
}

/**
 * The lessons by the day of their publication, the newest day first.
 *
 * @example
 * listDays().at(-1).day
 * // => '2026-11-23'
 */
export const listDays = (): readonly Day[] =>
  [...Map.groupBy(course.lessons, ({ published }) => published)]
    .map(([day, lessons]) => ({ day, lessons }))
    .toSorted((a, b) => (a.day < b.day ? 1 : -1))

/**
 * A word of the glossary, by the name of its file: that it is there was checked before.
 *
 * @example
 * fetchTermOrThrow('plug').phoenix
 * // => 'Plug'
 */
export function fetchTermOrThrow(name: string): Term {
  const term = course.terms.find((one) => one.name === name)
  if (term) return term
  throw new Error(`"${name}" is no file of content/glossary.`)
}

/**
 * Where a lesson explains this guard, or `null`: no lesson has to, and one that opens later does not yet.
 *
 * @example
 * explanationOf('plug')
 * // => '/lessons/persons/down-and-back#a-page-for-somebody'
 */
export function explanationOf(guard: Guard): string | null {
  for (const lesson of course.lessons) {
    const heading = lesson.explains[guard]
    if (heading !== undefined && notOpen(lesson) === null) return `${lesson.href}#${heading}`
  }
  return null
}

/**
 * A question that is asked again after its lesson, or `null`.
 *
 * @example
 * getRecall('no-such-lesson.a')
 * // => null
 */
export const getRecall = (id: string): RecallQuestion | null =>
  course.recalls.find((one) => one.id === id) ?? null

/**
 * A question that somebody wants to be asked now, with its lesson; `null` for
 * one that nobody can know, and for one of a lesson that may not ask it yet.
 *
 * @example
 * recallToAsk('who-comes-in.a').lesson.id
 * // => 'who-comes-in'
 * recallToAsk('no-such-lesson.a')
 * // => null
 */
export function recallToAsk(id: string): DueRecall | null {
  const recall = getRecall(id)
  const lesson = recall && getLesson(recall.lesson)
  return lesson && isMarkable(recall) && mayAsk(lesson) ? { recall, lesson } : null
}

/**
 * The questions that a lesson leaves behind, in the order of its file.
 *
 * @example
 * listRecallsOf({ path: 'no/such-lesson' })
 * // => []
 */
export const listRecallsOf = ({ path }: Pick<Lesson, 'path'>): readonly RecallQuestion[] =>
  course.recalls.filter(({ lesson }) => lesson === path)

/**
 * The exercise with this id, of whichever lesson, or `null`.
 *
 * @example
 * getExercise('no-such-exercise')
 * // => null
 */
export const getExercise = (id: string): Exercise | null =>
  course.exercises.find((one) => one.id === id) ?? null

/**
 * The exercises of a lesson, in the order of their names.
 *
 * @example
 * listExercisesOf({ path: 'tables/no-such-lesson' })
 * // => []
 */
export const listExercisesOf = ({ path }: Pick<Lesson, 'path'>): readonly Exercise[] =>
  course.exercises.filter(({ lesson }) => lesson === path)

/**
 * Which question of an earlier lesson is asked of a reader in place of the planned one, or `null`.
 *
 * @example
 * dueRecallOf({ lesson: 'persons/who-comes-in', planned: 'who-comes-in.g', marked: [] })
 * // => null
 */
export const dueRecallOf = (asking: Parameters<typeof dueRecall>[1]): DueRecall | null =>
  dueRecall(course, asking)

/**
 * The questions that wait to be answered again, and when the next one will.
 *
 * @example
 * recallsWaiting({ read: [], marked: [], now: 0 })
 * // => { waiting: [], next: null }
 */
export const recallsWaiting = (asking: Parameters<typeof recallPool>[1]): RecallPool =>
  recallPool(course, asking)

/**
 * What comes before or after a lesson, and what is skipped on the way there; `null` at either end.
 *
 * @example
 * wayOnFrom(getLesson('persons/who-comes-in'), 'previous')
 * // => null
 * wayOnFrom(getLesson('persons/who-comes-in'), 'next').number
 * // => '1.2'
 */
export const wayOnFrom = (lesson: Lesson, to: 'previous' | 'next'): WayOn | null =>
  wayFrom(course, lesson, to, systemClock.now())
