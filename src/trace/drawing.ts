/**
 * The signature picture: a section through a house whose floors a request meets
 * on its way down, as a line. This file turns traces into plain geometry, by
 * their pictures alone; a component draws it.
 */
import { capital } from '#lib/capital.ts'
import { floorCaption, floorLabel, shortCaption } from './captions.ts'
import { isStop, ownOf, type End } from './ending.ts'
import { decisiveStep, type Focus } from './folding.ts'
import { depthOf, FLOORS, type Floor } from './floors.ts'
import { FULL, type HouseFrame } from './house-frames.ts'
import { pictureOf, type Picture } from './picture.ts'
import type { Pictured } from './placing.ts'
import { switchesOf, type FloorSwitch } from './switches.ts'
import { sentenceOf, stripOf } from './strip.ts'
import type { Trace } from './trace-step.ts'

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
  /** Whether its layers were on; `null` where the run met none. */
  readonly switch: FloorSwitch['is'] | null
  /** The step to look at here, of the last request; `null` if it did nothing here. */
  readonly step: number | null
}

export interface LineDrawing {
  readonly persona: string
  /** The letter beside the roof; of several runs of one person with their numbers: `Y1`, `Y2`. */
  readonly initial: string
  /** The number of the person, from 1: each has a colour of their own. */
  readonly who: number
  /** The second run of a person is dashed, and a third one dotted. */
  readonly stroke: 'solid' | 'dashed' | 'dotted'
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
  readonly slab: Slab | null
  readonly dots: readonly number[]
  readonly rooms: readonly { readonly y: number; readonly queries: number }[]
}

interface Slab {
  readonly left: number
  readonly right: number
  readonly y: number
}

export interface HouseDrawing {
  readonly frame: HouseFrame
  readonly floors: readonly FloorDrawing[]
  readonly lines: readonly LineDrawing[]
  /** For what stays connected: a lean-to on the right wall, with a side door. */
  readonly leanTo: { readonly top: number; readonly bottom: number; readonly isLit: boolean } | null
  /** Mails leave by the right wall, at the height of the context. */
  readonly mail: {
    readonly y: number
    readonly count: number
    /** The place of the line that sent the last of them. */
    readonly line: number
  } | null
  /** The picture in words. */
  readonly sentence: string
}

type Walk = Pictured & Pick<Trace, 'persona'>

interface Walked {
  readonly trace: Walk
  readonly picture: Picture
}

interface Options {
  readonly frame?: HouseFrame
  /** Which of them was chosen last, from 0: the words are its. Left out, the last one. */
  readonly chosen?: number
  /** What that one was made to show. */
  readonly focus?: Focus | undefined
}

/** Draws up to three requests, of one person or several, into one house. */
export function drawingOf(
  traces: readonly Walk[],
  { frame = FULL, chosen = -1, focus }: Options = {},
): HouseDrawing {
  const walks = traces.slice(0, MOST_LINES).map((trace) => ({ trace, picture: pictureOf(trace) }))
  const pictures = walks.map(({ picture }) => picture)
  const mails = pictures.reduce((sum, picture) => sum + picture.mails, 0)
  const sender = pictures.findLastIndex((picture) => picture.mails > 0)
  const plan = planOf(frame)
  const words = walks.at(chosen) ?? walks.at(-1)
  return {
    frame,
    floors: FLOORS.map((floor) => ({
      ...floorOf(floor, walks, words, plan),
      step: words ? stepOn(floor, words.picture, focus) : null,
    })),
    lines: walks.map((_, index) => lineOf(walks, index, plan)),
    leanTo: pictures.some(({ isLive }) => isLive)
      ? { ...plan.leanTo, isLit: pictures.some(({ entrance }) => entrance === 'side') }
      : null,
    mail: mails > 0 ? { y: plan.middleOf('context'), count: mails, line: sender } : null,
    sentence:
      walks.map(({ trace, picture }) => sentenceOf(stripOf(trace, picture))).join(' ') ||
      'Nothing has happened yet.',
  }
}

/** More are not drawn: nobody could tell them apart. */
const MOST_LINES = 3
const WAY_BACK = 11
const HALF_SLAB = 15

/** Heights in a frame. */
interface Plan {
  readonly frame: HouseFrame
  readonly topOf: (floor: Floor) => number
  readonly middleOf: (floor: Floor) => number
  readonly leanTo: { readonly top: number; readonly bottom: number }
  readonly heightOf: (floor: Floor | 'live') => number
}

function planOf(frame: HouseFrame): Plan {
  const topOf = (floor: Floor) => frame.eaves + depthOf(floor) * frame.floor
  const middleOf = (floor: Floor) => topOf(floor) + frame.floor / 2
  const leanTo = { top: topOf('scope') + 4, bottom: topOf('context') + 10 }
  const inLeanTo = (leanTo.top + leanTo.bottom) / 2
  const heightOf = (floor: Floor | 'live') => (floor === 'live' ? inLeanTo : middleOf(floor))
  return { frame, topOf, middleOf, leanTo, heightOf }
}

