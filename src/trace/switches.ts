/** Which floors of the house have layers that can be switched, and which of them were off in a run. */
import type { Floor } from './floors.ts'
import { isSwitchedOff, layersOffIn } from './layers-off.ts'
import { floorOfTag } from './switchable.ts'
import type { TraceStep } from './trace-step.ts'

/** Of one floor. */
export interface FloorSwitch {
  /** `some`: of its layers a few are off, and others answered. */
  readonly is: 'on' | 'some' | 'off'
  /** The names of those that are off. */
  readonly off: readonly string[]
}

/** Floors that have layers, as far as the run has met them. */
export function switchesOf({
  steps,
}: {
  readonly steps: readonly TraceStep[]
}): ReadonlyMap<Floor, FloorSwitch> {
  const off = layersOffIn({ steps })
  const left = new Set(off)
  const stood = steps.filter((step) => !isSwitchedOff(step) && !left.has(step.tag))
  const floors = new Set(
    [...off, ...stood.map(({ tag }) => tag)].flatMap((tag) => floorOfTag(tag) ?? []),
  )
  return new Map(
    [...floors].map((floor) => {
      const names = off.filter((tag) => floorOfTag(tag) === floor).map((tag) => nameOf(tag, steps))
      const isSome = stood.some(({ tag }) => floorOfTag(tag) === floor)
      return [floor, { is: names.length === 0 ? 'on' : isSome ? 'some' : 'off', off: names }]
    }),
  )
}

/** As the list has it, if it was met; else what its tag ends in. */
const nameOf = (tag: string, steps: readonly TraceStep[]) =>
  steps.find((step) => step.tag === tag)?.name ?? tag.split('.').at(-1) ?? tag
