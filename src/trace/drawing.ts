/**
 * The signature picture: a section through a house whose floors a request meets
 * on its way down, as a line. This file turns traces into plain geometry, by
 * their pictures alone; a component draws it.
 */
import { capital } from '#lib/capital.ts'
import { floorCaption, floorLabel, LONGEST_CAPTIONS, shortCaption } from './captions.ts'
import { ownOf, type End } from './ending.ts'
import { decisiveStep } from './folding.ts'
import { depthOf, FLOORS, type Floor } from './floors.ts'
import { pictureOf, type Picture } from './picture.ts'
import type { Pictured } from './placing.ts'
import { sentenceOf, stripOf } from './strip.ts'
import type { Trace } from './trace-step.ts'

/** In CSS pixels at its natural size, below which it is never drawn. */
export const HOUSE = {
  width: 288,
  height: 324,
  left: 8,
  right: 232,
  ridge: 24,
  eaves: 54,
  floor: 32,
  ground: 310,
  /** Where labels and captions stand, from the top of their floor. */
  label: 13.5,
  caption: 27.5,
  leanTo: { left: 232, right: 274 },
} as const

export interface FloorDrawing {
  readonly floor: Floor
  readonly label: string
  /** Cut to what fits beside the lines. */
  readonly caption: string
  /** The whole of it, for whoever hears the picture. */
  readonly name: string
  readonly top: number
  readonly isLit: boolean
  /** How a request ended here, other than by an answer. */
  readonly end: Exclude<End['kind'], 'answered' | 'open'> | null
  /** The step to look at here, of the last request; `null` if it did nothing here. */
  readonly step: number | null
}

export interface LineDrawing {
  readonly persona: string
  readonly initial: string
  readonly entrance: Picture['entrance']
  readonly end: End['kind']
  readonly x: number
  /** Where it comes in, and where it turns. */
  readonly from: number
  readonly turn: number
  /** Where the mark of its end stands: on the line, or beside it on the way back. */
  readonly mark: { readonly x: number; readonly y: number }
  /** Solid up to the mark, dashed from there on. */
  readonly wayBack: number
  /** What stopped it: the floor below it or, on the way back, the ceiling above. */
  readonly slab: { readonly left: number; readonly right: number; readonly y: number } | null
  readonly dots: readonly number[]
  readonly rooms: readonly { readonly y: number; readonly queries: number }[]
}

export interface HouseDrawing {
  readonly floors: readonly FloorDrawing[]
  readonly lines: readonly LineDrawing[]
  /** For what stays connected: a lean-to on the right wall, with a side door. */
  readonly leanTo: { readonly top: number; readonly bottom: number; readonly isLit: boolean } | null
  /** Mails leave by the right wall, at the height of the context. */
  readonly mail: { readonly y: number; readonly count: number } | null
  /** The picture in words. */
  readonly sentence: string
}

type Walk = Pictured & Pick<Trace, 'persona'>

interface Walked {
  readonly trace: Walk
  readonly picture: Picture
}

/** Draws the requests of up to three people into one house. */
export function drawingOf(traces: readonly Walk[]): HouseDrawing {
  const walks = traces.slice(0, MOST_LINES).map((trace) => ({ trace, picture: pictureOf(trace) }))
  const pictures = walks.map(({ picture }) => picture)
  const mails = pictures.reduce((sum, picture) => sum + picture.mails, 0)
  return {
    floors: FLOORS.map((floor) => floorOf(floor, walks)),
    lines: walks.map((walk, index) =>
      lineOf(walk, COLUMNS[walks.length - 1]![index]!, walks.length),
    ),
    leanTo: pictures.some(({ isLive }) => isLive)
      ? { ...LEAN_TO, isLit: pictures.some(({ entrance }) => entrance === 'side') }
      : null,
    mail: mails > 0 ? { y: middleOf('context'), count: mails } : null,
    sentence:
      walks.map(({ trace, picture }) => sentenceOf(stripOf(trace, picture))).join(' ') ||
      'Nothing has happened yet.',
  }
}

