/** Traces that were taken from the running server: `test/requests/pictures.test.ts` takes them. */
import { ProjectFiles } from '#course/project-files.ts'
import { normalize } from '#tasks/record/normalize.ts'
import type { Trace } from '#trace/trace-step.ts'
import { keepTraces } from './kept-traces.ts'
import { SERVER_TRACES_AT, type Walked } from './pictures.ts'

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

/** Writes the traces down, each by the name of its walk. */
export const keepServerTraces = (taken: ReadonlyMap<string, Walked>): void =>
  keepTraces(SERVER_TRACES_AT, taken)
