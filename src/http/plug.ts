/**
 * A plug takes a request's context and passes it on, changed, or halts by
 * answering. In Phoenix: a function plug and a pipeline.
 */
import type { APIContext } from 'astro'
import { callSite } from '#call-site'
import type { StepReport } from '#trace/recorder.ts'
import { leftOut } from '#trace/step.ts'
import { standsIn } from '#trace/watch.ts'
import type { Source } from '#trace/trace-step.ts'
import { record, span } from '#trace/trace.ts'

export interface Plug {
  readonly name: string
  /** Names this plug wherever plugs are switched off or looked for: `plug.requireSudoMode`. */
  readonly tag: string
  readonly source: Source | null
  /** It runs whatever the watch goes without. */
  readonly isFixed: boolean
  readonly run: (context: APIContext, assign: Assign) => PlugResult | Promise<PlugResult>
  /** What the trace tells of what the plug assigns; `null` for nothing. */
  readonly leaves: Leaves | null
}

type Assigned = Partial<App.Locals>

/** Puts values where later plugs and the page find them. In Phoenix: `assign/2`. */
export type Assign = (values: Assigned) => void

/**
 * Tells of values that a plug leaves for those behind it, as one step. It is
 * asked before they are there: the context still has what was there before.
 */
export type Leaves = (values: Assigned, context: APIContext) => Omit<StepReport, 'source'>

/** A Response halts the pipeline and is the answer; nothing passes the request on. */
export type PlugResult = Response | void

/** `leaves` tells of what `run` assigns, so that a plug has no words for that itself. */
export function definePlug(
  name: string,
  run: Plug['run'],
  { leaves = null }: Partial<Pick<Plug, 'leaves'>> = {},
): Plug {
  return plugOf(name, run, { isFixed: false, leaves })
}

/** A plug that no lab leaves out: what keeps one visitor's sandbox from another's. */
export function defineFixedPlug(name: string, run: Plug['run']): Plug {
  return plugOf(name, run, { isFixed: true, leaves: null })
}

function plugOf(
  name: string,
  run: Plug['run'],
  { isFixed, leaves }: Pick<Plug, 'isFixed' | 'leaves'>,
): Plug {
  return Object.freeze({ name, tag: `plug.${name}`, source: callSite(), isFixed, leaves, run })
}

/** Plugs that look things up, in their order. */
export interface Looks {
  /** They run whatever is bent. */
  readonly fixed: readonly Plug[]
  readonly others: readonly Plug[]
}

/** Plugs that run whatever is bent stand in front of all others. */
export function splitFixed(plugs: readonly Plug[]): Looks {
  const end = plugs.findIndex(({ isFixed }) => !isFixed)
  return end < 0
    ? { fixed: plugs, others: [] }
    : { fixed: plugs.slice(0, end), others: plugs.slice(end) }
}

/** Runs plugs in order until one answers, or what stands in for them. One that is switched off passes the request on. */
export async function runPlugs(plugs: readonly Plug[], context: APIContext): Promise<PlugResult> {
  for (const named of plugs) {
    const plug = named.isFixed ? named : standsIn(named.tag, named)
    const { name, tag, source, isFixed, run } = plug
    const report = { layer: 'plug', name, tag, source } as const
    if (!isFixed && leftOut(report)) continue
    const assign: Assign = (values) => leave(plug, values, context)
    const response = await span(report, () => run(context, assign), conclude)
    if (response) return response
  }
}

function leave({ leaves, source }: Plug, values: Assigned, context: APIContext): void {
  if (leaves) record({ ...leaves(values, context), source })
  Object.assign(context.locals, values)
}

function conclude(response: PlugResult): Partial<StepReport> {
  if (!response) return { outcome: 'ok' }
  return {
    outcome: 'halt',
    detail: `answered ${response.status}`,
    data: { status: response.status },
  }
}
