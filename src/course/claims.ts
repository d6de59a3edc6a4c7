/**
 * What a clause of a check can claim. To add a kind of claim is to add it
 * here: how it is written, when it holds, and which step a reader looks at
 * when it does not.
 */
import { z } from 'zod'
import { caughtBy, GUARDS } from '#trace/guard.ts'
import { FLOORS } from '#trace/floors.ts'
import { layersOffIn } from '#trace/layers-off.ts'
import { pictureOf } from '#trace/picture.ts'
import { laneIn, laneSteps } from '#trace/raced.ts'
import { replyOf, type Trace, type TraceStep } from '#trace/trace-step.ts'
import type { Tables } from '#repo/tables.ts'
import type { RowsClaim } from '#sandbox/tables.ts'
import {
  fieldsOf,
  NOBODY,
  ran,
  stepOf,
  stepsCalled,
  valueAt,
  WALL_SENT,
  wallFact,
  wordsOn,
} from './facts.ts'
import { unionBy } from './schema/union-by.ts'
import { persona, tag, tagStart } from './schema/words.ts'
import type { Written } from './schema/written.ts'

/** How many rows a claim finds now; `null` where its table is gone. */
export type CountRows = (claim: Pick<RowsClaim, 'table' | 'where'>) => Promise<number | null>

/** A trace, and who counts the rows that there are after it. */
export interface Seen {
  readonly trace: Trace
  readonly countRows: CountRows
}

// Methods, so that one table may hold claims of every kind: each is asked of clauses of its own alone.
interface Rules<Own> {
  holds(clause: Own, seen: Seen): boolean | Promise<boolean>
  /** The step that is to be looked at when it does not hold; left out, where the request ended. */
  lookAt?(clause: Own, trace: Trace): TraceStep | undefined
}

const otherwise = z
  .string()
  .min(10)
  .max(160)
  .describe('Said when this clause is what is missing: what was seen, what was hoped for.')

/** How a claim of this name is written: with its own keys, and what is said without it. */
const written = <const Name extends string, Shape extends z.core.$ZodShape>(
  name: Name,
  shape: Shape,
) => {
  const claims = z.literal(name).describe('Which claim it is: that follows from the keys.')
  return z.strictObject({ claims, ...shape, otherwise })
}

function define<const Name extends string, Shape extends z.core.$ZodShape>(
  name: Name,
  shape: Shape,
  rules: Rules<Written<ReturnType<typeof written<Name, Shape>>>>,
) {
  return { name, schema: written(name, shape), rules }
}

const status = define(
  'status',
  { status: z.int().min(200).max(599).describe('The reply’s status.') },
  { holds: (clause, { trace }) => trace.status === clause.status },
)

const step = define(
  'step',
  {
    step: tag.describe('A step that ran, by its tag.'),
    outcome: z
      .enum(['ok', 'error', 'halt', 'skip'])
      .nullable()
      .default(null)
      .describe('How that step ended; left out, it did anything but skip.'),
    detail: z.string().nullable().default(null).describe('Words that the step’s sentence holds.'),
  },
  {
    holds: (clause, { trace }) =>
      trace.steps.some(
        (each) =>
          each.tag === clause.step &&
          (clause.outcome === null ? ran(each) : each.outcome === clause.outcome) &&
          (clause.detail === null || each.detail.includes(clause.detail)),
      ),
    lookAt: (clause, trace) => trace.steps.find((each) => each.tag === clause.step),
  },
)

const never = define(
  'never',
  { never: tag.describe('A step that did not run, by its tag.') },
  {
    holds: (clause, { trace }) =>
      !trace.steps.some((each) => each.tag === clause.never && ran(each)),
    lookAt: (clause, trace) => trace.steps.find((each) => each.tag === clause.never),
  },
)

const caughtByGuard = define(
  'caught_by',
  { caught_by: z.enum([...GUARDS, NOBODY]).describe('Who refused the request.') },
  { holds: (clause, { trace }) => (caughtBy(trace) ?? NOBODY) === clause.caught_by },
)

const reaches = define(
  'reaches',
  { reaches: z.enum(FLOORS).describe('The floor where it ended.') },
  { holds: (clause, { trace }) => pictureOf(trace).end.floor === clause.reaches },
)

const ends = define(
  'ends',
  {
    ends: z
      .enum(['answered', 'refused', 'nothing', 'leaked'])
      .describe('How it ended, as the house draws it.'),
  },
  { holds: (clause, { trace }) => pictureOf(trace).end.kind === clause.ends },
)

