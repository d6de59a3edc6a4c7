/** What an address of a moment leads to: a stage with what it holds, or a sentence. */
import { getDemo, getLesson } from '#course/course.ts'
import { notOpen } from '#course/closed.ts'
import type { Demo, Lesson } from '#course/course-data.ts'
import {
  FREE_STAGE,
  momentAddress,
  momentHash,
  readMomentCode,
  stepAsked,
  type Moment,
} from '#course/moment-link.ts'
import type { Cards, DrawnCard } from './card.ts'
import { cardOfMoment } from './moment-card.ts'

export interface AskedMoment {
  readonly moment: Moment
  /** `null` for a moment of the stage without a lesson. */
  readonly at: { readonly demo: Demo; readonly lesson: Lesson } | null
  readonly card: DrawnCard
  /** Where a reader goes on to. No part of it is as the stranger has written it. */
  readonly to: string
  /** Its own address, as whoever posts it again should write it. */
  readonly address: string
}

/** Reads `code`, from behind `/m/`, and what the address asks for besides; a sentence for what leads nowhere. */
export function askedMoment(
  code: string,
  query: URLSearchParams,
  cards: Cards,
): AskedMoment | string {
  const read = readMomentCode(code)
  if (!read.ok) return read.sentence
  const { moment } = read
  const demo = getDemo(moment.demo)
  const isFree = demo === null && moment.demo === FREE_STAGE
  const lesson = demo && getLesson(demo.lesson)
  if (!lesson && !isFree) return 'This link is to a demo that is not in this course any more.'
  const closed = lesson && notOpen(lesson)
  if (closed !== null) return closed
  const step = stepAsked(query)
  const end = query.get('end') ?? ''
  return {
    moment,
    at: demo && lesson && { demo, lesson },
    card: cardOfMoment(cards, moment, { lesson: lesson?.path ?? '', end }),
    to: (lesson?.href ?? '/try') + (step === null ? '' : `?at=${step}`) + momentHash(moment),
    address: momentAddress(moment, Object.hasOwn(cards.ends, end) ? { end } : {})!,
  }
}
