/** What there is to try, as its page and its JSON show it. */
import { notOpen } from '#course/closed.ts'
import { getLessonById } from '#course/course.ts'
import { getStartState } from '#course/start-states.ts'
import { listTryGroups } from '#course/tries.ts'

export interface TryView {
  readonly id: string
  /** What is to be seen. */
  readonly says: string
  /** Where one begins. */
  readonly at: string
  /** Whether it was seen. */
  readonly met: boolean
  /** The lesson that explains it; `null` where that is not here, or not open yet. */
  readonly lesson: { readonly number: string; readonly title: string; readonly href: string } | null
}

export interface TryGroupView {
  readonly title: string
  /** The state that its readers may begin from, and who is there then. */
  readonly start: { readonly name: string; readonly title: string } | null
  readonly tries: readonly TryView[]
}

export interface TriesView {
  readonly met: number
  readonly all: number
  readonly groups: readonly TryGroupView[]
}

/**
 * All of it, with what somebody has seen so far.
 *
 * @example
 * triesView(new Set()).met
 * // => 0
 */
export function triesView(met: ReadonlySet<string>): TriesView {
  const groups = listTryGroups().map(({ title, start, tries }) => ({
    title,
    start: startOf(start),
    tries: tries.map(({ id, says, at, lesson }) => ({
      ...{ id, says, at, met: met.has(id), lesson: lessonOf(lesson) },
    })),
  }))
  const all = groups.flatMap(({ tries }) => tries)
  return { met: all.filter((one) => one.met).length, all: all.length, groups }
}

function startOf(name: string | null): TryGroupView['start'] {
  const state = name === null ? null : getStartState(name)
  return state && { name: state.name, title: state.title }
}

function lessonOf(id: string): TryView['lesson'] {
  const lesson = getLessonById(id)
  if (!lesson || notOpen(lesson) !== null) return null
  const { number, title, href } = lesson
  return { number, title, href }
}

/**
 * How many were seen, in words.
 *
 * @example
 * countInWords({ met: 5, all: 24 })
 * // => '5 of 24 seen'
 */
export const countInWords = ({ met, all }: Pick<TriesView, 'met' | 'all'>): string =>
  met === all && all > 0 ? `All ${all} seen` : `${met} of ${all} seen`
