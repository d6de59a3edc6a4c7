/**
 * Acts: what a step of one needs before it can be taken, whether a sandbox
 * stands there, and what is kept of the runs. All of it is pure: whoever does
 * something about it is the act engine.
 */
import { capital } from '#lib/capital.ts'
import { caughtBy } from '#trace/guard.ts'
import { faultIn, layersOffInWords } from '#trace/layers-off.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Demo } from './course-data.ts'
import { NOBODY, userIn } from './facts.ts'
import { actorOf } from './steps.ts'

type ActSteps = Pick<Demo, 'steps'>

/** A step that was taken in an act, and whether anything is otherwise since. */
export interface TakenStep {
  readonly step: number
  readonly changed: boolean
}

/** A run that is kept: which it was, of which step, who acted and what came of it. */
export interface KeptRun {
  readonly number: number
  readonly step: number
  readonly persona: string
  readonly trace: string
}

/** How an act was entered last. */
export interface Started {
  /** The number of the run that entered it. */
  readonly run: number
  /** Whom its reader was logged in as in what was set aside; `null` for a visitor. */
  readonly wasLoggedInAs: string | null
  /** Something was set aside, and can be put back for ten minutes. */
  readonly setAside: boolean
  /** What became of the sandbox that was there before, in a sentence; left out where none was lost. */
  readonly lost?: string
  /** What its reader had bent for another lesson is straight again; left out where nothing was. */
  readonly straightened?: true
}

/** A step of an earlier act that was played for its reader. */
export interface CaughtUpStep {
  readonly act: string
  readonly step: number
  /** What came of it, in a sentence; `null`, as `trace`, where its reader is still asked about it. */
  readonly says: string | null
  readonly trace: string | null
}

/** What was played so that its reader could enter an act in the middle of a lesson. */
export interface CaughtUp {
  readonly steps: readonly CaughtUpStep[]
  /** What was set aside, in a sentence, and can be put back for ten minutes. */
  readonly aside: string | null
  /** What became of the sandbox that was there before, where it was lost. */
  readonly lost: string | null
}

/** Where a sandbox stands: in which act, after which steps, and what else was done there. */
export interface ActPlace {
  readonly act: string
  /** The start that it was entered by: `startVersion` of the act. */
  readonly version: string
  readonly taken: readonly TakenStep[]
  /** Something was done in it that is no step of the act. */
  readonly free: boolean
  /** The live pages that its steps have connected, by their address; left out before the first. */
  readonly pages?: Readonly<Record<string, string>>
  /** The newest last. */
  readonly runs: readonly KeptRun[]
  /** How many runs there were, those that are kept no more too. */
  readonly ran: number
  /** `null` where its start was entered by a reset, or by catching up. */
  readonly started: Started | null
  /** Left out where nothing was played before it. */
  readonly caughtUp?: CaughtUp
}

/** How many runs of an act are kept. */
export const MOST_RUNS = 8

/**
 * The steps that must have been taken before this one, in order: those it
 * names, or all before it, and what those need.
 *
 * @example
 * const steps = [{ needs: null }, { needs: [] }, { needs: [2] }]
 * neededFor({ steps }, 3)
 * // => [2]
 */
export function neededFor(act: ActSteps, number: number): readonly number[] {
  const own = act.steps[number - 1]?.needs ?? null
  if (own === null) return numbersBefore(number)
  const all = new Set(own.flatMap((each) => [each, ...neededFor(act, each)]))
  return [...all].sort((a, b) => a - b)
}

const numbersBefore = (number: number) =>
  Array.from({ length: number - 1 }, (_, index) => index + 1)

/**
 * What to do before a step can be taken: enter the start or go on, and which
 * steps to take first. Steps that changed nothing stand in nobody’s way.
 *
 * @example
 * const steps = [{ needs: null }, { needs: null }]
 * wayTo({ id: 'a', startVersion: '1', steps }, null, 2)
 * // => { enters: true, first: [1] }
 */
export function wayTo(
  act: Pick<Demo, 'id' | 'startVersion' | 'steps'>,
  place: ActPlace | null,
  number: number,
): { readonly enters: boolean; readonly first: readonly number[] } {
  const needed = neededFor(act, number)
  if (place?.act !== act.id || place.version !== act.startVersion || place.free)
    return { enters: true, first: needed }

  const changing = place.taken.filter(({ changed }) => changed).map(({ step }) => step)
  const idle = new Set(place.taken.filter(({ changed }) => !changed).map(({ step }) => step))
  let matched = 0
  let through = 0
  for (const step of needed) {
    if (changing[matched] === step) matched += 1
    else if (!idle.has(step)) break
    through += 1
  }
  return matched === changing.length
    ? { enters: false, first: needed.slice(through) }
    : { enters: true, first: needed }
}

