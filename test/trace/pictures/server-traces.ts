/** Traces that were taken from the running server: `test/requests/pictures.test.ts` takes them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { ProjectFiles } from '#course/project-files.ts'
import { normalize } from '#tasks/record/normalize.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'
import type { Walked } from './pictures.ts'

const KEPT_AT = 'test/trace/pictures/server-traces.json'

// What pictures, lists and strips are made of. The rest is told of in recordings.
const KEPT = ['rows', 'flash', 'strangers', 'kind', 'status', 'after', 'errors']

/** A trace without what another run would have otherwise, and without what no picture asks for. */
export function kept(trace: Trace): Walked {
  const { title, kind, persona, status, steps } = normalize(new ProjectFiles('.'), trace)
  return {
    ...{ title, persona, status, kind: kind ?? 'request' },
    steps: steps.map(({ source: _, data, ...step }) => ({
      ...step,
      at: 0,
      source: null,
      data: Object.fromEntries(Object.entries(data).filter(([name]) => KEPT.includes(name))),
    })),
  }
}

/** As the file has a step: what most steps have is left out. */
const shortened = ({ id: _id, at: _at, source: _source, ...step }: TraceStep) =>
  Object.fromEntries(
    Object.entries(step).filter(([name, value]) => !isUsual(name, value)),
  ) as Partial<TraceStep>

const USUAL = { parent: null, outcome: 'ok', detail: '', data: {} } as const

const isUsual = (name: string, value: unknown) =>
  JSON.stringify(USUAL[name as keyof typeof USUAL]) === JSON.stringify(value)

type Kept = Omit<Walked, 'steps'> & { readonly steps: readonly Partial<TraceStep>[] }

/** Writes the traces down, each by the name of its walk. */
export function keepTraces(taken: ReadonlyMap<string, Walked>): void {
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
  writeFileSync(KEPT_AT, `{\n${lines.join(',\n')}\n}\n`)
}

/** The traces that were written down. */
export function serverTraces(): ReadonlyMap<string, Walked> {
  const kept = JSON.parse(readFileSync(KEPT_AT, 'utf8')) as Readonly<Record<string, Kept>>
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