const MOST_LINES = 3
/** Where the lines come down, by how many there are. */
const COLUMNS = [[184], [160, 194], [150, 176, 202]] as const
const WAY_BACK = 11
const HALF_SLAB = 15

const topOf = (floor: Floor) => HOUSE.eaves + depthOf(floor) * HOUSE.floor
const middleOf = (floor: Floor) => topOf(floor) + HOUSE.floor / 2

const LEAN_TO = { top: topOf('scope') + 4, bottom: topOf('context') + 10 } as const
const IN_LEAN_TO = (LEAN_TO.top + LEAN_TO.bottom) / 2

/** The lit floors are those of the deepest, the words of the one chosen last. */
function floorOf(floor: Floor, walks: readonly Walked[]): FloorDrawing {
  const chosen = walks.at(-1)
  const caption = chosen ? floorCaption(floor, chosen.trace, chosen.picture) : ''
  const ended = walks.find(({ picture: { end } }) => end.floor === floor && isStop(end.kind))
  const label = floorLabel(floor, ended?.picture ?? chosen?.picture ?? null)
  return {
    ...{ floor, label, top: topOf(floor) },
    caption: shortCaption(caption, LONGEST_CAPTIONS[walks.length - 1] ?? LONGEST_CAPTIONS[0]),
    name: [label, caption].filter((words) => words !== '').join(': '),
    isLit: walks.some(({ picture }) => picture.lit.includes(floor)),
    end: ended && isStop(ended.picture.end.kind) ? ended.picture.end.kind : null,
    step: chosen ? stepOn(floor, chosen.picture) : null,
  }
}

const isStop = (kind: End['kind']): kind is Exclude<End['kind'], 'answered' | 'open'> =>
  kind !== 'answered' && kind !== 'open'

function stepOn(floor: Floor, picture: Picture): number | null {
  const own = ownOf(picture.placed, floor)
  const decisive = decisiveStep(picture)
  if (decisive && (picture.end.floor === floor || own.includes(decisive))) return decisive.id
  return (own.find(({ outcome }) => outcome !== 'skip') ?? own[0])?.id ?? null
}

function lineOf({ trace, picture }: Walked, x: number, lines: number): LineDrawing {
  const { entrance, end, turn, lit, dots, rooms } = picture
  const wayBack = x + WAY_BACK
  const isOnWayBack = end.floor !== turn
  const y = heightOf(end.floor)
  return {
    ...{ persona: trace.persona, entrance, end: end.kind, x, wayBack },
    initial: capital(trace.persona).charAt(0),
    from: entrance === 'roof' ? HOUSE.ridge - 12 : lit[0] ? middleOf(lit[0]) : IN_LEAN_TO,
    turn: heightOf(turn),
    mark: { x: isOnWayBack ? wayBack : x, y },
    slab: slabOf(picture, x, lines),
    dots: dots.filter((floor) => floor !== end.floor || isOnWayBack).map(middleOf),
    rooms: FLOORS.flatMap((floor) => {
      const queries = rooms[floor]
      return queries === undefined ? [] : [{ y: middleOf(floor), queries }]
    }),
  }
}

const heightOf = (floor: Floor | 'live') => (floor === 'live' ? IN_LEAN_TO : middleOf(floor))

function slabOf({ end, turn }: Picture, x: number, lines: number): LineDrawing['slab'] {
  if (!isStop(end.kind) || end.kind === 'leaked' || end.floor === 'live') return null
  const y = end.floor === turn ? topOf(end.floor) + HOUSE.floor : topOf(end.floor)
  return lines === 1
    ? { left: HOUSE.left, right: HOUSE.right, y }
    : { left: x - HALF_SLAB, right: x + HALF_SLAB, y }
}
