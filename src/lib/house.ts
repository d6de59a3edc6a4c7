/**
 * The signature picture: a section through a house whose floors are the layers.
 * Each request is a line that comes down through the roof. This file turns
 * traces into plain geometry; a component draws it.
 */
import { caughtBy, type Guard } from './guard.ts'
import { FLOORS, depthOf, isFloorStep, journeyOf, type Floor, type Journey } from './journey.ts'
import { capital, count, summarize } from './summary.ts'
import type { Trace, TraceStep } from './trace-step.ts'

/** Lengths are units of the drawing, about one CSS pixel on a phone. */
export const HOUSE = {
  width: 300,
  height: 398,
  left: 14,
  right: 286,
  apex: 26,
  eaves: 72,
  floor: 44,
}

export interface FloorDrawing {
  readonly floor: Floor
  readonly label: string
  /** What happened there, short enough for one line. */
  readonly note: string
  readonly top: number
  /** Whether any request came this far: the light falls no deeper. */
  readonly lit: boolean
  /** Whether a request was stopped here. */
  readonly caught: boolean
}

export interface LineDrawing {
  readonly persona: string
  readonly initial: string
  readonly outcome: Journey['outcome']
  readonly x: number
  /** Where it enters, and where it ends. */
  readonly top: number
  readonly end: number
  /** The piece of floor that stopped it: the whole floor, if this line is the only one. */
  readonly slab: { readonly left: number; readonly right: number; readonly y: number } | null
  /** The floors on which this request did something, on its way. */
  readonly stations: readonly number[]
}

export interface HouseDrawing {
  readonly floors: readonly FloorDrawing[]
  readonly lines: readonly LineDrawing[]
  /** The picture in words. */
  readonly sentence: string
}

/** Draws up to three people's requests into one house. */
export function houseOf(traces: readonly Trace[]): HouseDrawing {
  const walks = traces.slice(0, 3).map((trace) => ({ trace, ...journeyOf(trace) }))
  const deepest = Math.max(-1, ...walks.map(({ floor }) => depthOf(floor)))

  return {
    floors: FLOORS.map((floor, depth) => ({
      floor,
      label: labelOf(floor, walks),
      note: noteOf(floor, walks, depth > deepest),
      top: HOUSE.eaves + depth * HOUSE.floor,
      lit: depth <= deepest,
      caught: walks.some((walk) => walk.floor === floor && isStopped(walk)),
    })),
    lines: walks.map((walk, index) =>
      lineOf(walk, columnOf(index, walks.length), walks.length === 1),
    ),
    sentence: walks.map(({ trace }) => summarize(trace)).join(' ') || 'Nothing has happened yet.',
  }
}

interface Walk extends Journey {
  readonly trace: Trace
}

const isStopped = ({ outcome }: Walk) => outcome === 'refused' || outcome === 'halted'

const columnOf = (index: number, lines: number) =>
  [[226], [204, 250], [192, 226, 260]][lines - 1]![index]!

const HALF_SLAB = 16

const middleOf = (floor: Floor) => HOUSE.eaves + (depthOf(floor) + 0.5) * HOUSE.floor

function lineOf(walk: Walk, x: number, alone: boolean): LineDrawing {
  const { trace, floor, outcome } = walk
  const busy = new Set(trace.steps.filter(isBusy).map(({ layer }) => layer))
  return {
    persona: trace.persona,
    initial: capital(trace.persona).charAt(0),
    outcome,
    x,
    top: 14,
    end: middleOf(floor),
    slab: isStopped(walk)
      ? {
          left: alone ? HOUSE.left : x - HALF_SLAB,
          right: alone ? HOUSE.right : x + HALF_SLAB,
          y: middleOf(floor) + HOUSE.floor / 2,
        }
      : null,
    stations: FLOORS.filter((each) => depthOf(each) < depthOf(floor) && busy.has(each)).map(
      middleOf,
    ),
  }
}

const isBusy = ({ outcome }: TraceStep) => outcome !== 'skip'

const LABELS: Readonly<Record<Floor, string>> = {
  request: 'request',
  plug: 'plugs',
  scope: 'scope',
  context: 'context',
  changeset: 'changeset',
  sql: 'SQL',
  constraint: 'constraints',
}

/** Where a request was stopped, the floor takes the guard's own name. */
function labelOf(floor: Floor, walks: readonly Walk[]): string {
  const stopped = walks.find((walk) => walk.floor === floor && isStopped(walk))
  const guard: Guard | null = stopped ? caughtBy(stopped.trace) : null
  return guard && floor === 'constraint'
    ? guard
    : guard === 'browser'
      ? 'browser rules'
      : LABELS[floor]
}

/** Told of the request that was stopped here, else of the last one that came by. */
function noteOf(floor: Floor, walks: readonly Walk[], dark: boolean): string {
  const walk =
    walks.find((each) => each.floor === floor && isStopped(each)) ??
    walks.findLast((each) => depthOf(each.floor) >= depthOf(floor))
  if (!walk) return dark && walks.length > 0 ? shadeNote(floor, walks) : ''
  if (walk.floor === floor && walk.step) return shorten(walk.step.name)

  const steps = walk.trace.steps.filter(isFloorStep).filter(({ layer }) => layer === floor)
  const ran = steps.filter(isBusy)
  if (floor === 'request') return shorten(walk.trace.title)
  if (floor === 'constraint') return walk.outcome === 'answered' ? 'nothing to refuse' : ''
  if (ran.length === 0) return 'nothing to do'
  if (floor === 'plug') return `${ran.length} ran, none halted`
  if (floor === 'changeset') return `${count(ran.length, 'step')}, valid`
  if (floor === 'sql') return shorten(ran.map(verbOf).join(', '))
  const last = ran.at(-1)!
  return shorten(floor === 'scope' ? last.detail || last.name : ran[0]!.name)
}

/** A floor below the last line may have been asked something by a floor above. */
function shadeNote(floor: Floor, walks: readonly Walk[]): string {
  const asked = walks.flatMap(({ trace }) => trace.steps).filter(({ layer }) => layer === floor)
  return floor === 'sql' && asked.length > 0
    ? `asked: ${count(asked.length, 'query').replace('querys', 'queries')}`
    : 'not reached'
}

const verbOf = ({ name, data }: TraceStep): string => {
  const sql = typeof data['sql'] === 'string' ? data['sql'] : name
  return /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? 'query'
}

const LONGEST_NOTE = 26

const shorten = (text: string) =>
  text.length <= LONGEST_NOTE ? text : `${text.slice(0, LONGEST_NOTE - 1)}…`
