/** Where the scrubber halts: at each row of the list, and at a folded group once. */

/** A group of steps that stands in one row. */
export interface Group {
  readonly ids: readonly number[]
  /** Somebody went into it: each of its steps is a row. */
  readonly isOpen: boolean
}

/** The steps of one row. */
export type Stop = readonly number[]

/**
 * The stops of a trace, in the order of its rows. A group stands where its
 * first step does.
 *
 * @example
 * stopsOf([1, 2, 3, 4], [{ ids: [2, 4], isOpen: false }])
 * // => [[1], [2, 4], [3]]
 */
export function stopsOf(ids: readonly number[], groups: readonly Group[]): readonly Stop[] {
  return ids.flatMap((id): readonly Stop[] => {
    const group = groups.find((each) => each.ids.includes(id))
    if (!group) return [[id]]
    if (group.ids[0] !== id) return []
    return group.isOpen ? group.ids.map((each) => [each]) : [group.ids]
  })
}

/** The stop at which a step is. */
export const stopOf = (stops: readonly Stop[], id: number): number =>
  stops.findIndex((stop) => stop.includes(id))

interface Inside {
  readonly id: number
  readonly parent: number | null
}

/**
 * The steps inside which one runs, the nearest first.
 *
 * @example
 * callersOf([{ id: 1, parent: null }, { id: 2, parent: 1 }, { id: 3, parent: 2 }], 3)
 * // => [2, 1]
 */
export function callersOf(steps: readonly Inside[], id: number): readonly number[] {
  const parent = steps.find((step) => step.id === id)?.parent ?? null
  return parent === null ? [] : [parent, ...callersOf(steps, parent)]
}

/**
 * How many steps of a floor have run once one of them has: `3 of 7 steps`.
 *
 * @example
 * countOn([{ id: 4, floor: 'sql' }, { id: 9, floor: 'sql' }], 'sql', new Set([4]))
 * // => '1 of 2 steps'
 */
export function countOn(
  steps: readonly { readonly id: number; readonly floor: string; readonly room?: boolean }[],
  floor: string,
  passed: ReadonlySet<number>,
): string | null {
  const own = steps.filter((step) => step.floor === floor && !step.room)
  if (own.length < 2) return null
  const ran = own.filter(({ id }) => passed.has(id))
  return `${ran.length} of ${own.length} steps`
}

/**
 * The step that an address names, and the trace or run it is of; `null` for
 * another address.
 *
 * @example
 * momentIn('#six-tries.2@11')
 * // => { trace: 'recorded-six-tries-2', run: null, step: 11 }
 * momentIn('#run-2.11')
 * // => { trace: null, run: '2', step: 11 }
 */
export function momentIn(hash: string): Moment | null {
  const { demo, number, run, at, step } = MOMENT.exec(hash)?.groups ?? {}
  if (run !== undefined) return { trace: null, run, step: Number(step) }
  if (demo === undefined) return null
  return { trace: `recorded-${demo}-${number}`, run: null, step: Number(at) }
}

export interface Moment {
  readonly trace: string | null
  readonly run: string | null
  readonly step: number
}

const MOMENT =
  /^#(?:run-(?<run>\d+)\.(?<step>\d+)|(?<demo>[a-z][\w-]*)\.(?<number>\d+)@(?<at>\d+))$/

/** The other way round. Empty for a trace that no address leads to. */
export function momentHash({ trace, run, step }: Moment): string {
  if (run !== null) return `#run-${run}.${step}`
  const { demo, number } = /^recorded-(?<demo>.+)-(?<number>\d+)$/.exec(trace ?? '')?.groups ?? {}
  return demo === undefined ? '' : `#${demo}.${number}@${step}`
}