const byHand = define(
  'by_hand',
  { by_hand: z.literal(true).describe('No button of the lesson made this request.') },
  { holds: (_clause, { trace }) => stepOf(trace) === null },
)

const actedAs = define(
  'as',
  { as: persona.describe('Who acted.') },
  { holds: (clause, { trace }) => trace.persona === clause.as },
)

const isPattern = (written: string) => {
  try {
    return Boolean(new RegExp(written, 'u'))
  } catch {
    return false
  }
}

const sent = define(
  'sent',
  {
    sent: z
      .strictObject({
        field: z.string().min(1).describe('A field, by its name in the form: user[email].'),
        matches: z
          .string()
          .refine(isPattern, { error: 'This is no regular expression.' })
          .nullable()
          .default(null)
          .describe('A regular expression that its value fits.'),
        not: z.string().nullable().default(null).describe('A value that it is not.'),
      })
      .describe('What was sent in a field.'),
  },
  {
    holds({ sent: { field, matches, not } }, { trace }) {
      const value = fieldsOf(trace)[field]
      if (value === undefined) return false
      return (matches === null || new RegExp(matches, 'u').test(value)) && value !== not
    },
    lookAt: (_clause, { steps }) => steps.find(({ layer }) => layer === 'request'),
  },
)

const count = define(
  'count',
  {
    count: z
      .strictObject({
        tag: tagStart.describe('The tag of the steps, or its beginning.'),
        is: z.int().min(0).max(99).describe('How many of them ran.'),
      })
      .describe('How often something was done.'),
  },
  {
    holds: ({ count: { tag: called, is } }, { trace }) => stepsCalled(trace, called).length === is,
    lookAt: ({ count: { tag: called } }, trace) => stepsCalled(trace, called).at(-1),
  },
)

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()])

const argument = define(
  'argument',
  {
    argument: z
      .strictObject({
        tag: tag.describe('A step of a context.'),
        path: z.string().min(1).describe('Which argument from 0, and what of it: 1.email.'),
        is: plain.describe('What stands there.'),
      })
      .describe('What a function was given.'),
  },
  {
    holds: ({ argument: { tag: called, path, is } }, { trace }) =>
      stepsCalled(trace, called).some(({ data }) => valueAt(data['args'], path) === is),
    lookAt: ({ argument: { tag: called } }, trace) => stepsCalled(trace, called)[0],
  },
)

const returned = define(
  'returned',
  {
    returned: z
      .strictObject({
        tag: tag.describe('A step of a context.'),
        path: z.string().default('').describe('What of it; left out, all of it.'),
        is: plain.optional().describe('What stands there.'),
        not: plain.optional().describe('What does not stand there: null for something at all.'),
      })
      .refine(({ is, not }) => (is === undefined) !== (not === undefined), {
        error: 'Say what it is, or what it is not: one of the two.',
      })
      .describe('What a function answered.'),
  },
  {
    holds: ({ returned: { tag: called, path, is, not } }, { trace }) =>
      stepsCalled(trace, called).some(({ data }) => {
        const value = valueAt(data['returned'], path)
        return is === undefined ? value !== undefined && value !== not : value === is
      }),
    lookAt: ({ returned: { tag: called } }, trace) => stepsCalled(trace, called)[0],
  },
)

/** What a step says that its reader has switched off. */
export const SWITCHED_OFF = 'switched off by you'

const peeled = define(
  'peeled',
  { peeled: tag.describe('A layer that was switched off, by its tag.') },
  {
    holds: (clause, { trace }) =>
      layersOffIn(trace).includes(clause.peeled) ||
      trace.steps.some(
        (each) =>
          each.tag === clause.peeled &&
          each.outcome === 'skip' &&
          each.detail.includes(SWITCHED_OFF),
      ),
    lookAt: (clause, trace) => trace.steps.find((each) => each.tag === clause.peeled),
  },
)

const words = define(
  'words',
  {
    words: z
      .strictObject({
        field: z.string().min(1).describe('A field by its name in the form, or flash.'),
        has: z.string().min(1).describe('Words that stand there.'),
      })
      .describe('What a person reads.'),
  },
  {
    holds: ({ words: { field, has } }, { trace }) =>
      wordsOn(trace, field).some((message) => message.includes(has)),
  },
)

const wall = define(
  'wall',
  {
    wall: z
      .strictObject({
        input: z.int().min(1).max(99).describe('Which input of the wall, from 1.'),
        caught_by: z.enum([...GUARDS, NOBODY]).describe('Who refused it, or nobody.'),
        status: z.int().min(200).max(599).nullable().default(null).describe('Its reply’s status.'),
      })
      .describe('Where an input of a wall has ended.'),
  },
  {
    holds({ wall: { input, caught_by: by, status: wanted } }, { trace }) {
      const fact = wallFact(trace, input)
      return fact?.caught_by === by && (wanted === null || fact.status === wanted)
    },
    lookAt: (_clause, { steps }) => steps.find(({ tag: own }) => own === WALL_SENT),
  },
)

