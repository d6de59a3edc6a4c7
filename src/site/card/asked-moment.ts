/** What an address of a moment leads to: a lesson with what it holds, or a sentence. */
import { getDemo, getLesson } from '#course/course.ts'
import { notOpen } from '#course/closed.ts'
import type { Demo, Lesson } from '#course/course-data.ts'
import {
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
  readonly demo: Demo
  readonly lesson: Lesson
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
  const lesson = demo && getLesson(demo.lesson)
  if (!lesson) return 'This link is to a demo that is not in this course any more.'
  const closed = notOpen(lesson)
  if (closed !== null) return closed
  const at = stepAsked(query)
  const end = query.get('end') ?? ''
  return {
    ...{ moment, demo, lesson },
    card: cardOfMoment(cards, moment, { lesson: lesson.path, end }),
    to: lesson.href + (at === null ? '' : `?at=${at}`) + momentHash(moment),
    address: momentAddress(moment, Object.hasOwn(cards.ends, end) ? { end } : {})!,
  }
}