/**
 * The place of a sandbox that has just entered the start of an act. Runs of the same act are kept.
 *
 * @example
 * enteredPlace({ id: 'an-act', startVersion: '1' }, null).taken
 * // => []
 */
export function enteredPlace(
  { id, startVersion }: Pick<Demo, 'id' | 'startVersion'>,
  before: ActPlace | null,
  setAside: Omit<Started, 'run'> | null = null,
): ActPlace {
  const same = before?.act === id ? before : null
  const { runs = [], ran = 0 } = same ?? {}
  return {
    ...{ act: id, version: startVersion, taken: [], free: false, runs, ran },
    started: setAside && { run: ran + 1, ...setAside },
  }
}

/**
 * After one more step.
 *
 * @example
 * withStep({ taken: [] }, 1, true).taken
 * // => [{ step: 1, changed: true }]
 */
export const withStep = (place: ActPlace, step: number, changed: boolean): ActPlace => ({
  ...place,
  taken: [...place.taken, { step, changed }],
})

/**
 * With the live pages that are connected now, by their address.
 *
 * @example
 * withPages({ taken: [] }, { '/as/ana/guess': 'x' }).pages
 * // => { '/as/ana/guess': 'x' }
 */
export const withPages = (place: ActPlace, pages: Readonly<Record<string, string>>): ActPlace =>
  Object.keys(pages).length === 0 ? place : { ...place, pages }

/**
 * With one more run; the oldest falls out past eight.
 *
 * @example
 * withRun({ runs: [], ran: 8 }, { step: 1, persona: 'you', trace: 'x' }).runs[0].number
 * // => 9
 */
export function withRun(place: ActPlace, run: Omit<KeptRun, 'number'>): ActPlace {
  const ran = place.ran + 1
  return { ...place, ran, runs: [...place.runs, { number: ran, ...run }].slice(-MOST_RUNS) }
}

/**
 * After something that is no step of the act.
 *
 * @example
 * inFreePlay({ free: false }).free
 * // => true
 */
export const inFreePlay = (place: ActPlace): ActPlace => ({ ...place, free: true })

/**
 * The step whose recording stands on the stage at first sight: the one that
 * the act names, else the last that nobody asks about; `null` where all are.
 *
 * @example
 * firstSightOf({ shows: null, steps: [{}, {}], predictions: [{ step: 2, again: null }] })
 * // => 1
 */
export function firstSightOf({
  shows,
  steps,
  predictions,
}: {
  readonly shows: number | null
  readonly steps: readonly unknown[]
  readonly predictions: readonly { readonly step: number; readonly again: number | null }[]
}): number | null {
  if (shows !== null) return shows
  const asked = new Set(predictions.flatMap(({ step, again }) => [step, again]))
  const free = steps.map((_step, index) => index + 1).filter((number) => !asked.has(number))
  return free.at(-1) ?? null
}

/**
 * The tab that a stage opens at: the prompt, where that is a tab of it and its first step types.
 *
 * @example
 * opensAt({ tabs: ['console'], steps: [{ does: 'type' }] })
 * // => 'console'
 */
export const opensAt = ({
  tabs,
  steps: [first],
}: {
  readonly tabs: Demo['tabs']
  readonly steps: readonly { readonly does: string }[]
}): 'page' | 'console' => (tabs.includes('console') && first?.does === 'type' ? 'console' : 'page')

/**
 * Where an act starts, in the words of a sentence’s end.
 *
 * @example
 * const startState = { title: 'Nobody is registered', logged_in: {} }
 * startInWords({ start: { as: 'you', clock: 0 }, startState })
 * // => 'nobody is registered, you are a visitor'
 */
export function startInWords({
  start,
  startState: { title, logged_in: loggedIn },
}: {
  readonly start: Pick<Demo['start'], 'as' | 'clock'> & Partial<Pick<Demo['start'], 'draws'>>
  readonly startState: Pick<Demo['startState'], 'title' | 'logged_in'>
}): string {
  const first = /^(?:Ana|Bo|Cy)\b/.test(title)
    ? title
    : title.charAt(0).toLowerCase() + title.slice(1)
  const isIn = Object.hasOwn(loggedIn, start.as)
  const who = isIn ? `you are ${nameOf(start.as)}` : 'you are a visitor'
  const clock = start.clock === 0 ? null : `the clock is ${start.clock} on`
  // What is drawn is for the reader to find out.
  const draw = (start.draws ?? null) === null ? null : 'the draw is fixed'
  return [first, who, clock, draw].filter(Boolean).join(', ')
}

/**
 * A persona as a sentence calls them.
 *
 * @example
 * nameOf('ana-phone')
 * // => 'Ana'
 */
