/**
 * One thing that was measured here and beside somebody else, in turns. It
 * becomes a row of a table and, where there is a goal, a small chart.
 */
import { drawPanels, type Panel } from './bar-chart.ts'
import { markdownTable } from './markdown-table.ts'
import { spreadOf } from './statistics.ts'

export interface Comparison {
  readonly what: string
  readonly unit: string
  readonly digits: number
  /** One for each round. */
  readonly here: readonly number[]
  readonly beside: Side | null
  readonly goal: Goal | null
}

export interface Side {
  readonly name: string
  readonly values: readonly number[]
}

export interface Goal {
  readonly is: 'at least' | 'at most'
  readonly value: number
  /** Times what it is measured beside; else it is in the unit itself. */
  readonly of: 'the other' | 'itself'
}

/** How many times what it is measured beside: above 1 is more, whether or not more is better. */
export function ratioOf({ here, beside }: Comparison): number | null {
  return beside && spreadOf(here).median / spreadOf(beside.values).median
}

/** Whether the goal is reached; `null` where there is none. */
export function isReached(comparison: Comparison): boolean | null {
  const { goal, here } = comparison
  if (!goal) return null
  const value = goal.of === 'itself' ? spreadOf(here).median : (ratioOf(comparison) ?? Number.NaN)
  return goal.is === 'at least' ? value >= goal.value : value <= goal.value
}

const HEAD = ['', 'here', 'beside it', 'ratio', 'goal', 'reached']

export function tableOfComparisons(comparisons: readonly Comparison[]): string {
  return markdownTable(HEAD, comparisons.map(rowOf))
}

function rowOf(comparison: Comparison): readonly string[] {
  const { what, beside, here } = comparison
  const [ratio, reached] = [ratioOf(comparison), isReached(comparison)]
  return [
    what,
    inWords(here, comparison),
    beside ? `${beside.name} ${inWords(beside.values, comparison)}` : '',
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    goalInWords(comparison),
    reached === null ? '' : reached ? 'yes' : 'no',
  ]
}

/** `474 /s (460 – 490)`: the median, and from the least to the most where they differ. */
function inWords(values: readonly number[], { digits, unit }: Comparison): string {
  const { median, least, most } = spreadOf(values)
  const [middle, ...ends] = [median, least, most].map((value) => value.toFixed(digits))
  const between = ends[0] === ends[1] ? '' : ` (${ends.join(' – ')})`
  return `${middle}${unit && ` ${unit}`}${between}`
}

function goalInWords({ goal, unit }: Comparison): string {
  if (!goal) return ''
  const sign = goal.is === 'at least' ? '≥' : '≤'
  return `${sign} ${goal.value}${goal.of === 'the other' ? ' ×' : unit && ` ${unit}`}`
}

/** A chart for each that has a goal. */
export function drawComparisons(label: string, comparisons: readonly Comparison[]): string {
  const panels = comparisons.filter(({ goal }) => goal !== null).map(panelOf)
  return drawPanels(label, panels, { columns: Math.min(3, panels.length), width: 270 })
}

function panelOf(comparison: Comparison): Panel {
  const { what, unit, digits, here, beside, goal } = comparison
  const sides = [{ name: 'here', values: here }, ...(beside ? [beside] : [])]
  const scale = goal?.of === 'the other' ? spreadOf(beside?.values ?? []).median : 1
  return {
    ...{ title: what, unit, digits, goal: goal && goal.value * scale },
    note: goal?.is === 'at least' ? 'more is better' : 'less is better',
    bars: sides.map(({ name, values }) => {
      const { median, least, most } = spreadOf(values)
      return { name, value: median, between: [least, most] as const }
    }),
  }
}
