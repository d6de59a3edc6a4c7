/**
 * Takes one value out of a trace, so that a text can quote what the server
 * did in place of saying it by heart.
 */
import type { Json, Trace } from '#trace/trace-step.ts'

/** Which value of a trace is meant. */
export interface Quote {
  /** The tag of a step. Without one, the trace itself is asked. */
  readonly tag?: string | undefined
  /** Which of the steps with this tag, from 1. */
  readonly nth?: string | undefined
  /** Where the value is: `detail`, `data.errors.0.message`; of a trace: `status`. */
  readonly show?: string | undefined
}

const OF_STEP = ['detail', 'name', 'outcome', 'layer'] as const
const OF_TRACE = ['status', 'title', 'persona'] as const

/**
 * The value as text, or `null` where the trace has no such value.
 *
 * @example
 * quoteFrom(trace, { tag: 'changeset.email.format', show: 'data.errors.0.message' })
 * // => 'must have the @ sign and no spaces'
 * quoteFrom(trace, { show: 'status' })
 * // => '422'
 */
export function quoteFrom(trace: Trace, { tag, nth = '1', show }: Quote): string | null {
  if (tag === undefined) return text(pick(trace, show ?? 'status', OF_TRACE))
  const step = trace.steps.filter((each) => each.tag === tag)[Number(nth) - 1]
  if (!step) return null
  const path = show ?? 'detail'
  return text(path.startsWith('data.') ? inside(step.data, path) : pick(step, path, OF_STEP))
}

function pick<Item extends object>(
  item: Item,
  name: string,
  known: readonly (keyof Item & string)[],
): unknown {
  const field = known.find((each) => each === name)
  return field && item[field]
}

function inside(data: Json, path: string): unknown {
  const [, ...keys] = path.split('.')
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    data,
  )
}

const text = (value: unknown): string | null =>
  value === '' || !['string', 'number', 'boolean'].includes(typeof value) ? null : String(value)
