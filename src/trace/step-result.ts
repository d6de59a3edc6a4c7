/**
 * What came of a step, in the one or two words that stand behind its name in
 * the list, and how long it took. What passed says nothing.
 */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import type { Row } from './folding.ts'
import type { Picture } from './picture.ts'
import { isMap, type Json, type TraceStep } from './trace-step.ts'

export interface StepResult {
  readonly words: string
  /** Whether it is the word to see: of what ended the request, and of a row that leaked. */
  readonly isLoud: boolean
}

/** By shape as well as by colour: a ring, a filled disc, a dotted ring. */
export type Mark = 'ok' | 'decisive' | 'skipped'

export function markOf(step: TraceStep, decisive: TraceStep | null): Mark {
  if (step === decisive) return 'decisive'
  return step.outcome === 'skip' ? 'skipped' : 'ok'
}

export function resultOf(step: TraceStep, picture: Picture): StepResult {
  const owner = ownerIn(step)
  if (owner !== null) return loud(`⚠ ${capital(owner)}’s`)
  if (step.outcome === 'halt') return loud('■ halted')
  if (step.outcome === 'skip')
    return quiet(step.detail.startsWith('switched off') ? 'switched off' : 'skipped')
  if (step.outcome === 'error') return ofError(step, picture)
  if (picture.end.kind === 'nothing' && picture.end.step === step) return loud('∅ no rows')
  return quiet(ofOk(step))
}

const loud = (words: string): StepResult => ({ words, isLoud: true })
const quiet = (words: string): StepResult => ({ words, isLoud: false })

/** Of several rules that refuse each says so; what failed because of another step says less. */
function ofError(step: TraceStep, { end, placed }: Picture): StepResult {
  if (step.layer === 'reply') return quiet('')
  if (end.step === step) return loud('✕ refused')
  const isParent = placed.some(({ step: { parent } }) => parent === step.id)
  const isBeside = end.kind === 'refused' && end.step?.parent === step.parent
  return quiet(!isParent && isBeside && end.step?.layer === step.layer ? '✕ refused' : 'error')
}

function ofOk({ layer, tag, data }: TraceStep): string {
  if (layer === 'constraint') return 'held'
  const rows = data['rows']
  if (layer !== 'sql' || typeof rows !== 'number' || !COUNTS.test(tag)) return ''
  return rows === 0 ? 'no rows' : numbered(rows, 'row')
}

// What begins or ends a transaction, or changes the schema, is about no rows.
const COUNTS = /^sql\.(?:select|insert|update|delete|replace|with|values)\b/

/** Whose row a query gave or wrote that is not the asker’s. */
function ownerIn({ data: { strangers } }: TraceStep): string | null {
  const [first] = Array.isArray(strangers) ? (strangers as readonly Json[]) : []
  if (!isMap(first)) return null
  const owner = first['owner']
  return typeof owner === 'string' ? owner : 'somebody else'
}

/** How long a step took itself, in milliseconds; `null` for one that does not wait. */
export function millisecondsOf({ data: { milliseconds } }: Pick<TraceStep, 'data'>): number | null {
  return typeof milliseconds === 'number' ? milliseconds : null
}

/**
 * How long a row took, in milliseconds: `0.3`; empty for what does not wait. Of
 * a group it is the sum, and what is inside a step of it is in that step's time.
 */
export function tookInWords(row: Row): string {
  const steps = row.kind === 'step' ? [row.step] : row.rows.map(({ step }) => step)
  const known = new Set(steps.map(({ id }) => id))
  const outer = steps.filter(({ parent }) => parent === null || !known.has(parent))
  const times = outer.flatMap((step) => millisecondsOf(step) ?? [])
  return times.length === 0 ? '' : times.reduce((sum, time) => sum + time, 0).toFixed(1)
}
