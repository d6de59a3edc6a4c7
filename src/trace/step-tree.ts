import type { TraceStep } from './trace-step.ts'

/** A step with the steps that ran inside it. */
export interface StepNode {
  readonly step: TraceStep
  readonly children: readonly StepNode[]
  /** Whether this step begins a group: the one before it in the list is of another layer. */
  readonly first: boolean
}

/** Nests steps by `parent`, in the order in which they began. A step whose parent is missing stands at the top. */
export function stepTree(steps: readonly TraceStep[]): readonly StepNode[] {
  const known = new Set(steps.map(({ id }) => id))
  const children = Map.groupBy(steps, ({ parent }) =>
    parent !== null && known.has(parent) ? parent : null,
  )
  let layer: string | null = null

  const nodesUnder = (parent: number | null): readonly StepNode[] =>
    (children.get(parent) ?? []).map((step) => {
      const first = step.layer !== layer
      layer = step.layer
      return { step, first, children: nodesUnder(step.id) }
    })

  return nodesUnder(null)
}