const lane = define(
  'lane',
  {
    lane: z
      .strictObject({
        as: persona.describe('Whose request it was; of a race ana or ana-phone.'),
        status: z.int().min(200).max(599).nullable().default(null).describe('Its reply’s status.'),
        caught_by: z
          .enum([...GUARDS, NOBODY])
          .nullable()
          .default(null)
          .describe('Who refused it.'),
        words: z.string().min(1).nullable().default(null).describe('Words on one of its fields.'),
        ends: z
          .enum(['answered', 'refused', 'nothing', 'leaked'])
          .nullable()
          .default(null)
          .describe('How it ended.'),
      })
      .describe('What came of one of the requests of a race that kept its order, or of a split.'),
  },
  {
    holds({ lane: { as, status: wanted, caught_by: guard, words: has, ends } }, { trace }) {
      const raced = laneIn(trace, as)
      if (!raced) return false
      return (
        (wanted === null || raced.status === wanted) &&
        (guard === null || (raced.caught_by ?? NOBODY) === guard) &&
        (ends === null || raced.ends === ends) &&
        (has === null || raced.words.some((message) => message.includes(has)))
      )
    },
    lookAt: (_clause, trace) => laneSteps(trace).at(-1),
  },
)

/** Every table of a sandbox, and no other: the compiler compares them with those of the repo. */
const TABLES = {
  users: true,
  users_tokens: true,
  organizations: true,
  memberships: true,
  user_roles: true,
  feature_flags: true,
  scores: true,
} satisfies Readonly<Record<keyof Tables, true>>

/** Which rows of the sandbox are meant. */
export const rowsClaim = {
  table: z
    .enum(Object.keys(TABLES) as readonly (keyof Tables)[])
    .describe('The table that is asked.'),
  where: z
    .record(z.string().regex(/^[a-z][a-z_]*$/), z.union([z.string(), z.number(), z.null()]))
    .default({})
    .describe('Which rows count: columns and their values, null for none.'),
}

const rows = define(
  'rows',
  {
    rows: z
      .strictObject({
        ...rowsClaim,
        count: z
          .int()
          .min(0)
          .nullable()
          .describe('How many there are; null for a table that is not there.'),
      })
      .describe('Rows of the sandbox after the request.'),
  },
  {
    holds: async (clause, { countRows }) => (await countRows(clause.rows)) === clause.rows.count,
    lookAt: (_clause, { steps }) =>
      steps.findLast(({ tag: own }) => /^sql\.(?:insert|update|delete)\./.test(own)),
  },
)

// prettier-ignore
const CLAIMS = [
  status, step, never, caughtByGuard, reaches, ends, rows, byHand, actedAs, sent,
  count, argument, returned, peeled, words, wall, lane,
] as const
const NAMES = CLAIMS.map(({ name }) => name)

export const clause = unionBy('claims', CLAIMS, {
  kindOf(written) {
    if ('claims' in written) return { message: 'Unrecognized key: "claims"' }
    const [name, ...others] = NAMES.filter((each) => each in written)
    if (name !== undefined && others.length === 0) return name
    return { message: `A clause has one of ${NAMES.join(', ')}.` }
  },
  strange: (_kind, key) =>
    key === 'outcome' || key === 'detail'
      ? { message: 'outcome and detail belong to a step.' }
      : null,
})

/** One claim about a trace or about rows, and what is said when it does not hold. */
export type Clause = Written<typeof clause>

function rulesOf({ claims: name }: Clause): Rules<Clause> {
  const found = CLAIMS.find((claim) => claim.name === name)
  if (found) return found.rules
  throw new Error(`rulesOf: expected one of ${NAMES.join(', ')}, got "${name}".`)
}

/** Whether the claim is true of what was seen. */
export function holds(clause: Clause, seen: Seen): boolean | Promise<boolean> {
  return rulesOf(clause).holds(clause, seen)
}

/** The number of the step that a reader looks at when the claim does not hold, or `null`. */
export function stepToLookAt(clause: Clause, trace: Trace): number | null {
  const named = rulesOf(clause).lookAt?.(clause, trace)
  const reply = replyOf(trace)
  const found = named ?? pictureOf(trace).end.step ?? reply
  return found?.id ?? null
}
