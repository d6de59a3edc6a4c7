/** The house in its sizes: beside a text, on phones, and small. All in CSS pixels, below which it is never drawn. */

export interface HouseFrame {
  readonly width: number
  readonly height: number
  /** The walls. */
  readonly left: number
  readonly right: number
  readonly ridge: number
  readonly eaves: number
  /** How high each floor is. */
  readonly floor: number
  readonly ground: number
  /** Where labels and captions stand: from the left, and from the top of their floor. `null`: it has no words. */
  readonly words: {
    readonly label: { readonly x: number; readonly y: number }
    readonly caption: { readonly x: number; readonly y: number }
  } | null
  /** Where the lines come down, by how many there are. */
  readonly columns: readonly (readonly number[])[]
  /** The letters of a caption that fit, by how many lines there are. */
  readonly longest: readonly number[]
  readonly leanTo: { readonly left: number; readonly right: number }
  /** How thick the line of a request is, and the edge of a lit floor. */
  readonly strokes: { readonly line: number; readonly edge: number }
}

const STROKES = { line: 2.5, edge: 3 } as const

/** Beside a text. */
export const FULL: HouseFrame = {
  ...{ width: 288, height: 324, left: 8, right: 232, ridge: 24, eaves: 54, floor: 32, ground: 310 },
  words: { label: { x: 21, y: 13.5 }, caption: { x: 21, y: 27.5 } },
  columns: [[184], [160, 194], [150, 176, 202]],
  longest: [23, 18, 15],
  leanTo: { left: 232, right: 274 },
  strokes: STROKES,
}

/** On a phone: label and caption of a floor stand on one line. */
export const PHONE: HouseFrame = {
  ...{ width: 344, height: 268, left: 8, right: 288, ridge: 24, eaves: 54, floor: 25, ground: 254 },
  words: { label: { x: 21, y: 17 }, caption: { x: 112, y: 17 } },
  columns: [[240], [216, 250], [206, 232, 258]],
  longest: [18, 12, 11],
  leanTo: { left: 288, right: 330 },
  strokes: STROKES,
}

/** On phones narrower than 360 px. */
export const NARROW: HouseFrame = {
  ...{ ...PHONE, width: 304, right: 248 },
  columns: [[206], [176, 210], [166, 192, 218]],
  longest: [13, 7, 6],
  leanTo: { left: 248, right: 290 },
}

/** In an answer card: no words, and a line that is seen all the same. */
export const MINI: HouseFrame = { ...FULL, words: null, strokes: { line: 6, edge: 7 } }
