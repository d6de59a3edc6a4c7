/**
 * A plug takes a request's context and passes it on, changed, or halts by
 * answering. In Phoenix: a function plug and a pipeline.
 */
import type { APIContext } from 'astro'
import { callSite } from '#trace/call-site.ts'
import type { StepReport } from '#trace/recorder.ts'
import { leftOut } from '#trace/step.ts'
import type { Source } from '#trace/trace-step.ts'
import { span } from '#trace/trace.ts'

export interface Plug {
  readonly name: string
  /** Names this plug wherever plugs are switched off or looked for: `plug.requireSudoMode`. */
  readonly tag: string
  readonly source: Source | null
  /** It runs whatever the watch goes without. */
  readonly isFixed: boolean
  readonly run: (context: APIContext) => PlugResult | Promise<PlugResult>
}

/** A Response halts the pipeline and is the answer; nothing passes the request on. */
export type PlugResult = Response | void

export function definePlug(name: string, run: Plug['run']): Plug {
  return plugOf(name, run, { isFixed: false })
}

/** A plug that no lab leaves out: what keeps one visitor's sandbox from another's. */
export function defineFixedPlug(name: string, run: Plug['run']): Plug {
  return plugOf(name, run, { isFixed: true })
}

function plugOf(name: string, run: Plug['run'], { isFixed }: Pick<Plug, 'isFixed'>): Plug {
  return Object.freeze({ name, tag: `plug.${name}`, source: callSite(), isFixed, run })
}

/** Runs plugs in order until one answers. One that is switched off passes the request on. */
export async function runPlugs(plugs: readonly Plug[], context: APIContext): Promise<PlugResult> {
  for (const { name, tag, source, isFixed, run } of plugs) {
    const report = { layer: 'plug', name, tag, source } as const
    if (!isFixed && leftOut(report)) continue
    const response = await span(report, () => run(context), conclude)
    if (response) return response
  }
}

function conclude(response: PlugResult): Partial<StepReport> {
  if (!response) return { outcome: 'ok' }
  return {
    outcome: 'halt',
    detail: `answered ${response.status}`,
    data: { status: response.status },
  }
}
