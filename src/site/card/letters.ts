/**
 * Letters as outlines. A machine that builds may have no font at all, and two
 * machines never have the same ones: so text is drawn from fonts that come with
 * the packages, and no picture differs by where it was drawn.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { create, type Font } from 'fontkitten'

/** Each a package of fonts, and how heavy it is set. */
const FACES = {
  serif: ['charis-sil', 700],
  text: ['charis-sil', 400],
  sans: ['inter', 500],
  bold: ['inter', 700],
  mono: ['jetbrains-mono', 600],
} as const

export type Face = keyof typeof FACES

export interface Set {
  readonly face: Face
  readonly size: number
}

const require = createRequire(import.meta.url)
const opened = new Map<string, Font>()

/** The files of a face, one for each script; most pictures need the first alone. */
function filesOf(face: Face): readonly string[] {
  const [name, weight] = FACES[face]
  const folder = join(dirname(require.resolve(`@fontsource/${name}/package.json`)), 'files')
  const own = readdirSync(folder).filter((file) => file.endsWith(`-${weight}-normal.woff`))
  return own.sort((one, other) => rankOf(one) - rankOf(other)).map((file) => join(folder, file))
}

const rankOf = (file: string) => (/-latin-\d/.test(file) ? 0 : file.includes('-latin-ext-') ? 1 : 2)

function fontAt(file: string): Font {
  const known = opened.get(file)
  if (known) return known
  const font = create(readFileSync(file))
  if (font.isCollection) throw new Error(`${file} holds several fonts: expected one.`)
  opened.set(file, font)
  return font
}

const files = new Map<Face, readonly string[]>()

/** The font of a face, or of the one beside it, that has a letter; `null` where none has. */
function fontOf(face: Face, codePoint: number): Font | null {
  for (const each of face === 'sans' ? (['sans'] as const) : ([face, 'sans'] as const)) {
    const own = files.get(each) ?? filesOf(each)
    files.set(each, own)
    for (const file of own) if (fontAt(file).hasGlyphForCodePoint(codePoint)) return fontAt(file)
  }
  return null
}

interface Letter {
  /** In parts of its size. */
  readonly width: number
  /** In units of its font, by which its size is divided. */
  readonly outline: string
  readonly units: number
}

const known = new Map<string, Letter>()

/** A letter that no font has takes the room of a space. */
function letterOf(character: string, face: Face): Letter {
  const key = face + character
  const found = known.get(key)
  if (found) return found
  const codePoint = character.codePointAt(0) ?? 0
  const font = fontOf(face, codePoint)
  const glyph = font?.glyphForCodePoint(codePoint)
  const units = font?.unitsPerEm ?? 1_000
  const letter = glyph
    ? { width: glyph.advanceWidth / units, outline: glyph.path.toSVG(), units }
    : { width: 0.3, outline: '', units }
  known.set(key, letter)
  return letter
}

/** How wide a text is. */
export const widthOf = (text: string, { face, size }: Set): number =>
  size * [...text].reduce((sum, character) => sum + letterOf(character, face).width, 0)

interface Place {
  readonly x: number
  readonly y: number
  readonly fill: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

/** A line of text, of letters that `lettersOf` brings along: each is outlined once in a picture. */
export function textSvg(text: string, set: Set, { x, y, fill, anchor = 'start' }: Place): string {
  const { face, size } = set
  const back = { start: 0, middle: 0.5, end: 1 }[anchor]
  let pen = x - back * widthOf(text, set)
  const letters = [...text].map((character) => {
    const { outline, units, width } = letterOf(character, face)
    const at = `translate(${round(pen)} ${round(y)}) scale(${size / units} ${-size / units})`
    pen += width * size
    return outline === '' ? '' : `<use href="#${idOf(face, character)}" transform="${at}"/>`
  })
  return `<g fill="${fill}">${letters.join('')}</g>`
}

const round = (value: number) => Math.round(value * 100) / 100

const idOf = (face: Face, character: string) => `${face}-${character.codePointAt(0)?.toString(16)}`

const USED = /href="#(?<face>[a-z]+)-(?<codePoint>[\da-f]+)"/g

/** The outlines of the letters that a drawing uses. */
export function lettersOf(svg: string): string {
  const used = new Map([...svg.matchAll(USED)].map(({ 0: whole, groups }) => [whole, groups]))
  const outlines = [...used.values()].map((groups) => {
    // The expression has both, and finds nothing but what `textSvg` has written.
    const { face, codePoint } = groups as { face: Face; codePoint: string }
    const character = String.fromCodePoint(Number.parseInt(codePoint, 16))
    return `<path id="${face}-${codePoint}" d="${letterOf(character, face).outline}"/>`
  })
  return `<defs>${outlines.join('')}</defs>`
}

export interface Fitting {
  readonly lines: readonly string[]
  readonly set: Set
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
  let tried: Fitting = { lines: [], set: { face, size: 0 } }
  for (const size of sizes) {
    tried = fittingOf(text, { face, size }, width)
    if (isWithin(tried, width, most)) return tried
  }
  const { set } = tried
  const wrapped = wrap(text, set, width)
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

const fittingOf = (text: string, set: Set, width: number): Fitting => ({
  set,
  lines: wrap(text, set, width).map((line) => line.trimEnd()),
})

/** Lines that are the whole text when they are joined. */
function wrap(text: string, set: Set, width: number): readonly string[] {
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
const brokenWords = (text: string, set: Set, width: number): readonly string[] =>
  (text.match(/\S+\s*/gu) ?? []).flatMap((word) =>
    widthOf(word.trimEnd(), set) > width ? (word.match(PARTS) ?? []).filter(Boolean) : [word],
  )

/** After a word, unless that would leave little of it. */
function cut(line: string, set: Set, width: number): string {
  if (widthOf(line, set) <= width) return line
  const letters = [...line]
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, set) > width) letters.pop()
  const kept = letters.join('')
  return `${(/\s/.test(line[kept.length] ?? '') ? kept : kept.replace(/\s+\S{0,12}$/, '')).trimEnd()}…`
}
