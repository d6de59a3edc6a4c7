/** What a request was bent by, as its trace says it: layers that were off, a fault in the house. */
import { numbered } from '#lib/counted.ts'
import { record } from './trace.ts'
import type { Trace, TraceStep } from './trace-step.ts'

const TAG = 'request.layers'

type Said = { readonly steps: readonly Pick<TraceStep, 'tag' | 'data'>[] }

/**
 * Says so, as one step in front of all that is bent. It is no step that did
 * anything. `fault` is a code, which says that there is one and not which.
 */
export function noteBent(tags: ReadonlySet<string>, fault: string | null = null): void {
  const off = [...tags].sort()
  const details = [
    ...(off.length > 0 ? [`switched off by you: ${numbered(off.length, 'layer')}`] : []),
    ...(fault === null ? [] : ['this house has one fault']),
  ]
  record({
    layer: 'request',
    name: off.length > 0 ? 'layers' : 'house',
    tag: TAG,
    outcome: 'skip',
    detail: details.join('; '),
    data: { off, ...(fault !== null && { fault }) },
  })
}

/**
 * The tags of what the request went without: whatever its reader had switched off.
 *
 * @example
 * layersOffIn({ steps: [{ tag: 'request.layers', data: { off: ['plug.fetchFlash'] } }] })
 * // => ['plug.fetchFlash']
 */
export function layersOffIn({ steps }: Said): readonly string[] {
  const off = steps.find(({ tag }) => tag === TAG)?.data['off']
  return Array.isArray(off) ? off.filter((tag) => typeof tag === 'string') : []
}

/**
 * The code of the fault that the house had; `null` where it had none.
 *
 * @example
 * faultIn({ steps: [{ tag: 'request.layers', data: { off: [], fault: 'c0ffee' } }] })
 * // => 'c0ffee'
 */
export function faultIn({ steps }: Said): string | null {
  const fault = steps.find(({ tag }) => tag === TAG)?.data['fault']
  return typeof fault === 'string' ? fault : null
}

/** What a question asks about: a run without these layers, in a house with a fault or without. */
export interface Asked {
  readonly peeled: readonly string[]
  readonly hunted: boolean
}

/**
 * Whether a request went without these layers, and without no others, in a
 * house as the question asks for.
 *
 * @example
 * isBentAs({ steps: [] }, { peeled: ['plug.fetchFlash'], hunted: false })
 * // => false
 */
export function isBentAs(trace: Said, { peeled, hunted }: Asked): boolean {
  const off = new Set(layersOffIn(trace))
  const isSame = off.size === new Set(peeled).size && peeled.every((tag) => off.has(tag))
  return isSame && hunted === (faultIn(trace) !== null)
}

/** Whether a step was left out because its reader had switched it off. */
export const isSwitchedOff = ({
  outcome,
  detail,
}: Pick<TraceStep, 'outcome' | 'detail'>): boolean =>
  outcome === 'skip' && detail.startsWith('switched off')

/** `2 layers off`; `null` where all were on. */
export function layersOffInWords(trace: Pick<Trace, 'steps'>): string | null {
  const { length } = layersOffIn(trace)
  return length === 0 ? null : `${numbered(length, 'layer')} off`
}

/** `2 layers off · one fault`; `null` for a house as it is. */
export function bentInWords(trace: Pick<Trace, 'steps'>): string | null {
  const parts = [layersOffInWords(trace), faultIn(trace) === null ? null : 'one fault']
  return parts.filter((part) => part !== null).join(' · ') || null
}
