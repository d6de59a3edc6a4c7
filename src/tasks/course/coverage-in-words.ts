/** Which lesson teaches what, as lines for a terminal. */
import { counted } from '#lib/counted.ts'
import type { Lesson } from '#course/course-data.ts'
import { missingIn, type CoverageList } from '#course/coverage.ts'

/** Marks a line of what nobody teaches: one looks for these. */
const NOBODY = '✕'

/** The lists one below the other, and a last line that says how many of their rows are empty. */
export function coverageInWords(lists: readonly CoverageList[], lessons: number) {
  const lines = lists.flatMap(({ title, rows }) => {
    const widest = Math.max(0, ...rows.map(({ name }) => name.length))
    return [
      title,
      ...rows.map(({ name, says, lessons: who }) => {
        const numbers = who.join(', ') || NOBODY
        return `  ${name.padEnd(widest)}  ${numbers.padEnd(18)} ${says}`
      }),
      '',
    ]
  })
  const missing = missingIn(lists)
  const names = missing.map(({ name }) => name).join(', ')
  const last =
    missing.length === 0
      ? `${counted(lessons, 'lesson')}, and nothing is missing.`
      : `${counted(lessons, 'lesson')}. Nobody teaches ${counted(missing.length, 'thing')}: ${names}.`
  return { lines: [...lines, last], missing: missing.length }
}

/** Each lesson with its idea, and the lessons that come before it. */
export function needsInWords(
  lessons: readonly Pick<Lesson, 'id' | 'number' | 'title' | 'needs' | 'gives'>[],
): readonly string[] {
  const numberOf = (id: string) => lessons.find((one) => one.id === id)?.number ?? id
  return [
    'Lessons',
    ...lessons.map(({ number, title, needs, gives }) => {
      const after = needs.length > 0 ? `, after ${needs.map(numberOf).join(', ')}` : ''
      return `  ${number} ${title}${after}: ${gives ?? 'it does not say what it gives'}`
    }),
  ]
}
