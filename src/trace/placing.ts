/**
 * Where each step of a trace stands in the house. A floor does something of its
 * own; what it asks of others on the way, such as the queries of a plug, stands
 * in a side room of it: the request itself has not come so far down.
 */
import type { Spot } from './floors.ts'
import type { Layer, Trace, TraceStep } from './trace-step.ts'

/** What a picture is made of: no time, and no line of the source. */
export type Pictured = Pick<Trace, 'title' | 'status' | 'kind' | 'steps'>

export interface Placed {
  readonly step: TraceStep
  readonly spot: Spot
  readonly inSideRoom: boolean
}

/** By the roof comes a request; all else comes by the side door, below plugs that never see it. */
export const comesByRoof = ({ kind = 'request' }: Pictured): boolean => kind === 'request'

/** Every step of the trace with its place, in the order of the steps. */
export function placeSteps(trace: Pictured): readonly Placed[] {
  const plan = planOf(trace)
  return trace.steps.map((step) => {
    const { spot, inSideRoom = false } = placeOf(step, plan)
    return { step, spot, inSideRoom }
  })
}

interface Plan {
  readonly byRoof: boolean
  readonly rootOf: (step: TraceStep) => TraceStep
  /** The step that made the scope, and the plug in which it did. */
  readonly scope: { readonly made: TraceStep; readonly plug: TraceStep } | null
  readonly isQuestion: (query: TraceStep) => boolean
}

function planOf(trace: Pictured): Plan {
  const { steps } = trace
  const byId = new Map(steps.map((step) => [step.id, step]))
  const parentOf = ({ parent }: TraceStep) => (parent === null ? undefined : byId.get(parent))
  const rootOf = (step: TraceStep): TraceStep => {
    const parent = parentOf(step)
    return parent ? rootOf(parent) : step
  }
  const ran = steps.filter(({ outcome }) => outcome !== 'skip')
  const made = ran.find(({ tag }) => tag === 'scope.current')
  return {
    byRoof: comesByRoof(trace),
    rootOf,
    scope: made ? { made, plug: rootOf(made) } : null,
    isQuestion: (query) => isInRule(parentOf(query), parentOf) || isBeforeRule(query, ran),
  }
}

interface Place {
  readonly spot: Spot
  readonly inSideRoom?: boolean
}

function placeOf(step: TraceStep, plan: Plan): Place {
  const { layer, tag } = step
  const root = plan.rootOf(step)
  if (layer === 'mail' || layer === 'reply') return { spot: layer }
  if (tag.startsWith('limit.')) return { spot: isAfterScope(step, plan) ? 'guards' : 'request' }
  // What carries a live event is no way through the house.
  if (!plan.byRoof && (root.layer === 'request' || root.layer === 'plug')) return { spot: 'live' }
  if (root.layer === 'request') return { spot: 'request' }
  if (root.layer === 'plug') return inPlug(step, root, plan)
  if (root.tag.startsWith('live.onMount.')) return inHook(step, root)
  if (layer === 'sql' && plan.isQuestion(step)) return { spot: 'changeset', inSideRoom: true }
  return { spot: SPOTS[layer] }
}

/** Where a step stands that no plug and no hook holds. A filter by the scope is what a context adds to its query. */
const SPOTS: Readonly<Record<Layer, Spot>> = {
  request: 'request',
  plug: 'guards',
  scope: 'context',
  context: 'context',
  changeset: 'changeset',
  sql: 'sql',
  constraint: 'constraint',
  mail: 'mail',
  live: 'live',
  reply: 'reply',
}

const isAfterScope = ({ id }: TraceStep, { scope }: Plan) => scope !== null && scope.made.id < id

function inPlug(step: TraceStep, plug: TraceStep, { scope }: Plan): Place {
  if (step.tag === 'scope.current') return { spot: 'scope' }
  const isOfPipeline = scope ? plug.id <= scope.plug.id : LOOKS_UP.test(plug.name)
  return { spot: isOfPipeline ? 'pipeline' : 'guards', inSideRoom: step !== plug }
}

/** Plugs that look things up, by their names, in a request for which no scope was made. */
const LOOKS_UP = /^(?:fetch|accept|put)/

/** A hook looks at the scope, and looks it up once more for a page that connects. */
function inHook(step: TraceStep, hook: TraceStep): Place {
  if (step === hook) return { spot: 'guards' }
  return { spot: 'scope', inSideRoom: step.layer === 'context' || step.layer === 'sql' }
}

type ParentOf = (step: TraceStep) => TraceStep | undefined

/** `Repo.insert` is a step of the changeset, too, and its query is no question. */
function isInRule(step: TraceStep | undefined, parentOf: ParentOf): boolean {
  if (!step) return false
  const { tag } = step
  if (tag.startsWith('changeset.') && !tag.startsWith('changeset.repo.')) return true
  return isInRule(parentOf(step), parentOf)
}

/** In traces that were kept before a rule held its query: the query stands directly before it. */
function isBeforeRule(query: TraceStep, ran: readonly TraceStep[]): boolean {
  const next = ran[ran.indexOf(query) + 1]
  return next?.parent === query.parent && /^changeset\..*\.unsafe_/.test(next.tag)
}
