/**
 * What came of one input, out of its trace. Marks and words are those of house
 * and strip, asked of the same functions: a grid cannot say otherwise than they do.
 */
import { END_MARKS, END_WORDS } from '#trace/marks.ts'
import type { End } from '#trace/ending.ts'
import { FLOORS, type Floor } from '#trace/floors.ts'
import { guardOfEnd, type Guard } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'

/** An input, and where it ended. */
export interface WallRow {
  /** From 1, as they stand in the wall; that of the reader is the last. */
  readonly number: number
  readonly name: string
  readonly about: string
  /** `POST /users/register` */
  readonly title: string
  readonly status: number
  readonly end: End['kind']
  readonly at: End['floor']
  /** Who refused it; `null` where nobody did. */
  readonly by: Guard | null
  /** The tag of the step that ended it; `null` where none says so. */
  readonly tag: string | null
  /** It was refused by a fault, for which nobody had words. */
  readonly broke: boolean
  /** The floors from the roof down to where it turned. */
  readonly lit: readonly Floor[]
  /** Who ended it, and in which words. */
  readonly words: string
}

/** What is known of an input before it is sent. */
export type Numbered = Pick<WallRow, 'number' | 'name' | 'about'>

export function rowOf({ number, name, about }: Numbered, trace: Trace, status: number): WallRow {
  const { end, lit } = pictureOf(trace)
  return {
    ...{ number, name, about, title: trace.title, status, lit },
    ...{ end: end.kind, at: end.floor, by: guardOfEnd(end), broke: end.broke },
    tag: end.step?.tag ?? null,
    words: wordsOf(trace),
  }
}

/** Of the strip, without who asked: that is the same in every row. */
function wordsOf(trace: Trace): string {
  const picture = pictureOf(trace)
  const strip = stripOf(trace, picture)
  const { end } = picture
  if (end.kind !== 'refused' || end.broke || strip.below === '') return sentenceOf(strip)
  return `${strip.parts[1]}: ${strip.below}`
}

export interface WallCell {
  readonly floor: Floor
  /** Where it ended; `null` for glass that it passed, and for what it never came to. */
  readonly mark: (typeof END_MARKS)[End['kind']] | null
  readonly end: End['kind'] | null
  readonly isPassed: boolean
  /** For whoever hears it. */
  readonly word: string
}

/** One for each floor, from the roof down. */
export function cellsOf({
  end,
  at,
  lit,
}: Pick<WallRow, 'end' | 'at' | 'lit'>): readonly WallCell[] {
  // What ends beside the house is seen where it had come to.
  const place = at === 'live' ? lit.at(-1) : at
  return FLOORS.map((floor) => {
    if (floor === place)
      return { floor, mark: END_MARKS[end], end, isPassed: false, word: END_WORDS[end] }
    const isPassed = lit.includes(floor)
    return { floor, mark: null, end: null, isPassed, word: isPassed ? 'passed' : 'not reached' }
  })
}
