/** Which layers a request went without, as its trace says it. */
import { numbered } from '#lib/counted.ts'
import { record } from './trace.ts'
import type { Trace, TraceStep } from './trace-step.ts'

const TAG = 'request.layers'

/** Says so, as one step in front of all that is bent. It is no step that did anything. */
export function noteLayersOff(tags: ReadonlySet<string>): void {
  const off = [...tags].sort()
  record({
    layer: 'request',
    name: 'layers',
    tag: TAG,
    outcome: 'skip',
    detail: `switched off by you: ${numbered(off.length, 'layer')}`,
    data: { off },
  })
}

/**
 * The tags of what the request went without: whatever its reader had switched off.
 *
 * @example
 * layersOffIn({ steps: [{ tag: 'request.layers', data: { off: ['plug.fetchFlash'] } }] })
 * // => ['plug.fetchFlash']
 */
export function layersOffIn({
  steps,
}: {
  readonly steps: readonly Pick<TraceStep, 'tag' | 'data'>[]
}): readonly string[] {
  const off = steps.find(({ tag }) => tag === TAG)?.data['off']
  return Array.isArray(off) ? off.filter((tag) => typeof tag === 'string') : []
}

/**
 * Whether a request went without these layers, and without no others.
 *
 * @example
 * wentWithout({ steps: [] }, ['plug.fetchFlash'])
 * // => false
 */
export function wentWithout(
  trace: Parameters<typeof layersOffIn>[0],
  tags: readonly string[],
): boolean {
  const off = new Set(layersOffIn(trace))
  return off.size === new Set(tags).size && tags.every((tag) => off.has(tag))
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
