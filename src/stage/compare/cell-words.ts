/** What stands in one cell of a comparison: a mark where both say the same, else what this one has of its own. */
import { OUTCOME_MARKS, type Marked } from '#trace/marks.ts'
import { isMap, type Json, type TraceStep } from '#trace/trace-step.ts'
import type { ListStep } from '../list/list-rows.ts'
import { factsOf } from './step-facts.ts'

/** Of a row that both have alike. */
export const quietCell = ({ result, step }: ListStep): Marked =>
  result.words === '' ? { mark: OUTCOME_MARKS[step.outcome], words: '' } : result

/**
 * Of a row that differs: the first thing that the other has otherwise.
 *
 * @example
 * ownCell(scopeOfAna, scopeOfBo)
 * // => { mark: null, words: 'user 1' }
 */
export function ownCell(row: ListStep, other: ListStep): Marked {
  const { step } = row
  if (/^re(?:quest|ply)\./.test(step.tag) && step.name !== other.step.name) return said(step.name)
  const isAlike = step.outcome === other.step.outcome && isSame(row.result, other.result)
  const fact = isAlike ? factInWords(step, other.step) : null
  return fact === null ? quietCell(row) : said(fact)
}

const said = (words: string): Marked => ({ mark: null, words: cut(words) })

const isSame = (one: Marked, other: Marked) => one.mark === other.mark && one.words === other.words

function factInWords(step: TraceStep, other: TraceStep): string | null {
  const [facts, beside] = [factsOf(step), factsOf(other)]
  const name = Object.keys(facts).find((key) => !isEqual(facts[key], beside[key]))
  if (name === undefined) return step.detail.replace(/^with /, '') || null
  const value = facts[name]
  if (step.tag === 'scope.current') return isMap(value) ? `user ${print(value['id'])}` : 'a visitor'
  if (name === 'parameters') return parameter(value, beside[name])
  if (name === 'sql') return null
  if (name === 'returned') return given(value)
  return isMap(value) ? firstOf(value, beside[name]) : print(value)
}

/** `?1 = 2` */
function parameter(values: Json | undefined, others: Json | undefined): string | null {
  if (!Array.isArray(values)) return null
  const at = (values as readonly Json[]).findIndex(
    (value, index) => !isEqual(value, Array.isArray(others) ? (others[index] as Json) : undefined),
  )
  return at < 0 ? null : `?${at + 1} = ${print(values[at] as Json)}`
}

/** `user_id 2` */
function firstOf(
  values: { readonly [key: string]: Json },
  others: Json | undefined,
): string | null {
  const found = Object.entries(values).find(
    ([key, value]) => !isEqual(value, isMap(others) ? others[key] : undefined),
  )
  if (!found) return null
  const [key, value] = found
  return isMap(value)
    ? firstOf(value, isMap(others) ? others[key] : undefined)
    : `${key} ${print(value)}`
}

/** Rows by their keys: `Score 1`. */
function given(value: Json | undefined): string | null {
  const rows = (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isMap)
  const [first, ...others] = rows
  const inner = first?.['of']
  if (first?.['$'] !== 'row' || !isMap(inner)) return rows.length === 0 ? 'nothing' : null
  return `${print(first['schema'])} ${print(inner['id'])}${others.length > 0 ? ` +${others.length}` : ''}`
}

const isEqual = (one: Json | undefined, other: Json | undefined) =>
  JSON.stringify(one) === JSON.stringify(other)

const print = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)

const LONGEST = 18
const cut = (words: string) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words)
