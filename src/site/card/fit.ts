/** Text in the room that there is: its size, its lines, and where it is cut. */
import { widthOf, type Face, type Setting } from './letters.ts'

export interface Fitting {
  readonly lines: readonly string[]
  readonly set: Setting
}

/** Where a long name may go on in the next line: after a sign between its parts. */
const PARTS = /[^\s_./:-]*[\s_./:-]*/gu

interface Room {
  readonly width: number
  /** The largest first. */
  readonly sizes: readonly number[]
  /** So many lines. */
  readonly most: number
}

/** A text in the largest of some sizes in which it fits; in the smallest one it is cut, and says so. */
export function fit(text: string, face: Face, { width, sizes, most }: Room): Fitting {
  const whole = text.normalize()
  let tried: Fitting = { lines: [], set: { face, size: 0 } }
  for (const size of sizes) {
    tried = fittingOf(whole, { face, size }, width)
    if (isWithin(tried, width, most)) return tried
  }
  const { set } = tried
  const wrapped = wrap(whole, set, width)
  const last = wrapped.slice(most - 1).join('')
  const lines = [...wrapped.slice(0, most - 1), last].filter((line) => line !== '')
  return { set, lines: lines.map((line) => cut(line.trimEnd(), set, width)) }
}

/** The same, in lines of about one length: none is left with one word. */
export function fitEvenly(text: string, face: Face, room: Room): Fitting {
  const fitting = fit(text, face, room)
  const { set, lines } = fitting
  if (lines.at(-1)?.endsWith('…')) return fitting
  let even = fitting
  for (let width = room.width - EVENLY; width > 0; width -= EVENLY) {
    const next = fittingOf(text, set, width)
    if (!isWithin(next, width, lines.length)) break
    even = next
  }
  return even
}

/** How much narrower it is tried again. */
const EVENLY = 12

const isWithin = ({ lines, set }: Fitting, width: number, most: number): boolean =>
  lines.length <= most && lines.every((line) => widthOf(line, set) <= width)

const fittingOf = (text: string, set: Setting, width: number): Fitting => ({
  set,
  lines: wrap(text, set, width).map((line) => line.trimEnd()),
})

/** Lines that are the whole text when they are joined. */
function wrap(text: string, set: Setting, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const part of brokenWords(text, set, width)) {
    if (line !== '' && widthOf((line + part).trimEnd(), set) > width) {
      lines.push(line)
      line = ''
    }
    line += part
  }
  return [...lines, line]
}

/** The words of a text, each with what follows it; one that is wider than a line in its parts. */
const brokenWords = (text: string, set: Setting, width: number): readonly string[] =>
  (text.match(/\S+\s*/gu) ?? []).flatMap((word) =>
    widthOf(word.trimEnd(), set) > width ? (word.match(PARTS) ?? []).filter(Boolean) : [word],
  )

/** After a word, unless that would leave little of it. */
function cut(line: string, set: Setting, width: number): string {
  if (widthOf(line, set) <= width) return line
  const letters = [...line]
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, set) > width) letters.pop()
  const kept = letters.join('')
  return `${(/\s/.test(line[kept.length] ?? '') ? kept : kept.replace(/\s+\S{0,12}$/, '')).trimEnd()}…`
}
