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
  if (name === 'returned' && isRows(value)) return rows(value)
  return difference(value, beside[name], name)
}

/** `?1 = 2` */
function parameter(values: Json | undefined, others: Json | undefined): string | null {
  if (!Array.isArray(values)) return null
  const at = (values as readonly Json[]).findIndex(
    (value, index) => !isEqual(value, Array.isArray(others) ? (others[index] as Json) : undefined),
  )
  return at < 0 ? null : `?${at + 1} = ${print(values[at] as Json)}`
}

/**
 * The first that differs, by the nearest name: `email "   "`, `user_id 2`.
 * What only holds something has no name of its own.
 */
function difference(value: Json | undefined, other: Json | undefined, name: string): string | null {
  if (value === undefined || isEqual(value, other)) return null
  const inside = insideOf(value)
  if (!inside) return HOLDERS.has(name) ? print(value) : `${name} ${print(value)}`
  const others = Object.fromEntries(insideOf(other ?? null) ?? [])
  for (const [key, inner] of inside) {
    const found = difference(inner, others[key], HOLDERS.has(key) || /^\d+$/.test(key) ? name : key)
    if (found !== null) return found
  }
  return inside.length === 0 ? 'nothing' : null
}

/** `null` for what holds nothing else. */
function insideOf(value: Json): readonly (readonly [string, Json])[] | null {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each, at) => [String(at), each])
  return isMap(value) ? Object.entries(value).filter(([key]) => key !== '$') : null
}

const HOLDERS: ReadonlySet<string> = new Set(['of', 'value', 'given', 'returned', 'values'])

/** None, or rows of a schema. */
const isRows = (value: Json | undefined) => listOf(value).every((each) => each['$'] === 'row')

/** By their keys: `Score 1`. */
function rows(value: Json | undefined): string {
  const [first, ...others] = listOf(value)
  if (!first) return 'nothing'
  const id = isMap(first['of']) ? first['of']['id'] : null
  const name = typeof first['schema'] === 'string' ? first['schema'] : 'row'
  return `${name} ${print(id)}${others.length > 0 ? ` +${others.length}` : ''}`
}

const listOf = (value: Json | undefined) =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isMap)

const isEqual = (one: Json | undefined, other: Json | undefined) =>
  JSON.stringify(one) === JSON.stringify(other)

/** Texts in quotes, with the spaces that a page would not show: `" ana"` is no `"ana"`. */
const print = (value: Json | undefined): string =>
  JSON.stringify(value ?? null).replaceAll(/(?<=^") +| +(?="$)| {2,}/g, (spaces) =>
    '␣'.repeat(spaces.length),
  )

const LONGEST = 18
const cut = (words: string) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words)