/** Whatever one of them came to is lit. The words are of the one that was stopped here, else of the one chosen last, if it has been there. */
function floorOf(
  floor: Floor,
  walks: readonly Walked[],
  chosen: Walked | undefined,
  { frame, topOf }: Plan,
): Omit<FloorDrawing, 'step'> {
  const ended = walks.find(({ picture: { end } }) => end.floor === floor && isStop(end.kind))
  const caption = captionOf(floor, walks, isEndedOn(floor, chosen) ? chosen : (ended ?? chosen))
  const label = floorLabel(floor, ended?.picture ?? chosen?.picture ?? null)
  const own = chosen ? (switchesOf(chosen.trace).get(floor)?.is ?? null) : null
  return {
    ...{ floor, label, top: topOf(floor), switch: own },
    caption: shortCaption(caption, frame.longest[Math.max(walks.length, 1) - 1]!),
    name: [label, caption].filter((words) => words !== '').join(': '),
    isLit: walks.some(({ picture }) => picture.lit.includes(floor)),
    end: ended && isStop(ended.picture.end.kind) ? ended.picture.end.kind : null,
  }
}

function captionOf(floor: Floor, walks: readonly Walked[], chosen: Walked | undefined): string {
  if (!chosen) return ''
  const people = [...new Set(walks.map(({ trace }) => capital(trace.persona)))]
  if (floor === 'scope' && people.length > 1 && !isEndedOn(floor, chosen)) return people.join(' · ')
  const speaks = hasBeenOn(floor, chosen) ? chosen : walks.find((walk) => hasBeenOn(floor, walk))
  const { trace, picture } = speaks ?? chosen
  return floorCaption(floor, trace, picture)
}

const isEndedOn = (floor: Floor, walk: Walked | undefined): boolean =>
  walk !== undefined && walk.picture.end.floor === floor && isStop(walk.picture.end.kind)

const hasBeenOn = (floor: Floor, { picture: { lit, end } }: Walked) =>
  lit.includes(floor) || end.floor === floor

function stepOn(floor: Floor, picture: Picture, focus: Focus | undefined): number | null {
  const own = ownOf(picture.placed, floor)
  const decisive = decisiveStep(picture, focus)
  if (decisive && (picture.end.floor === floor || own.includes(decisive))) return decisive.id
  return (own.find(({ outcome }) => outcome !== 'skip') ?? own[0])?.id ?? null
}

function lineOf(walks: readonly Walked[], index: number, plan: Plan): LineDrawing {
  const { trace, picture } = walks[index]!
  const { frame, middleOf, heightOf } = plan
  const { entrance, end, turn, lit, dots, rooms } = picture
  const x = frame.columns[walks.length - 1]![index]!
  const wayBack = x + WAY_BACK
  const isOnWayBack = end.floor !== turn
  return {
    ...{ persona: trace.persona, entrance, end: end.kind, x, wayBack },
    ...whoOf(walks, index),
    from: entrance === 'roof' ? frame.ridge - 12 : heightOf(lit[0] ?? 'live'),
    turn: heightOf(turn),
    mark: { x: isOnWayBack ? wayBack : x, y: heightOf(end.floor) },
    slab: slabOf(picture, x, walks.length, plan),
    dots: dots.filter((floor) => floor !== end.floor || isOnWayBack).map(middleOf),
    rooms: FLOORS.flatMap((floor) => {
      const queries = rooms[floor]
      // What all of them asked stands once, where no other line runs through it.
      const isToldBeside =
        index < walks.length - 1 && walks.at(-1)?.picture.rooms[floor] === queries
      return queries === undefined || isToldBeside ? [] : [{ y: middleOf(floor), queries }]
    }),
  }
}

const STROKES = ['solid', 'dashed', 'dotted'] as const

/** Several people differ by their colours, several runs of one by their strokes. */
function whoOf(
  walks: readonly Walked[],
  index: number,
): Pick<LineDrawing, 'initial' | 'who' | 'stroke'> {
  const personas = walks.map(({ trace }) => trace.persona)
  const persona = personas[index]!
  const run = personas.slice(0, index).filter((each) => each === persona).length
  const isAlone = personas.filter((each) => each === persona).length === 1
  const letter = capital(persona).charAt(0)
  return {
    initial: isAlone ? letter : `${letter}${run + 1}`,
    who: [...new Set(personas)].indexOf(persona) + 1,
    stroke: STROKES[run] ?? 'dotted',
  }
}

function slabOf({ end, turn }: Picture, x: number, lines: number, plan: Plan): Slab | null {
  if (!isStop(end.kind) || end.kind === 'leaked' || end.floor === 'live') return null
  const { frame, topOf } = plan
  const y = end.floor === turn ? topOf(end.floor) + frame.floor : topOf(end.floor)
  return lines === 1
    ? { left: frame.left, right: frame.right, y }
    : { left: x - HALF_SLAB, right: x + HALF_SLAB, y }
}
