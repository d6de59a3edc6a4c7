/** How a request ended, on which floor, and by which step. */
import { depthOf, FLOORS, type Floor } from './floors.ts'
import { comesByRoof, type Pictured, type Placed } from './placing.ts'
import { strangersIn } from './strangers.ts'
import { isMap, type TraceStep } from './trace-step.ts'

export interface End {
  /**
   * `answered`; `refused` by a rule, a plug, a limit or a constraint; `nothing`: it looked, and there was
   * no row; `leaked`: somebody else's row went out, or was written; `open`: there is no reply yet.
   */
  readonly kind: 'answered' | 'refused' | 'nothing' | 'leaked' | 'open'
  readonly floor: Floor | 'live'
  /** The step that ended it; `null` if none did, or if none says so. */
  readonly step: TraceStep | null
  /** It was refused by a fault, for which nobody had words. */
  readonly broke: boolean
}

export interface Ended {
  readonly end: End
  /** How deep the request went: to the end's floor, or below it, and then it was stopped on the way back. */
  readonly turn: Floor | 'live'
}

/** What the trace says of its end. `placed` are its steps with their places. */
export function endOf(trace: Pictured, placed: readonly Placed[]): Ended {
  const run = runOf(trace, placed)
  const end = { step: null, broke: false, ...settle(run) }
  return { end, turn: depthOf(run.deepest) > depthOf(end.floor) ? run.deepest : end.floor }
}

/** What decides how a run ended. */
interface Run {
  readonly status: number | null
  readonly ran: readonly Placed[]
  readonly queries: readonly TraceStep[]
  readonly deepest: Floor | 'live'
  /** The floor that had the request when it was refused and no step says by whom. */
  readonly hadIt: Floor | 'live'
  readonly isTurnedAway: boolean
  readonly isErrorFlash: boolean
}

function runOf(trace: Pictured, placed: readonly Placed[]): Run {
  const ran = placed.filter(({ step }) => step.outcome !== 'skip')
  const byRoof = comesByRoof(trace)
  const queries = queriesOf(ran)
  const flash = flashOf(ran)
  return {
    ...{ status: trace.status, ran, queries },
    deepest: deepestOf(ran, queries) ?? (byRoof ? 'request' : 'live'),
    hadIt: hadItOf(ran) ?? (byRoof ? 'request' : 'live'),
    isTurnedAway: isRedirect(trace.status) && (flash?.isError ?? trace.title.startsWith('GET ')),
    isErrorFlash: flash?.isError ?? false,
  }
}

type Settled = Pick<End, 'kind' | 'floor'> & Partial<End>

function settle(run: Run): Settled {
  const { status, deepest } = run
  if (status === null) return { kind: 'open', floor: deepest }
  return (
    haltOf(run) ??
    leakOf(run) ??
    nothingOf(run) ??
    refusalOf(run) ?? { kind: 'answered', floor: deepest }
  )
}

function haltOf({ ran, hadIt }: Run): Settled | null {
  const halt = ran.find(({ step }) => step.outcome === 'halt')
  if (!halt) return null
  const { step, spot } = halt
  const stands = spot !== 'mail' && spot !== 'reply' && (spot !== 'live' || hadIt === 'live')
  return { kind: 'refused', floor: stands ? spot : hadIt, step }
}

/** Only a query that forgot its scope finds strangers. */
function leakOf({ status, queries }: Run): Settled | null {
  if (status === null || status >= 400) return null
  const step = queries.find((query) => strangersIn(query).length > 0)
  return step ? { kind: 'leaked', floor: 'sql', step } : null
}

function nothingOf({ status, ran, queries, isTurnedAway }: Run): Settled | null {
  const step = queries.at(-1)
  const foundNothing = step?.outcome === 'ok' && step.data['rows'] === 0
  if (!foundNothing || !(status === 404 || status === 410 || isTurnedAway)) return null
  const isDeeper = errorsAmong(ran).some(({ spot }) => depthOf(spot) > depthOf('context'))
  return isDeeper ? null : { kind: 'nothing', floor: 'sql', step }
}

function refusalOf({ status, ran, hadIt, isErrorFlash }: Run): Settled | null {
  const isRefused = status !== null && status >= 400
  if (!isRefused && !isErrorFlash) return null
  const broke = status !== null && status >= 500
  // A parent fails because of its child: the deepest failure is the cause, and of several there the first.
  const failed = errorsAmong(ran).toSorted((a, b) => depthOf(b.spot) - depthOf(a.spot))
  const cause = failed[0] && (questionOf(failed[0], failed) ?? failed[0])
  return isRefused && cause
    ? { kind: 'refused', floor: cause.spot, step: cause.step, broke }
    : { kind: 'refused', floor: hadIt, broke }
}

/** The query that a rule asked, if that is what failed: then the rule itself has refused nothing. */
const questionOf = <One extends Placed>({ step: rule }: One, failed: readonly One[]) =>
  failed.find(({ step: { layer, parent } }) => layer === 'sql' && parent === rule.id)

const errorsAmong = (ran: readonly Placed[]) =>
  ran.filter(
    (each): each is Placed & { readonly spot: Floor } =>
      each.step.outcome === 'error' && depthOf(each.spot) >= 0,
  )

/** The steps that a floor took itself. */
export const ownOf = (placed: readonly Placed[], floor: Floor): readonly TraceStep[] =>
  placed.filter(({ spot, inSideRoom }) => spot === floor && !inSideRoom).map(({ step }) => step)

/** The queries of a request itself, but for those that begin and end a transaction. */
export const queriesOf = (placed: readonly Placed[]): readonly TraceStep[] =>
  ownOf(placed, 'sql').filter(({ tag }) => !BRACKET.test(tag))

const BRACKET = /^sql\.(?:begin|commit|rollback)/
export const WRITES = /^sql\.(?:insert|update|delete|replace)\./

/** Every row written is checked against the constraints, whether or not one speaks. */
function deepestOf(ran: readonly Placed[], queries: readonly TraceStep[]): Floor | null {
  if (queries.some(({ outcome, tag }) => outcome === 'ok' && WRITES.test(tag))) return 'constraint'
  return FLOORS.findLast((floor) => ownOf(ran, floor).length > 0) ?? null
}

function hadItOf(ran: readonly Placed[]): Floor | null {
  const isOn = (floor: Floor) => ownOf(ran, floor).length > 0
  if (isOn('context')) return 'context'
  if (isOn('guards') || isOn('scope')) return 'guards'
  return isOn('pipeline') ? 'pipeline' : null
}

const isRedirect = (status: number | null) => status !== null && status >= 300 && status < 400

/** What was said to the reader; `null` in traces that were kept before the reply told it. */
function flashOf(ran: readonly Placed[]): { readonly isError: boolean } | null {
  const told = ran.findLast(({ step }) => step.data['flash'] !== undefined)
  const flash = told?.step.data['flash']
  if (flash === undefined) return null
  return { isError: isMap(flash) && flash['kind'] === 'error' }
}

/** It ended there: by no answer, and it is under way no more. */
export const isStop = (kind: End['kind']): kind is Exclude<End['kind'], 'answered' | 'open'> =>
  kind !== 'answered' && kind !== 'open'
