/**
 * Runs the checks of an exercise, one after the other, each with a database of
 * its own. The first case that is not as hoped for ends a check: what comes
 * after it would be told about something that is broken already.
 */
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import { queryLog } from '#trace/query-log.ts'
import { Recorder } from '#trace/recorder.ts'
import type { TraceStep } from '#trace/trace-step.ts'
import { collect } from '#trace/trace.ts'
import type { Check, Hoped } from './check.ts'
import { nearMiss } from './near-miss.ts'
import { NOON } from './noon.ts'
import type { Outcome, StepLine, Thrown, Unmet } from './outcome.ts'
import { inWords, partsAmiss, seenIn, type Seen } from './seen.ts'
import { sentIn } from './sent.ts'
import { CHECKS } from './task.ts'
import { thrownOf, type Addresses } from './thrown.ts'

interface Around {
  /** The reader’s modules, by the names of their files. */
  readonly code: unknown
  readonly addresses: Addresses
  /** `null` in an exercise without a database. */
  readonly openRepo: ((clock: Clock) => Promise<Repo>) | null
}

/** How long a check may wait, in milliseconds. What never waits is ended from outside. */
const PATIENCE = 2_000
const MOST_STEPS = 60

/** What was seen is not what was hoped for: no mistake of this program. */
class UnmetError extends Error {
  readonly unmet: Unmet

  constructor(unmet: Unmet) {
    super('The check is not met.')
    this.unmet = unmet
  }
}

export async function runChecks(
  checks: readonly Check[],
  around: Around,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const check of checks) outcomes.push(await runCheck(check, around))
  return outcomes
}

async function runCheck({ name, run }: Check, around: Around): Promise<Outcome> {
  const { code, addresses, openRepo } = around
  let passed = 0
  const see = async (about: string, act: () => unknown, hoped: Hoped) => {
    await compare({ about, act, hoped, addresses })
    passed += 1
  }
  const repo = await openRepo?.(NOON)
  const given = {
    ...{ code, clock: NOON, see },
    get repo(): Repo {
      if (repo) return repo
      throw new TypeError('This exercise has no database. Write kind: repo in its exercise.yaml.')
    },
  }
  try {
    await withinPatience(run(given))
    return { name, passed, unmet: null }
  } catch (error) {
    const unmet = error instanceof UnmetError ? error.unmet : broken(error, addresses)
    return { name, passed, unmet }
  } finally {
    await repo?.close()
  }
}

async function withinPatience(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnmetError({ ...NOTHING, about: 'waiting', seen: 'no answer within 2 s' })),
      PATIENCE,
    )
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const NOTHING: Unmet = {
  ...{ about: '', seen: '', hoped: 'an answer', close: null, thrown: null, steps: [] },
}

interface Case {
  readonly about: string
  readonly act: () => unknown
  readonly hoped: Hoped
  readonly addresses: Addresses
}

async function compare({ about, act, hoped, addresses }: Case): Promise<void> {
  const recorder = new Recorder({ id: '1', title: about, persona: 'you' })
  let came: Partial<Seen>
  let thrown: Thrown | null = null
  try {
    came = seenIn(await collect(recorder, () => Promise.resolve().then(act)))
  } catch (error) {
    thrown = thrownOf(error, addresses)
    came = { throws: sentenceOf(thrown) }
  }
  const { steps } = recorder.snapshot()
  const seen = { ...came, ...sentIn(steps) }
  if (partsAmiss(seen, hoped).length === 0) return
  const parts = Object.keys(hoped) as (keyof Seen)[]
  throw new UnmetError({
    about,
    // Whatever was hoped for, an exception is what there is to tell.
    seen: inWords(seen, thrown ? ['throws', ...parts] : parts),
    hoped: inWords(hoped, parts),
    close: nearMiss(seen, hoped),
    thrown,
    steps: linesOf(steps, addresses),
  })
}

/** What fails outside of a case is none of what the check is about. */
function broken(error: unknown, addresses: Addresses): Unmet {
  const thrown = thrownOf(error, addresses)
  const seen = inWords({ throws: sentenceOf(thrown) }, ['throws'])
  return { about: 'getting ready', seen, hoped: 'no exception', close: null, thrown, steps: [] }
}

const sentenceOf = ({ name, message }: Thrown) => `${name}: ${message}`

const linesOf = (steps: readonly TraceStep[], addresses: Addresses): readonly StepLine[] =>
  steps.slice(0, MOST_STEPS).map((step) => {
    const { layer, name, outcome, detail, source } = step
    const file = addresses.get(source?.file ?? '')
    // The checks are read by nobody who meets them.
    const line =
      source && file !== undefined && file !== CHECKS ? { file, line: source.line } : null
    return { layer, name, outcome, detail, sql: layer === 'sql' ? statementIn(step) : null, line }
  })

/** As the log of the house has it, without its first line. */
const statementIn = (step: TraceStep) => queryLog(step).split('\n').slice(1).join('\n')
