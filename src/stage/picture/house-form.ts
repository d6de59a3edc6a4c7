/** The sizes at which the house is drawn. What stands in it is placed by `drawing.ts` for the natural one. */
import { HOUSE } from '#trace/drawing.ts'

/** Two lines of text on each floor, one line for phones, or none beside other things. */
export type FormName = 'natural' | 'line' | 'mini'

export interface Form {
  readonly name: FormName
  readonly width: number
  readonly height: number
  readonly right: number
  readonly floor: number
  readonly ground: number
  /** Where a caption stands: from the left wall, and from the top of its floor. */
  readonly caption: { readonly x: number; readonly y: number }
  readonly label: number
  /** Letters of a caption beside one line, fewer than beside none. */
  readonly letters: number
  readonly x: (x: number) => number
  readonly y: (y: number) => number
}

const { width, height, right, eaves, floor, ground, label, caption } = HOUSE
const same = (at: number) => at

const NATURAL: Form = {
  ...{ name: 'natural', width, height, right, floor, ground, label },
  ...{ caption: { x: 13, y: caption }, letters: 23, x: same, y: same },
}

const LOW = 25
const WIDER = 56
const lower = (at: number) => (at <= eaves ? at : eaves + ((at - eaves) * LOW) / floor)

const LINE: Form = {
  ...{ name: 'line', width: 344, height: 268, right: right + WIDER, floor: LOW },
  ...{ ground: lower(ground), label: 17, caption: { x: 104, y: 17 }, letters: 17 },
  ...{ x: (at) => at + WIDER, y: lower },
}

const FORMS: Readonly<Record<FormName, Form>> = {
  natural: NATURAL,
  line: LINE,
  mini: { ...NATURAL, name: 'mini' },
}

export const formOf = (name: FormName): Form => FORMS[name]
