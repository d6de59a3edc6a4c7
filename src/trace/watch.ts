/**
 * How the running request is watched and bent. One frozen value travels with
 * it, in async context: who records its steps, which of them it goes without,
 * what stands in for another, and who may hold its queries back.
 *
 * Outside a sandbox that has switched a lab on, nothing but `recorder` is ever
 * set, and then nothing reads the watch to decide anything: with nobody
 * watching the site gives the same answers.
 *
 * What a house is safe by never asks it, so no lab reaches that: redaction,
 * limits, the checks of Host and Origin, hashing, the plugs that are `fixed`,
 * and the site's own database, which is only used inside `untraced`.
 */
import { createAsyncContext } from '#async-context'
import type { Recorder } from './recorder.ts'

export interface Watch {
  /** Keeps what each layer did; `null` while nobody looks. */
  readonly recorder: Recorder | null
  /** The tags of what is switched off: steps, plugs, filters of a scope. */
  readonly without: ReadonlySet<string>
  /** By the tag of a step, what runs in its place. */
  readonly instead: ReadonlyMap<string, StandIn>
  /** Asked before each query outside a transaction, and before each transaction. */
  readonly gate: Gate | null
}

/**
 * Stands in for a step: is given the value and the step itself, and gives the
 * next value. Which value that is follows from the tag. For a plug, a hook or a
 * function of a context it is given that, and gives the one that runs.
 */
export type StandIn = (value: never, original: never) => unknown

/** A query as the gate knows it. */
export interface QueryAtGate {
  /** `sql.insert.users`, `sql.begin` */
  readonly tag: string
  readonly sql: string
}

/** Holds a query back until the promise is settled. */
export type Gate = (query: QueryAtGate) => Promise<void>

/** Where the running code stands: under which watch, and inside which step of its trace. */
export interface Place {
  readonly watch: Watch
  readonly parent: number | null
}

const UNWATCHED: Watch = Object.freeze({
  recorder: null,
  without: new Set<string>(),
  instead: new Map<string, StandIn>(),
  gate: null,
})
const NOWHERE: Place = Object.freeze({ watch: UNWATCHED, parent: null })

const current = createAsyncContext<Place>()
let isShut = false

export const currentPlace = (): Place => current.getStore() ?? NOWHERE

export const currentWatch = (): Watch => currentPlace().watch

/** Whether anything is watched or bent. When it is not, a step need not say what it is. */
export const isWatched = (): boolean => currentWatch() !== UNWATCHED

/**
 * Runs `fn` under a watch: what is not named stays as it is around it.
 *
 * @example
 * watched({ without: new Set(['changeset.email.format']) }, () => currentWatch().without.size)
 * // => 1
 */
export function watched<Value>(changes: Partial<Watch>, fn: () => Value): Value {
  if (isShut) return fn()
  const { watch: around, parent } = currentPlace()
  const watch: Watch = Object.freeze({ ...around, ...changes })
  // A step has its number from a recorder, and means nothing to another one.
  const isSameTrace = watch.recorder === around.recorder
  return current.run(Object.freeze({ watch, parent: isSameTrace ? parent : null }), fn)
}

/**
 * What runs under this tag: the thing itself, or what stands in for it. For
 * whoever runs what is no step: plugs, hooks, functions of a context, routes.
 *
 * @example
 * const instead = new Map([['plug.fetchFlash', () => 'another']])
 * watched({ instead }, () => standsIn('plug.fetchFlash', 'its own'))
 * // => 'another'
 */
export function standsIn<Thing>(tag: string, thing: Thing): Thing {
  const standIn = currentWatch().instead.get(tag)
  // A tag belongs to one kind of thing, and so does what stands in for it.
  return standIn ? (standIn as (thing: Thing) => Thing)(thing) : thing
}

/** Runs `fn` inside the step of this number. */
export function insideStep<Value>(parent: number, fn: () => Value): Value {
  return current.run(Object.freeze({ watch: currentWatch(), parent }), fn)
}

/** Runs `fn` neither watched nor bent, whatever is around it. */
export function unwatched<Value>(fn: () => Value): Value {
  return current.run(NOWHERE, fn)
}

/**
 * From now on this process watches nothing and bends nothing, whoever asks. A
 * test runs the site so and compares its answers; a load test counts without traces.
 */
export function watchNothing(): void {
  isShut = true
}
