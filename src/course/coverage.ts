/** Which lesson teaches what: each thing that a course sets out to teach, and each word of its glossary. */
import type { Course, Lesson } from './course-data.ts'
import type { CoversFile } from './schema/covers.ts'

/** One list of things to teach, and who does. */
export interface CoverageList {
  readonly title: string
  readonly rows: readonly CoverageRow[]
}

/** One thing to teach, and who does. */
export interface CoverageRow {
  /** As a lesson names it: `walk 1.2`, or a word of the glossary. */
  readonly name: string
  readonly says: string
  /** The numbers of the lessons that teach it: `1.2`. Nobody does where there are none. */
  readonly lessons: readonly string[]
}

type Covered = Pick<Course, 'terms'> & {
  readonly lessons: readonly Pick<Lesson, 'number' | 'covers' | 'introduces'>[]
}

/**
 * Each list of the course with the lessons that teach its items, the words of the glossary last.
 *
 * @example
 * const lessons = [{ number: '1.1', covers: ['walk 1'], introduces: [] }]
 * const covers = [{ list: 'walk', title: 'Stops', items: { 1: 'A scope', 2: 'Its struct' } }]
 * const [stops] = coverageOf({ lessons, terms: [] }, covers)
 * stops.rows.map((row) => row.lessons)
 * // => [['1.1'], []]
 */
export function coverageOf(
  { lessons, terms }: Covered,
  covers: CoversFile,
): readonly CoverageList[] {
  const whoSay = (key: 'covers' | 'introduces', name: string) =>
    lessons.filter((lesson) => lesson[key].includes(name)).map(({ number }) => number)
  const lists = covers.map(({ list, title, items }) => ({
    title,
    rows: Object.entries(items).map(([item, says]) => {
      const name = `${list} ${item}`
      return { name, says, lessons: whoSay('covers', name) }
    }),
  }))
  const words = terms.map(({ name, says }) => ({
    ...{ name, says, lessons: whoSay('introduces', name) },
  }))
  return [...lists, { title: 'Words of the glossary', rows: words }]
}

/**
 * The rows that no lesson has.
 *
 * @example
 * const rows = [{ name: 'walk 1', says: 'A scope', lessons: [] }]
 * missingIn([{ title: 'Stops', rows }]).map(({ name }) => name)
 * // => ['walk 1']
 */
export const missingIn = (lists: readonly CoverageList[]): readonly CoverageRow[] =>
  lists.flatMap(({ rows }) => rows.filter(({ lessons }) => lessons.length === 0))
