/**
 * A context is a set of functions behind one name: `Accounts`. It is made of
 * plain functions. What every one of them has in common is added here: each
 * call is a step of the trace, and each function can be looked up.
 */
import { isSecretName } from '#lib/secret-name.ts'
import type { Source } from '#trace/trace-step.ts'
import { callSite } from './call-site.ts'
import { docsOf } from './context-sources.ts'
import type { FunctionDocs } from './function-docs.ts'
import { Safe } from './printable.ts'
import type { StepReport } from './recorder.ts'
import { span, tracing } from './trace.ts'
import { isWatched, standsIn } from './watch.ts'
import { toWire } from './wire.ts'

/** The least that a scope is: who is asking, and of which database. */
interface AnyScope {
  readonly repo: object
  readonly user: { readonly id: number; readonly email?: string } | null
}

// What a function takes and gives is its own business: `never` stands for whatever it takes.
type AnyFunction = (...given: never[]) => unknown
type Asynchronous = (...given: never[]) => Promise<unknown>

/** Each function as it is, if a scope is the first thing that it takes. */
type ScopeFirst<Functions> = {
  readonly [Name in keyof Functions]: Functions[Name] extends (
    scope: infer First,
    ...rest: never[]
  ) => unknown
    ? First extends AnyScope
      ? Functions[Name]
      : 'its first argument is a scope'
    : never
}

/** Where a function of a context was listed. */
export interface Listed {
  /** `null` for a file of no context, such as a test. */
  readonly file: string | null
  readonly isTraced: boolean
}

/** What runs where a function of a context is called, and where its source is. */
export interface Definition {
  readonly fn: Asynchronous
  /** `null` for a file of no context, such as a test. */
  readonly file: string | null
  /** What its source says of it; it is read when a trace first asks. */
  readonly docs: () => FunctionDocs | null
}

interface Defined {
  readonly tag: string
  readonly definition: Definition
}

const contexts = new Map<string, Map<string, Listed>>()
const definitions = new WeakMap<object, Defined>()

/** What was made a function of a context, and by which tag it runs; `null` for any other value. */
export const definitionOf = (made: unknown): Defined | null =>
  typeof made === 'function' ? (definitions.get(made) ?? null) : null

/** The functions of each context by their names, in the order in which they were listed. */
export const listedContexts = (): ReadonlyMap<string, ReadonlyMap<string, Listed>> => contexts

/**
 * Makes a context, or a further part of one, of plain functions. Each keeps
 * its type and is known by its own name. The trace calls it
 * `Accounts.registerUser`, and says in which line it begins, whose scope it
 * was given and how it ended.
 *
 * Its first argument is a scope, by type: a context function without one does
 * not compile. Those that are `plain` ask no database: they are listed with
 * the others, and are no steps of the trace. A function that calls another one
 * of its context calls it by the context, as everybody does.
 */
export function context<
  Traced extends Readonly<Record<string, Asynchronous>>,
  Plain extends Readonly<Record<string, AnyFunction>> = Record<never, never>,
>(name: string, functions: Traced & ScopeFirst<Traced>, plain?: Plain): Readonly<Traced & Plain> {
  const file = callSite()?.file ?? null
  const listed = contexts.get(name) ?? new Map<string, Listed>()
  contexts.set(name, listed)
  for (const [own, fn] of Object.entries<AnyFunction>({ ...functions, ...plain })) {
    if (ownName(fn) !== own)
      throw new TypeError(
        `context: ${name}.${own} is the function ${ownName(fn)}. List it by its own name.`,
      )
    listed.set(own, { file, isTraced: own in functions })
  }
  const traced = Object.entries<Asynchronous>(functions).map(([own, fn]) => [
    own,
    watched(`${name}.${own}`, fn, file),
  ])
  // Each is called as the function that it was made of.
  const made: unknown = { ...Object.fromEntries(traced), ...plain }
  return Object.freeze(made as Traced & Plain)
}

/** A bundle that holds two functions of one name calls the second one `registerUser$1`. */
const ownName = ({ name }: AnyFunction) => name.replace(/\$\d+$/, '')

function watched(name: string, fn: Asynchronous, file: string | null): Asynchronous {
  const tag = `context.${name}`
  const report: StepReport = { layer: 'context', name, tag }
  const own = ownName(fn)
  const definition: Definition = {
    fn,
    file,
    docs: () => (file === null ? null : docsOf(file, own)),
  }
  const made: Asynchronous = (...given) => {
    if (!isWatched()) return fn(...given)
    const runs = standsIn(tag, definition)
    return tracing() ? traced(report, runs, own, given) : runs.fn(...given)
  }
  definitions.set(made, { tag, definition })
  return made
}

function traced(
  report: StepReport,
  { fn, file, docs: docsOfIt }: Definition,
  own: string,
  given: never[],
): Promise<unknown> {
  // What it takes was looked at when the context was made.
  const [scope] = given as readonly unknown[] as readonly [AnyScope]
  const docs = docsOfIt()
  const source: Source | null = docs && { file: file!, line: docs.line }
  const data = { scope: { user: whoAsks(scope) }, args: argsOf(given, docs) }
  const conclude = (value: unknown) => {
    const returned = new Safe(toWire(value, { secret: givesSecret(own), texts: docs !== null }))
    return { ...outcomeOf(value), data: { ...data, returned } }
  }
  return span({ ...report, source, data }, () => fn(...given), conclude)
}

/**
 * What a function was given, each by the name of its parameter: a password is
 * told by nothing but that. Of a function whose source nobody knows no text is told.
 */
function argsOf(given: readonly unknown[], docs: FunctionDocs | null): Safe {
  return new Safe(
    given.map((value, index) => {
      const name = docs?.parameters[index]?.name
      return toWire(value, { secret: isSecretName(name ?? ''), texts: name !== undefined })
    }),
  )
}

/** `generateUserSessionToken` gives a token; `getUserByMagicLinkToken` takes one. */
const givesSecret = (name: string) => isSecretName(name.replace(/By[A-Z].*$/, ''))

/** A user holds more than a trace may show. */
const whoAsks = ({ user }: AnyScope) => user && { id: user.id, email: user.email }

function outcomeOf(value: unknown): Partial<StepReport> {
  if (value === null) return { outcome: 'ok', detail: 'nothing found' }
  if (typeof value !== 'object' || !('ok' in value)) return {}
  return value.ok ? { outcome: 'ok' } : { outcome: 'error', detail: 'answered with an error' }
}
