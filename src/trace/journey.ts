/**
 * How far down the house a request came. A trace says what every layer did;
 * a journey says the one thing a reader wants first: where did it stop?
 */
import type { Layer, Trace, TraceStep } from './trace-step.ts'

/** The layers that a request meets on its way down. The others (mail, live, reply) are not floors. */
export const FLOORS = [
  'request',
  'plug',
  'scope',
  'context',
  'changeset',
  'sql',
  'constraint',
] as const satisfies readonly Layer[]

export type Floor = (typeof FLOORS)[number]

export interface Journey {
  /** `refused` by a rule, `halted` by a layer that answered itself, `open` while there is no reply. */
  readonly outcome: 'answered' | 'refused' | 'halted' | 'open'
  /** The deepest floor the request came to, or the one that stopped it. */
  readonly floor: Floor
  /** The step that stopped it. `null` if none did, or if none says so. */
  readonly step: TraceStep | null
}

/** Where a request stopped, or how deep it went before it was answered. */
export function journeyOf(trace: Trace): Journey {
  const step = stoppingStep(trace)
  if (step)
    return { outcome: step.outcome === 'halt' ? 'halted' : 'refused', floor: step.layer, step }

  const floor = deepestFloor(trace.steps)
  if (trace.status === null) return { outcome: 'open', floor, step: null }
  if (trace.status < 400) return { outcome: 'answered', floor, step: null }
  // A refusal that no step owns is a context's plain answer: no such account, no such row. Where no
  // context was asked, whoever read the request had no use for what it says.
  const asked = trace.steps.some(({ layer }) => layer === 'context')
  return { outcome: 'refused', floor: asked ? 'context' : 'request', step: null }
}

/** A step on a floor of the house. */
export type FloorStep = TraceStep & { readonly layer: Floor }

const isFloorStep = (step: TraceStep): step is FloorStep => isFloor(step.layer)

export const isFloor = (layer: Layer): layer is Floor => FLOORS.some((floor) => floor === layer)

/** 0 under the roof, 6 at the foot. */
export const depthOf = (floor: Floor): number => FLOORS.indexOf(floor)

/** A parent fails because of its child, so the deepest failure is the cause. */
function stoppingStep({ steps, status }: Trace): FloorStep | null {
  // An empty form breaks rules too, but a page that was answered was not refused.
  const stopped = status === null || status >= 400
  const stopping = steps
    .filter(isFloorStep)
    .filter(({ outcome }) => outcome === 'halt' || (stopped && outcome === 'error'))
  return stopping.toSorted((a, b) => depthOf(b.layer) - depthOf(a.layer))[0] ?? null
}

function deepestFloor(steps: readonly TraceStep[]): Floor {
  const carrying = steps.filter(isFloorStep).filter((step) => carries(step, steps))
  // Every row written is checked against the constraints, whether or not one speaks.
  if (carrying.some(isWrite)) return 'constraint'
  const depth = Math.max(0, ...carrying.map(({ layer }) => depthOf(layer)))
  return FLOORS[depth] ?? 'request'
}

/** A plug or a changeset may ask the database; the request itself has not come so far down yet. */
function carries(step: TraceStep, steps: readonly TraceStep[]): boolean {
  if (step.outcome === 'skip') return false
  const asksDatabase = step.layer === 'sql' || step.layer === 'constraint'
  for (let parent = parentOf(step, steps); parent; parent = parentOf(parent, steps)) {
    if (asksDatabase && (parent.layer === 'plug' || parent.layer === 'changeset')) return false
  }
  return true
}

const parentOf = (step: TraceStep, steps: readonly TraceStep[]) =>
  steps.find(({ id }) => id === step.parent)

const WRITES = /^\s*(?:insert|update|delete|replace)\b/i

function isWrite({ layer, outcome, name, data }: TraceStep): boolean {
  const sql = typeof data['sql'] === 'string' ? data['sql'] : name
  return layer === 'sql' && outcome === 'ok' && WRITES.test(sql)
}
