/** What stands in one cell of a comparison: a mark where both say the same, else what this one has of its own. */
import { isMap, type Json, type TraceStep } from '#trace/trace-step.ts'
import type { ListStep } from '../list/list-rows.ts'
import { factsOf } from './step-facts.ts'

const MARKS = { ok: '✓', error: '✕', halt: '■', skip: '·' } as const

/** Of a row that both have alike. */
export const quietWords = ({ result, step }: ListStep): string => result || MARKS[step.outcome]

/**
 * Of a row that differs: the first thing that the other has otherwise.
 *
 * @example
 * ownWords(scopeOfAna, scopeOfBo)
 * // => 'user 1'
 */
export function ownWords(row: ListStep, other: ListStep): string {
  const { step } = row
  if (/^re(?:quest|ply)\./.test(step.tag) && step.name !== other.step.name) return cut(step.name)
  if (step.outcome !== other.step.outcome || row.result !== other.result) return quietWords(row)
  return cut(factInWords(step, other.step) ?? quietWords(row))
}

function factInWords(step: TraceStep, other: TraceStep): string | null {
  const [facts, beside] = [factsOf(step), factsOf(other)]
  const name = Object.keys(facts).find((key) => !isSame(facts[key], beside[key]))
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
    (value, index) => !isSame(value, Array.isArray(others) ? (others[index] as Json) : undefined),
  )
  return at < 0 ? null : `?${at + 1} = ${print(values[at] as Json)}`
}

/** `user_id 2` */
function firstOf(
  values: { readonly [key: string]: Json },
  others: Json | undefined,
): string | null {
  const found = Object.entries(values).find(
    ([key, value]) => !isSame(value, isMap(others) ? others[key] : undefined),
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

const isSame = (one: Json | undefined, other: Json | undefined) =>
  JSON.stringify(one) === JSON.stringify(other)

const print = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)

const LONGEST = 18
const cut = (words: string) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words)
