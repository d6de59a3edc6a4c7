/**
 * Checks: sentences that become true when a reader has done something. They
 * look at what the server did, the trace and the rows, never at what was
 * typed. One that nearly holds says which of its clauses does not.
 */
import { caughtBy } from '#lib/guard.ts'
import { journeyOf } from '#lib/journey.ts'
import type { Outcome, Trace, TraceStep } from '#lib/trace-step.ts'
import type { RowsClaim } from '#sandbox/tables.ts'
import { NOBODY } from './prediction.ts'

export interface Check {
  readonly id: string
  /** The sentence. */
  readonly says: string
  /** The title of the traces that it looks at: `POST /users/register`. */
  readonly when: string
  readonly clauses: readonly Clause[]
}

/** One claim about a trace or about rows; the others are `null`. */
export interface Clause {
  readonly status: number | null
  /** The tag of a step that ran. */
  readonly step: string | null
  /** How that step ended; `null` for anything but a skip. */
  readonly outcome: Outcome | null
  /** Words in its sentence. */
  readonly detail: string | null
  /** The tag of a step that did not run. */
  readonly never: string | null
  readonly caught_by: string | null
  readonly reaches: string | null
  readonly rows: RowsClaim | null
  /** What is said when this is the clause that does not hold. */
  readonly otherwise: string
}

/** How many rows a claim finds now; `null` where its table is gone. */
export type CountRows = (claim: RowsClaim) => Promise<number | null>

export interface CheckResult {
  readonly check: Pick<Check, 'id' | 'says'>
  readonly met: boolean
  /** The first clause that does not hold, and the step to look at. */
  readonly miss: { readonly otherwise: string; readonly step: number | null } | null
}

/** The same for a page. */
export interface CheckView {
  readonly says: string
  /** Left out, as `miss`, where nobody knows yet. */
  readonly met?: boolean
  readonly miss?: {
    readonly otherwise: string
    /** Where the step to look at is in the page, and how the link to it reads. */
    readonly href: string | null
    readonly label: string
  } | null
}

/**
 * What a check says of a trace, or `null` when the trace is of another request.
 * Rows are counted only once everything before them holds.
 */
export async function evaluateCheck(
  { id, says, when, clauses }: Check,
  trace: Trace,
  countRows: CountRows,
): Promise<CheckResult | null> {
  if (trace.title !== when) return null
  for (const clause of clauses) {
    if (await holds(clause, trace, countRows)) continue
    const miss = { otherwise: clause.otherwise, step: stepToLookAt(clause, trace) }
    return { check: { id, says }, met: false, miss }
  }
  return { check: { id, says }, met: true, miss: null }
}

async function holds(clause: Clause, trace: Trace, countRows: CountRows): Promise<boolean> {
  const { status, step, never, caught_by: guard, reaches, rows } = clause
  if (status !== null) return trace.status === status
  if (step !== null) return trace.steps.some((each) => fits(each, clause))
  if (never !== null) return !trace.steps.some((each) => each.tag === never && ran(each))
  if (guard !== null) return (caughtBy(trace) ?? NOBODY) === guard
  if (reaches !== null) return journeyOf(trace).floor === reaches
  return rows !== null && (await countRows(rows)) === rows.count
}

const ran = ({ outcome }: TraceStep) => outcome !== 'skip'

function fits(step: TraceStep, { step: tag, outcome, detail }: Clause): boolean {
  if (step.tag !== tag) return false
  if (outcome === null ? !ran(step) : step.outcome !== outcome) return false
  return detail === null || step.detail.includes(detail)
}

function stepToLookAt({ step: tag, never, rows }: Clause, trace: Trace): number | null {
  const named = trace.steps.find((step) => step.tag === (tag ?? never))
  const write = trace.steps.findLast(({ tag: own }) => /^sql\.(?:insert|update|delete)\./.test(own))
  const reply = trace.steps.findLast(({ layer }) => layer === 'reply')
  const found = named ?? (rows ? write : undefined) ?? journeyOf(trace).step ?? reply
  return found?.id ?? null
}
