/**
 * The signature picture: a section through a house whose floors are the layers.
 * Each request is a line that comes down through the roof. This file turns
 * traces into plain geometry; a component draws it.
 */
import { floorLabel, floorNote, isStopped, type Walk } from './house-words.ts'
import { FLOORS, depthOf, journeyOf, type Floor, type Journey } from './journey.ts'
import { capital, summarize } from './summary.ts'
import type { Trace } from './trace-step.ts'

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
  /** The number of the step to look at here, of the last request; `null` if it did nothing here. */
  readonly step: number | null
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
      label: floorLabel(floor, walks),
      note: floorNote(floor, walks),
      top: HOUSE.eaves + depth * HOUSE.floor,
      lit: depth <= deepest,
      caught: walks.some((walk) => walk.floor === floor && isStopped(walk)),
      step: stepOn(floor, walks.at(-1)),
    })),
    lines: walks.map((walk, index) =>
      lineOf(walk, columnOf(index, walks.length), walks.length === 1),
    ),
    sentence: walks.map(({ trace }) => summarize(trace)).join(' ') || 'Nothing has happened yet.',
  }
}

function stepOn(floor: Floor, walk: Walk | undefined): number | null {
  if (!walk) return null
  if (walk.step?.layer === floor) return walk.step.id
  const steps = walk.trace.steps.filter(({ layer }) => layer === floor)
  return (steps.find(({ outcome }) => outcome !== 'skip') ?? steps[0])?.id ?? null
}

const columnOf = (index: number, lines: number) =>
  [[226], [204, 250], [192, 226, 260]][lines - 1]![index]!

const HALF_SLAB = 16

const middleOf = (floor: Floor) => HOUSE.eaves + (depthOf(floor) + 0.5) * HOUSE.floor

function lineOf(walk: Walk, x: number, alone: boolean): LineDrawing {
  const { trace, floor, outcome } = walk
  const busy = new Set(
    trace.steps.filter(({ outcome: each }) => each !== 'skip').map(({ layer }) => layer),
  )
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
