/** The runs of an act as chips: by number, by who made them, by how they ended. */
import { fieldsOf } from '#course/facts.ts'
import { capital } from '#lib/capital.ts'
import type { ActRuns, RunView } from '#levers/act/runs.ts'
import type { End } from '#trace/ending.ts'
import { END_MARKS } from '#trace/marks.ts'
import { pictureOf } from '#trace/picture.ts'
import { worstEndOf } from '#trace/raced.ts'
import { traceInWords } from '#trace/strip.ts'
import type { Trace } from '#trace/trace-step.ts'

export interface Chip {
  readonly number: number
  /** The number of the person, from 1; `null` where one person acts alone. */
  readonly who: number | null
  readonly initial: string
  readonly end: End['kind']
  readonly mark: string
  /** For whoever hears it: `Run 2, Bo: Found nothing for Bo’s request.` */
  readonly name: string
  readonly trace: string
}

/** A chip for each run whose trace is kept, the newest last. */
export function chipsOf({ demo, runs }: ActRuns): readonly Chip[] {
  return runs.flatMap(({ number, persona, trace }): readonly Chip[] => {
    if (!trace) return []
    // A lab answers, whatever came of the requests that it has sent.
    const end = worstEndOf(trace) ?? pictureOf(trace).end.kind
    const who = demo.people.length > 1 ? demo.people.indexOf(persona) + 1 || null : null
    return [
      {
        ...{ number, who, initial: capital(persona).charAt(0), end },
        mark: END_MARKS[end],
        name: `Run ${number}, ${capital(persona)}: ${traceInWords(trace)}`,
        trace: trace.id,
      },
    ]
  })
}

/** Where two runs stand beside each other. `beside` is a run, or the recording of a step. */
export const compareHref = (run: number, beside: number | string): string =>
  `/sandbox/runs/${run}/with/${beside}`

/** The run that holds a trace. */
export const runOf = (all: ActRuns | null | undefined, trace: string | undefined): RunView | null =>
  all?.runs.find((run) => run.trace !== null && run.trace.id === trace) ?? null

/**
 * With which run a new one is compared by itself: the other step of two that
 * the act pairs, or the last that somebody else made of the same request.
 */
export function besideOf({ demo, runs }: ActRuns, run: RunView): RunView | null {
  const earlier = runs.filter(({ number, trace }) => number < run.number && trace !== null)
  const [first, second] = demo.compare ?? []
  const paired = run.step === second ? first : run.step === first ? second : null
  // A leak stands alone: its own button brings the run that does not.
  const mayMeet = run.trace !== null && pictureOf(run.trace).end.kind !== 'leaked'
  return (
    earlier.findLast(({ step }) => step === paired) ??
    earlier.findLast(
      ({ persona, trace }) =>
        mayMeet && persona !== run.persona && asksOf(trace) === asksOf(run.trace),
    ) ??
    null
  )
}

/** What was asked: two forms that one address takes, as a password and a link, are two requests. */
const asksOf = (trace: Trace | null): string | null =>
  trace && [trace.title, ...Object.keys(fieldsOf(trace)).toSorted()].join(' ')

/**
 * Where a run that leaked stands beside the one that takes the scope: one's
 * own, where the act has it, else what was recorded. `null` for any other run.
 */
export function safeHref(
  all: ActRuns | null | undefined,
  trace: string | undefined,
): string | null {
  const run = runOf(all, trace)
  if (!all || !run?.trace || run.safe === null) return null
  if (pictureOf(run.trace).end.kind !== 'leaked') return null
  const own = all.runs.findLast(
    ({ step, trace }) => trace !== null && `${all.demo.id}.${step}` === run.safe,
  )
  return compareHref(run.number, own?.number ?? run.safe)
}
