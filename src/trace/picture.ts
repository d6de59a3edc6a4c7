/**
 * The picture of a request, made of its steps and of nothing else. House, list,
 * strip, badge, question and check read it here, so that they cannot say
 * different things of one trace.
 */
import { endOf, ownOf, type End } from './ending.ts'
import { depthOf, FLOORS, isFloor, type Floor } from './floors.ts'
import { comesByRoof, placeSteps, type Pictured, type Placed } from './placing.ts'
import { isRule, type TraceKind } from './trace-step.ts'

export interface Picture {
  /** A request comes by the roof. A page that is connected comes by the side door. */
  readonly entrance: 'roof' | 'side'
  readonly end: End
  /** How deep it went: the end's floor or, if it was stopped on the way back, one below it. */
  readonly turn: Floor | 'live'
  /** The floors from its entrance to its turn. */
  readonly lit: readonly Floor[]
  /** The lit floors that did something themselves. The others were passed. */
  readonly dots: readonly Floor[]
  /** How many queries a floor asked in a side room, for those that asked any. */
  readonly rooms: Readonly<Partial<Record<Floor, number>>>
  /** The scope narrowed what was asked: a filter by its owner was added. */
  readonly isNarrowed: boolean
  /** How many mails were sent. */
  readonly mails: number
  /** A live page mounts, or is connected. */
  readonly isLive: boolean
  /** Nobody looked the scope up: it was kept from the mount. */
  readonly isScopeKept: boolean
  /** Every step of the trace with its place. */
  readonly placed: readonly Placed[]
}

// House, list and strip of one page ask for it in turn, and a trace does not change.
const drawn = new WeakMap<Pictured, Picture>()

/** Draws one trace in facts. */
export function pictureOf(trace: Pictured): Picture {
  const known = drawn.get(trace)
  if (known) return known
  const picture = draw(trace)
  drawn.set(trace, picture)
  return picture
}

function draw(trace: Pictured): Picture {
  const placed = placeSteps(trace)
  const { end, turn } = endOf(trace, placed)
  const ran = placed.filter(({ step }) => step.outcome !== 'skip')
  const lit = litOf(trace, turn)
  const byRoof = comesByRoof(trace)
  return {
    ...{ entrance: byRoof ? 'roof' : 'side', end, turn, lit, placed },
    dots: lit.filter((floor) => ownOf(ran, floor).some(isRule)),
    rooms: roomsOf(ran),
    isNarrowed: ran.some(({ step, spot }) => step.layer === 'scope' && spot === 'context'),
    mails: ran.filter(({ step }) => step.layer === 'mail').length,
    isLive: !byRoof || ran.some(({ step }) => step.layer === 'live'),
    isScopeKept: trace.kind === 'event' || trace.kind === 'message',
  }
}

/** The first floor of each way in. Whoever connects is looked up once more; an event comes after that. */
const FIRST: Readonly<Record<TraceKind, Floor>> = {
  request: 'request',
  connect: 'scope',
  event: 'context',
  message: 'context',
  console: 'context',
}

function litOf({ kind = 'request' }: Pictured, turn: Floor | 'live'): readonly Floor[] {
  return FLOORS.slice(depthOf(FIRST[kind]), depthOf(turn) + 1)
}

function roomsOf(ran: readonly Placed[]): Picture['rooms'] {
  const queries = ran.filter(({ step, inSideRoom }) => inSideRoom && step.layer === 'sql')
  const byFloor = Map.groupBy(queries, ({ spot }) => spot)
  return Object.fromEntries(
    [...byFloor].flatMap(([spot, asked]) => (isFloor(spot) ? [[spot, asked.length]] : [])),
  )
}
