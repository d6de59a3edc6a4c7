/**
 * The floors of the house, from the roof down. They are not the layers: the
 * plugs of every request make the scope, and the plugs of a route look at it,
 * so there is a floor of each above and below it.
 */
import type { Layer } from './trace-step.ts'

export const FLOORS = [
  'request',
  'pipeline',
  'scope',
  'guards',
  'context',
  'changeset',
  'sql',
  'constraint',
] as const

export type Floor = (typeof FLOORS)[number]

/** Beside the floors: a lean-to for what stays connected, the mail, the way back. */
export const BESIDE = ['live', 'mail', 'reply'] as const

export type Spot = Floor | (typeof BESIDE)[number]

export const isFloor = (spot: Spot): spot is Floor => FLOORS.some((floor) => floor === spot)

/** 0 under the roof, 7 at the foot; -1 beside the floors. */
export const depthOf = (spot: Spot): number => FLOORS.findIndex((floor) => floor === spot)

/** The layer whose colour a floor has: those of plugs are two. */
export const layerOf = (floor: Floor): Layer =>
  floor === 'pipeline' || floor === 'guards' ? 'plug' : floor
