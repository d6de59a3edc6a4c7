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

export interface Setting {
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
export const widthOf = (text: string, { face, size }: Setting): number =>
  size * [...text].reduce((sum, character) => sum + letterOf(character, face).width, 0)

interface Place {
  readonly x: number
  readonly y: number
  readonly fill: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

/** A line of text, of letters that `lettersOf` brings along: each is outlined once in a picture. */
export function textSvg(
  text: string,
  set: Setting,
  { x, y, fill, anchor = 'start' }: Place,
): string {
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
