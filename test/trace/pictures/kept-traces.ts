/** Traces as a file keeps them: a step a line, and what most steps have left out. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { TraceStep } from '#trace/trace-step.ts'
import type { Walked } from './pictures.ts'

/** As the file has a step: what most steps have is left out. */
const shortened = ({ id: _id, at: _at, source: _source, ...step }: TraceStep) =>
  Object.fromEntries(
    Object.entries(step).filter(([name, value]) => !isUsual(name, value)),
  ) as Partial<TraceStep>

const USUAL = { parent: null, outcome: 'ok', detail: '', data: {} } as const

const isUsual = (name: string, value: unknown) =>
  JSON.stringify(USUAL[name as keyof typeof USUAL]) === JSON.stringify(value)

type Kept = Omit<Walked, 'steps'> & { readonly steps: readonly Partial<TraceStep>[] }

/** Writes the traces down, each by its name. */
export function keepTraces(file: string, taken: ReadonlyMap<string, Walked>): void {
  const traces = [...taken].toSorted(([one], [other]) => one.localeCompare(other))
  const kept = traces.map(([name, trace]): [string, Kept] => [
    name,
    { ...trace, steps: trace.steps.map(shortened) },
  ])
  // A step a line, so that a difference is short.
  const lines = kept.map(
    ([name, { steps, ...rest }]) =>
      `${JSON.stringify(name)}: ${JSON.stringify(rest).slice(0, -1)}, "steps": [\n` +
      `${steps.map((step) => JSON.stringify(step)).join(',\n')}\n]}`,
  )
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
}

/** The traces that were written down. */
export function keptTraces(file: string): ReadonlyMap<string, Walked> {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Kept>>
  return new Map(
    Object.entries(kept).map(([name, trace]) => [
      name,
      {
        ...trace,
        steps: trace.steps.map((step, index) => ({
          ...{ ...USUAL, id: index + 1, at: 0, source: null },
          ...(step as Omit<TraceStep, keyof typeof USUAL>),
        })),
      },
    ]),
  )
}
