/**
 * Checks: sentences that become true when a reader has done something. They
 * look at what the server did, the trace and the rows, never at what was
 * typed. One that nearly holds says which of its clauses does not.
 */
import { z } from 'zod'
import { findRoute, routeOf, ROUTES } from '#router.ts'
import type { Trace } from '#trace/trace-step.ts'
import { clause, holds, stepToLookAt, type CountRows } from './claims.ts'
import { calledBy } from './facts.ts'
import { step } from './steps.ts'
import { id } from './schema/words.ts'
import type { Written } from './schema/written.ts'

const REQUEST = /^(?<method>GET|POST|PUT|DELETE) (?<path>\/\S*)$/
/** A live page that connects, what is done in it, a call from the console. */
const OTHER =
  /^(?:[A-Z][A-Za-z]*Live, (?:connected|event [a-z_]{1,40})|CONSOLE [A-Z]\w{0,40}\.[a-z]\w{0,60}|race|wall|hunt)$/
const HOW =
  'Write POST /users/register, or “GuessLive, connected”, “GuessLive, event guess”, CONSOLE Accounts.registerUser, race, wall or hunt.'

/**
 * What is wrong with the title of a trace that a check waits for, or `null`.
 *
 * @example
 * wrongTitle('POST /users/register')
 * // => null
 * wrongTitle('POST /scores')
 * // => '/scores is asked by GET.'
 */
export function wrongTitle(title: string): string | null {
  if (OTHER.test(title)) return null
  const { method, path } = REQUEST.exec(title)?.groups ?? {}
  if (method === undefined || path === undefined) return HOW
  const pattern = path.replace('‹token›', '[token]')
  if (Object.hasOwn(ROUTES, pattern)) {
    const { methods } = routeOf(pattern)
    if (methods.some((each) => each === method)) return null
    return `${path} is asked by ${methods.join(' or ')}.`
  }
  const meant = findRoute(path)
  if (meant === null) return `No page answers ${path}.`
  // A trace is named after its route: whose address it was stands in no title.
  return `Write it as its traces are called: ${method} ${meant.replace('[token]', '‹token›')}.`
}

// What is done by hand has no button, so it needs no words.
const byHand = z.preprocess(
  (written) =>
    typeof written === 'object' && written !== null ? { label: 'By hand', ...written } : written,
  step,
)

const HINTS = 3

/**
 * How an author writes a check. Its type is `Check`.
 *
 * @example
 * const clauses = [{ status: 303, otherwise: 'It was refused.' }]
 * const written = { id: 'taken', says: 'It was taken.', when: 'POST /users/register', clauses }
 * check.parse(written).alone
 * // => false
 */
export const check = z
  .strictObject({
    id,
    says: z.string().min(10).max(160).describe('What is true once the reader has done it.'),
    when: z
      .string()
      .superRefine((title, context) => {
        const message = wrongTitle(title)
        if (message !== null) context.addIssue({ code: 'custom', message })
      })
      .describe('What it looks at: a request, a live page, a call from the console, a lab.'),
    clauses: z.array(clause).min(1).max(6).describe('All of them must hold, the plainest first.'),
    alone: z
      .boolean()
      .default(false)
      .describe('A task without a button: only what is done by hand meets it.'),
    hints: z
      .array(z.string().min(10).max(160))
      .default([])
      .describe('For a task: one points, one names, one is nearly the answer.'),
    way: z
      .array(byHand)
      .default([])
      .describe(
        'For a task: steps that meet it, from the beginning of its act. No page has them before “show me”.',
      ),
  })
  .superRefine(({ alone, hints, way, clauses }, context) => {
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    if (!alone) {
      if (hints.length > 0) tell(['hints'], 'Only a task has hints: write alone: true.')
      if (way.length > 0) tell(['way'], 'Only a task has a way: write alone: true.')
      return
    }
    if (!clauses.some(({ claims }) => claims === 'by_hand'))
      tell(['clauses'], 'A task is met by hand alone: begin with the clause by_hand: true.')
    if (hints.length !== HINTS)
      tell(['hints'], 'A task has three hints: one points, one names, one is nearly the answer.')
    if (way.length === 0)
      tell(
        ['way'],
        'A task has a way: the steps that meet it, as npm run lessons:check plays them.',
      )
  })

/** A check as it was read: what it says, of which request, and its clauses. */
export type Check = Written<typeof check>

/** What a check says of one trace. */
export interface CheckResult {
  readonly check: Pick<Check, 'id' | 'says'>
  readonly met: boolean
  /** The first clause that does not hold, and the step to look at. */
  readonly miss: { readonly otherwise: string; readonly step: number | null } | null
}

/** How somebody comes on with a task that no button does. */
export interface TaskView {
  /** How often it was tried in vain. */
  readonly tries: number
  /** Those that may be read by now: the third after a try. */
  readonly hints: readonly string[]
  /** Its way was asked for, and is kept as such. */
  readonly shown: boolean
}

/** The same for a page. */
export interface CheckView {
  readonly says: string
  /** Left out for a check that buttons meet. */
  readonly task?: TaskView
  /** Left out, as `miss`, where nobody knows yet. */
  readonly met?: boolean
  readonly miss?: {
    readonly otherwise: string
    /** Where the step to look at is in the page, and how the link to it reads. */
    readonly href: string | null
    readonly label: string
  } | null
}

/**
 * What a check says of a trace, or `null` when the trace is of another request.
 * Rows are counted only once everything before them holds.
 *
 * @example
 * const clauses = [{ status: 303, otherwise: 'It was refused.' }]
 * const written = { id: 'taken', says: 'It was taken.', when: 'POST /users/register', clauses }
 * const { miss } = await evaluateCheck(check.parse(written), trace, async () => 0)
 * miss.otherwise
 * // => 'It was refused.'
 */
export async function evaluateCheck(
  { id, says, when, clauses }: Check,
  trace: Trace,
  countRows: CountRows,
): Promise<CheckResult | null> {
  if (calledBy(trace) !== when) return null
  for (const clause of clauses) {
    if (await holds(clause, { trace, countRows })) continue
    const miss = { otherwise: clause.otherwise, step: stepToLookAt(clause, trace) }
    return { check: { id, says }, met: false, miss }
  }
  return { check: { id, says }, met: true, miss: null }
}