export const nameOf = (persona: string): string =>
  persona === 'you' ? 'you' : capital(persona.split('-')[0] ?? persona)

/**
 * The user as whom a persona is logged in where an act begins, or could be;
 * `null` for somebody whom its start does not make.
 *
 * @example
 * const state = { users: [{ email: 'ana@example.test' }], logged_in: {} }
 * seedAddressOf({ people: ['ana', 'bo'] }, state, 'ana')
 * // => 'ana@example.test'
 */
export function seedAddressOf(
  { people }: Pick<Demo, 'people'>,
  { users, logged_in: loggedIn }: Seed,
  persona: string,
): string | null {
  if (Object.hasOwn(loggedIn, persona)) return loggedIn[persona] ?? null
  const [name] = persona.split('-')
  const own = users.find(({ email }) => email.split('@')[0] === name)
  return own && people.includes(persona) ? own.email : null
}

interface Seed {
  readonly users: readonly { readonly email: string }[]
  readonly logged_in: Readonly<Record<string, string>>
}

/**
 * The step of an act with its number and who takes it, or `null`.
 *
 * @example
 * stepOfAct(fetchDemoOrThrow('bo-goes-down'), 1).persona
 * // => 'bo'
 */
export function stepOfAct(act: Pick<Demo, 'steps' | 'people'>, number: number) {
  const step = act.steps[number - 1]
  return step ? { step, number, persona: actorOf(act, step) } : null
}

/**
 * A place as a sandbox keeps it.
 *
 * @example
 * printPlace({ act: 'an-act' })
 * // => '{"act":"an-act"}'
 */
export const printPlace = (place: ActPlace): string => JSON.stringify(place)

/**
 * A place as this program wrote it; `null` outside of any act, and for what another version wrote.
 *
 * @example
 * readPlace('{"act":"an-act"}')
 * // => null
 */
export function readPlace(json: string | null): ActPlace | null {
  if (json === null) return null
  const place = JSON.parse(json) as Partial<ActPlace>
  const isWhole =
    Array.isArray(place.taken) && Array.isArray(place.runs) && typeof place.ran === 'number'
  return isWhole ? (place as ActPlace) : null
}

/**
 * What was set aside when an act began, in a sentence; `null` where there was nothing.
 *
 * @example
 * asideInWords({ run: 1, setAside: true, wasLoggedInAs: 'ana@example.test' })
 * // => 'Your log-in as Ana is set aside.'
 */
export function asideInWords({
  setAside,
  wasLoggedInAs,
  straightened,
}: Pick<Started, 'setAside' | 'wasLoggedInAs' | 'straightened'>): string | null {
  if (!setAside) return null
  const before =
    wasLoggedInAs === null
      ? 'What you had done before is set aside.'
      : `Your log-in as ${nameOfAddress(wasLoggedInAs)} is set aside.`
  return straightened ? `${before} What you had bent for another lesson is straight again.` : before
}

type TakenOfAct = NonNullable<ReturnType<typeof stepOfAct>>

/**
 * Why what somebody did is no run of a step, as the end of a sentence: the
 * first fact that differs from where the step is taken.
 *
 * @example
 * const act = fetchDemoOrThrow('bo-goes-down')
 * factThatDiffers(act, { persona: 'bo' }, { place: null, trace: { persona: 'ana' } })
 * // => 'you acted as Ana, and the act asks Bo'
 */
export function factThatDiffers(
  act: Pick<Demo, 'id' | 'startState' | 'start'>,
  { persona }: Pick<TakenOfAct, 'persona'>,
  { place, trace }: { readonly place: ActPlace | null; readonly trace: Trace },
): string {
  if (trace.persona !== persona)
    return `you acted as ${asSomebody(trace.persona)}, and the act asks ${asSomebody(persona)}`
  const current = trace.steps.find(({ tag }) => tag === 'scope.current')
  const user = current ? userIn(current.data['after'] ?? null) : null
  const expected = act.startState.logged_in[persona] ?? NOBODY
  if (user !== null && user !== NOBODY && expected === NOBODY)
    return `you were logged in as ${nameOfAddress(user)}${caughtBy(trace) === 'plug' ? ', so a guard answered' : ''}`
  if (user === NOBODY && expected !== NOBODY) return `${nameOfAddress(expected)} was not logged in`
  const layers = layersOffInWords(trace)
  if (layers !== null) return `you had switched ${layers}`
  if (faultIn(trace) !== null) return 'your house had a fault in it'
  if (place?.act !== act.id) return 'your server did not stand in this act'
  return 'it was done by hand, after other things than the act does'
}

const asSomebody = (persona: string) => (persona === 'you' ? 'yourself' : nameOf(persona))

/** “Ana”, for her address. */
const nameOfAddress = (address: string) => capital(address.split('@')[0] ?? address)
