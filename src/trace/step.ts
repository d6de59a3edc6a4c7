/**
 * A step takes a value and gives the next one: `validateRequired(['email'])` is
 * a step from changeset to changeset. Each says what it is, and is run by the
 * one runner below:
 *
 *   validateFormat('email', /@/)        makes a step: its tag, its line
 *     └ pipe(changeset, …)              calls it with a value
 *         └ run                         nobody watches:       apply(value)
 *             ├ without has its tag     switched off:         value
 *             ├ instead has its tag     something stands in:  standIn(value, apply)
 *             └ else                                          apply(value)
 *                 └ record              what it saw and decided, by `describe`
 */
import { callSite } from '#call-site'
import type { StepReport } from './recorder.ts'
import { record, span, tracing } from './trace.ts'
import { LAYERS, type Layer, type Source } from './trace-step.ts'
import { currentWatch, isWatched, type StandIn } from './watch.ts'

/** What a step says of itself before it runs. */
export interface StepInfo {
  /** Names this step wherever steps are switched off or looked for: `changeset.email.format`. */
  readonly tag: string
  /** The function that made it, as the reader sees it in the source: `validateFormat`. */
  readonly name: string
  /** The fields it looks at, in the order given. */
  readonly fields: readonly string[]
  /** What it was told, ready to print: `{ max: 160 }`. Never a value that a person typed. */
  readonly options: Readonly<Record<string, unknown>>
  /** Where it was written, known only while somebody watches. */
  readonly source: Source | null
}

export interface Step<Value> {
  (value: Value): Value
  /** Missing on a plain function, which may stand in a pipe as well. */
  readonly info?: StepInfo
}

/** What a step saw and decided, told by whoever knows its values. */
export type Description = Pick<StepReport, 'outcome' | 'detail' | 'data'>

export interface StepOptions extends Partial<Pick<StepInfo, 'fields' | 'options'>> {
  readonly tag: string
  /** Asked after the step has run, and only for a trace. */
  readonly describe?: (info: StepInfo, before: unknown, after: unknown) => Description
}

const SWITCHED_OFF = { outcome: 'skip', detail: 'switched off by you' } as const

/**
 * Makes a step of your own. Of a changeset `#changeset/changeset-step.ts`
 * makes one that says more in a trace.
 *
 * @example
 * const upcase = step('upcase', { tag: 'text.upcase' }, (text: string) => text.toUpperCase())
 * upcase('ana')
 * // => 'ANA'
 */
export function step<Value>(
  name: string,
  { tag, fields = [], options = {}, describe }: StepOptions,
  apply: (value: Value) => Value,
): Step<Value> {
  const info: StepInfo = { tag, name, fields, options, source: sourceOf(name) }
  const made: { (value: Value): Value; info?: StepInfo } = (value) =>
    isWatched() ? run(info, describe, apply, value) : apply(value)
  made.info = info
  return made
}

type Ask = () => Promise<unknown>

/** A step that has to wait before it can decide. */
export interface AskingStep<Value> {
  (value: Value): Promise<Value>
  readonly info: StepInfo
}

/**
 * Makes a step that asks before it decides: what is asked is inside it, in a
 * trace. `question` gives what to ask, or `null` where the answer would not
 * matter. Nothing is asked where the step is switched off.
 */
export function askingStep<Value>(
  name: string,
  { tag, fields = [], options = {}, describe }: StepOptions,
  question: (value: Value) => Ask | null,
  apply: (value: Value) => Value,
): AskingStep<Value> {
  const info: StepInfo = { tag, name, fields, options, source: sourceOf(name) }
  const made = async (before: Value): Promise<Value> => {
    const report = reportOf(info)
    const ask = currentWatch().without.has(tag) ? null : question(before)
    if (!ask) return run(info, describe, apply, before)
    let told: Partial<StepReport> = {}
    const decide = async () => {
      await ask()
      const after = actOf(info, apply)(before)
      if (tracing()) told = conclusionOf(info, describe, before, after)
      return after
    }
    return span(report, decide, () => told)
  }
  return Object.assign(made, { info })
}

// Taken while the line that makes the step is on the stack. Where a rule of your own is made by
// a function named after it, the line is the one that uses it, as with the library's.
const sourceOf = (name: string) => (tracing() ? callSite({ outside: name }) : null)

/** Whether the running request goes without what this report is about. If so, that is recorded. */
export function leftOut(report: StepReport & { readonly tag: string }): boolean {
  if (!currentWatch().without.has(report.tag)) return false
  record({ ...report, ...SWITCHED_OFF })
  return true
}

function run<Value>(
  info: StepInfo,
  describe: StepOptions['describe'],
  apply: (value: Value) => Value,
  before: Value,
): Value {
  const report = reportOf(info)
  if (leftOut(report)) return before
  const act = actOf(info, apply)
  if (!tracing()) return act(before)

  let after: Value
  try {
    after = act(before)
  } catch (error) {
    // Only the kind of error: its text may quote what a person typed.
    const detail = error instanceof Error ? error.name : 'thrown'
    record({ ...report, outcome: 'error', detail })
    throw error
  }
  record({ ...report, ...conclusionOf(info, describe, before, after) })
  return after
}

/** What the step does now: itself, or what stands in for it. */
function actOf<Value>({ tag }: StepInfo, apply: (value: Value) => Value) {
  const standIn = currentWatch().instead.get(tag)
  return standIn ? inPlaceOf(apply, standIn) : apply
}

function conclusionOf<Value>(
  info: StepInfo,
  describe: StepOptions['describe'],
  before: Value,
  after: Value,
): Partial<StepReport> {
  const { detail = '', ...told } = describe?.(info, before, after) ?? {}
  const isStandIn = currentWatch().instead.has(info.tag)
  return { ...told, detail: isStandIn ? ofStandIn(detail) : detail }
}

function inPlaceOf<Value>(apply: (value: Value) => Value, standIn: StandIn) {
  // A tag belongs to one kind of step, and so does what stands in for it.
  const typed = standIn as (value: Value, original: (value: Value) => Value) => Value
  return (value: Value) => typed(value, apply)
}

const ofStandIn = (detail: string) => `something else stood in${detail === '' ? '' : `: ${detail}`}`

function reportOf({ tag, name, source, fields, options }: StepInfo) {
  return { layer: layerOf(tag), name, tag, source, data: { fields, options } }
}

/** A step says by its tag where it belongs: `scope.ownedBy`. */
function layerOf(tag: string): Layer {
  return LAYERS.find((layer) => tag.startsWith(`${layer}.`)) ?? 'changeset'
}
