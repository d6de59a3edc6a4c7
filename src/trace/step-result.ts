/**
 * What came of a step, in the one or two words that stand behind its name in
 * the list, and how long it took. What passed says nothing.
 */
import { capital } from '#lib/capital.ts'
import { numbered } from '#lib/counted.ts'
import type { Row } from './folding.ts'
import { isSwitchedOff } from './layers-off.ts'
import { END_MARKS, OUTCOME_MARKS, type Marked } from './marks.ts'
import type { Picture } from './picture.ts'
import { strangersIn } from './strangers.ts'
import type { TraceStep } from './trace-step.ts'

/** What came of it; nothing where it passed, and there is no more to say. */
export function resultOf(step: TraceStep, picture: Picture): Marked {
  const [stranger] = strangersIn(step)
  if (stranger) return { mark: END_MARKS.leaked, words: `${capital(stranger.owner)}’s` }
  if (step.outcome === 'halt') return { mark: OUTCOME_MARKS.halt, words: 'halted' }
  if (step.outcome === 'skip') return said(isSwitchedOff(step) ? 'switched off' : 'skipped')
  if (step.outcome === 'error') return ofError(step, picture)
  if (isOvertaken(step, picture)) return said('never sent')
  if (picture.end.kind === 'nothing' && picture.end.step === step)
    return { mark: END_MARKS.nothing, words: 'no rows' }
  return said(ofOk(step))
}

const IS_ANSWER = /^reply\.\d/

/** A page was done, and then its frame broke: another answer went out in its place. */
const isOvertaken = ({ id, tag }: TraceStep, { placed }: Picture): boolean =>
  IS_ANSWER.test(tag) && placed.some(({ step }) => step.id > id && IS_ANSWER.test(step.tag))

const said = (words: string): Marked => ({ mark: null, words })

/** Of whatever a rule, a plug or a constraint said no to. */
export const REFUSED: Marked = { mark: END_MARKS.refused, words: 'refused' }

/** Of several rules that refuse each says so; what failed because of another step says less. */
function ofError(step: TraceStep, { end, placed }: Picture): Marked {
  if (step.layer === 'reply') return said('')
  if (end.step === step) return REFUSED
  const isParent = placed.some(({ step: { parent } }) => parent === step.id)
  const isBeside = end.kind === 'refused' && end.step?.parent === step.parent
  return !isParent && isBeside && end.step?.layer === step.layer ? REFUSED : said('error')
}

function ofOk({ layer, tag, data }: TraceStep): string {
  if (layer === 'constraint') return 'held'
  const rows = data['rows']
  if (layer !== 'sql' || typeof rows !== 'number' || !COUNTS.test(tag)) return ''
  return rows === 0 ? 'no rows' : numbered(rows, 'row')
}

// What begins or ends a transaction, or changes the schema, is about no rows.
const COUNTS = /^sql\.(?:select|insert|update|delete|replace|with|values)\b/

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
