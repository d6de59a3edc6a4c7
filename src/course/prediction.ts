/**
 * Predict, then run. A question about a step that has not been taken; what
 * marks it is the trace of the reader's own run. The right answer is written
 * nowhere but for a question that no trace answers, whose key has a proof. To
 * add a kind of question is to add it to `KINDS`.
 */
import { z } from 'zod'
import { caughtBy, floorOfGuard, GUARDS, type Guard } from '#trace/guard.ts'
import { guardName } from '#trace/guard-words.ts'
import { FLOORS } from '#trace/floors.ts'
import { END_WORDS } from '#trace/marks.ts'
import { pictureOf } from '#trace/picture.ts'
import { replyOf, type Trace, type TraceStep } from '#trace/trace-step.ts'
import { clause, holds, rowsClaim, type Seen } from './claims.ts'
import { NO_WORDS, NOBODY, stepsCalled, userIn, WALL_SENT, wallFact, wordsOn } from './facts.ts'
import { unionBy } from './schema/union-by.ts'
import { id, tag, tagStart } from './schema/words.ts'
import type { Written } from './schema/written.ts'

export { NOBODY, WALL_SENT } from './facts.ts'

// prettier-ignore
const STATUSES = [
  '200', '303', '400', '401', '403', '404', '405', '409', '413', '415', '421', '422', '429', '500',
] as const
const ENDS = ['answered', 'refused', 'nothing', 'leaked'] as const
const OUTCOMES = ['ran', 'skipped', 'halted', 'not there'] as const
const SPOTS = [...FLOORS, 'live'] as const
const NUMBERS = Array.from({ length: 10 }, (_, number) => String(number))
const MOST_WORDS = 15

// Methods, so that one table may hold questions of every kind: each is asked of its own alone.
interface Rules<Own> {
  /** What was seen, in the form of an option. */
  answer(question: Own, seen: Seen): string | Promise<string>
  /** Whether an option is true of what was found; left out, if it is the same. */
  holds?(option: string, found: string): boolean
  /** An option without a label, in the words of its button. */
  inWords(option: string): string
  /** What was found, as the end of a sentence. */
  asFact(words: string, found: string): string
  /** The step that shows it; left out, the reply. */
  shownBy?(question: Own, trace: Trace): TraceStep | undefined
}

const NO_WHY = `Say why: at most ${MOST_WORDS} words for whoever chose this.`
const NO_OPTION = 'Write an option as { is: plug, why: A plug looks at the scope. }.'

const why = z
  .string({ error: NO_WHY })
  .min(3, NO_WHY)
  .max(160)
  .refine((words) => wordsIn(words) <= MOST_WORDS, {
    error: ({ input }) =>
      `A why has at most ${MOST_WORDS} words. This one has ${wordsIn(String(input))}.`,
  })
  .describe('Shown with the verdict, to whoever chose it and for the right one.')

const wordsIn = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** YAML reads 303 as a number. */
const asText = (written: unknown) => (typeof written === 'number' ? String(written) : written)

const optionsOfKind = <Is extends z.ZodType<string>>(is: Is, described: string) =>
  z
    .array(
      z.strictObject(
        {
          is: z.preprocess(asText, is).describe('What must be found for it to be right.'),
          label: z
            .preprocess(asText, z.string().min(1).max(40))
            .nullable()
            .default(null)
            .describe('The words on its button, where its own do not fit the question.'),
          why,
        },
        { error: ({ code }) => (code === 'invalid_type' ? NO_OPTION : undefined) },
      ),
    )
    .min(2)
    .max(5)
    .superRefine((options, context) => {
      // What `is` may be is known to each kind alone.
      const own = options as readonly { readonly is?: unknown }[]
      for (const [index, option] of own.entries())
        if (own.findIndex((one) => one.is === option.is) < index)
          context.addIssue({
            code: 'custom',
            path: [index, 'is'],
            message: 'This option is there already.',
          })
    })
    .describe(described)

const written = <
  const Asks extends string,
  Is extends z.ZodType<string>,
  Shape extends z.core.$ZodShape,
>(
  asks: Asks,
  is: Is,
  described: string,
  shape: Shape,
) =>
  z.strictObject({
    id,
    question: z.string().min(10).max(120).describe('Asked before the step runs.'),
    step: z.int().min(1).describe('The number of the step that answers it, from 1.'),
    again: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe('A step that asks the same with other data, for whoever was wrong.'),
    asks: z.literal(asks).describe('What of the trace is the answer.'),
    peeled: z
      .array(tag)
      .max(20)
      .default([])
      .describe('The layers that are off in the run that it asks about: no other run marks it.'),
    hunted: z
      .boolean()
      .default(false)
      .describe('It asks about a run in a house with a fault: no other run marks it.'),
    ...shape,
    options: optionsOfKind(is, described),
  })

/** A kind of question: the answers that there can be, how an author is told of them, and how it is marked. */
function define<
  const Asks extends string,
  Is extends z.ZodType<string>,
  Shape extends z.core.$ZodShape,
>(
  asks: Asks,
  { is, described, shape }: { is: Is; described: string; shape: Shape },
  rules: Rules<Written<ReturnType<typeof written<Asks, Is, Shape>>>>,
) {
  return { asks, schema: written(asks, is, described, shape), rules }
}

const oneOf = <const Answers extends readonly string[]>(asks: string, answers: Answers) =>
  z.enum(answers, {
    error: ({ input }) =>
      asks === 'reaches' && input === 'plug'
        ? 'The plugs are two floors: write pipeline or guards.'
        : `"${asks}" is answered with ${answers.join(', ')}.`,
  })

const aText = z.string().min(1).max(120)

const endingStepOf = (trace: Trace) => pictureOf(trace).end.step ?? undefined

function lastOnFloorOfEnd(trace: Trace): TraceStep | undefined {
  const { end, placed } = pictureOf(trace)
  return placed.findLast(({ spot, inSideRoom }) => spot === end.floor && !inSideRoom)?.step
}

const guardInWords = (guard: string) => {
  if (guard === NOBODY) return NOBODY
  return guard === 'plug' || guard === 'hook' ? `a ${guard}` : `the ${guardName(guard as Guard)}`
}

const FLOOR_WORDS: Readonly<Record<(typeof SPOTS)[number], string>> = {
  request: 'the front door',
  pipeline: 'the pipeline',
  scope: 'the scope',
  guards: 'the guards of the route',
  context: 'the context',
  changeset: 'the changeset',
  sql: 'SQL',
  constraint: 'the constraints',
  live: 'the live page',
}

const depthInWords = (floor: string) => `down to ${FLOOR_WORDS[floor as keyof typeof FLOOR_WORDS]}`

/** “The database” is true of whatever a constraint refused. */
const isDatabase = (guard: string) =>
  guard !== NOBODY && floorOfGuard(guard as Guard) === 'constraint'

const named = (tagged: { readonly tag: string }, trace: Trace) =>
  trace.steps.find((each) => each.tag === tagged.tag)

function outcomeOf(step: TraceStep | undefined): string {
  if (!step) return 'not there'
  return step.outcome === 'skip' ? 'skipped' : step.outcome === 'halt' ? 'halted' : 'ran'
}

const oneTag = tag.describe('The step that is asked about, by its tag.')

const KINDS = [
  define(
    'caught-by',
    {
      is: oneOf('caught-by', [...GUARDS, NOBODY]),
      described: 'Who can have refused it: layers, or nobody.',
      shape: {},
    },
    {
      answer: (_question, { trace }) => caughtBy(trace) ?? NOBODY,
      holds: (option, found) => option === found || (option === 'sql' && isDatabase(found)),
      inWords: guardInWords,
      // A plug and a hook are guards that answer by themselves.
      asFact: (words, guard) =>
        `${words} ${guard === 'plug' || guard === 'hook' ? 'halted' : 'refused'} it`,
      shownBy: (_question, trace) => endingStepOf(trace),
    },
  ),
  define(
    'reaches',
    {
      is: oneOf('reaches', SPOTS),
      described: 'The floor where it can have ended.',
      shape: {},
    },
    {
      answer: (_question, { trace }) => pictureOf(trace).end.floor,
      inWords: depthInWords,
      asFact: (words) => `it went ${words}`,
      shownBy: (_question, trace) => endingStepOf(trace) ?? lastOnFloorOfEnd(trace),
    },
  ),
  define(
    'end',
    { is: oneOf('end', ENDS), described: 'How it can have ended.', shape: {} },
    {
      answer: (_question, { trace }) => pictureOf(trace).end.kind,
      inWords: (end) => (END_WORDS as Readonly<Record<string, string>>)[end] ?? end,
      asFact: (words) => `it was: ${words}`,
      shownBy: (_question, trace) => endingStepOf(trace),
    },
  ),
  define(
    'status',
    {
      is: oneOf('status', STATUSES),
      described: 'The status that the reply can have.',
      shape: {},
    },
    {
      answer: (_question, { trace }) => String(trace.status),
      inWords: (status) => status,
      asFact: (words) => `the reply was ${words}`,
    },
  ),
  define(
    'outcome',
    {
      is: oneOf('outcome', OUTCOMES),
      described: 'What can have become of the step.',
      shape: { tag: oneTag },
    },
    {
      answer: (question, { trace }) => outcomeOf(named(question, trace)),
      inWords: (outcome) => outcome,
      asFact: (words) => `it was: ${words}`,
      shownBy: named,
    },
  ),
  define(
    'count',
    {
      is: oneOf('count', NUMBERS),
      described: 'How many can have run: 0 to 9.',
      shape: { tag: tagStart.describe('The tag of the steps that are counted, or its beginning.') },
    },
    {
      answer: ({ tag: called }, { trace }) => String(stepsCalled(trace, called).length),
      inWords: (number) => number,
      asFact: howOften,
      shownBy: ({ tag: called }, trace) => stepsCalled(trace, called)[0],
    },
  ),
  define(
    'rows',
    {
      is: oneOf('rows', NUMBERS),
      described: 'How many rows there can be afterwards: 0 to 9.',
      shape: { rows: z.strictObject(rowsClaim).describe('Which rows are counted.') },
    },
    {
      answer: async ({ rows }, { countRows }) => String((await countRows(rows)) ?? 'no table'),
      inWords: (number) => number,
      asFact: (words, found) => `afterwards there ${found === '1' ? 'was' : 'were'} ${words}`,
      shownBy: (_question, { steps }) =>
        steps.findLast(({ tag: own }) => /^sql\.(?:insert|update|delete)\./.test(own)),
    },
  ),
  define(
    'words',
    {
      is: aText,
      described: `Which words can stand there; ${NO_WORDS} for none.`,
      shape: {
        field: z.string().min(1).describe('A field by its name in the form, or flash.'),
      },
    },
    {
      answer: ({ field }, { trace }) => wordsOn(trace, field).join(' · ') || NO_WORDS,
      holds: (option, found) => option === found || (option !== NO_WORDS && found.includes(option)),
      inWords: (text) => (text === NO_WORDS ? text : `“${text}”`),
      asFact: (words) => `it said ${words}`,
    },
  ),
  define(
    'says',
    {
      is: aText,
      described: 'Which words the step can say.',
      shape: { tag: oneTag },
    },
    {
      answer: (question, { trace }) => named(question, trace)?.detail ?? 'not there',
      holds: (option, found) => found.includes(option),
      inWords: (text) => `“${text}”`,
      asFact: (words) => `it said ${words}`,
      shownBy: named,
    },
  ),
  define(
    'whose',
    {
      is: aText,
      described: `Which user the step can name, by address or number; ${NOBODY} for none.`,
      shape: { tag: oneTag },
    },
    {
      answer: (question, { trace }) => userIn(named(question, trace)?.data ?? {}),
      inWords: (user) => user,
      asFact: (words) => `it was ${words}`,
      shownBy: named,
    },
  ),
  define(
    'wall',
    {
      is: oneOf('wall', [...GUARDS, NOBODY]),
      described: 'Who can have refused the input: layers, or nobody.',
      shape: { input: z.int().min(1).max(99).describe('Which input of the wall, from 1.') },
    },
    {
      answer: ({ input }, { trace }) => wallFact(trace, input)?.caught_by ?? 'not sent',
      inWords: guardInWords,
      asFact: (words) => `${words} refused it`,
      shownBy: (_question, { steps }) => steps.find(({ tag: own }) => own === WALL_SENT),
    },
  ),
  define(
    'fixed',
    {
      is: aText,
      described: 'What can be answered, each by a word of its own.',
      shape: {
        key: aText.describe('The option that is right. No page holds it.'),
        proof: z
          .array(clause)
          .min(1)
          .max(4)
          .describe('Clauses that hold of the step: npm run lessons:check tries them.'),
      },
    },
    {
      answer: ({ key }) => key,
      inWords: (option) => option,
      asFact: (words) => `it is ${words}`,
    },
  ),
] as const

const union = unionBy('asks', KINDS)

/**
 * How an author writes a question. Its type is `PredictionQuestion`.
 *
 * @example
 * const options = [{ is: 'plug', why: 'It looks at the scope.' }, { is: 'nobody', why: 'All passed.' }]
 * prediction.parse({ id: 'who', question: 'Who refuses it?', step: 1, asks: 'caught-by', options }).again
 * // => null
 */
export const prediction = union.superRefine((written, context) => {
  const tell = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const question = written as PredictionQuestion
  const own = question.options.map(({ is }) => is)
  if (question.asks === 'fixed' && !own.includes(question.key))
    tell(['key'], `Name the option that is right: ${own.join(', ')}.`)
  if (question.asks === 'caught-by' && own.includes('sql') && own.some(isDatabase))
    tell(['options'], '“sql” is true whenever a constraint refused: leave one of the two out.')
  if (question.asks === 'reaches' && isYesOrNo(question.question))
    tell(
      ['question'],
      'This is answered with yes or no, and the options are floors: ask “how far?”, or ask for the outcome of a step.',
    )
  if (question.again === question.step) tell(['again'], 'Name another step than the first.')
})

const YES_OR_NO = /^(?:is|are|was|were|do|does|did|will|would|can|could|has|have|had)\b/i

const isYesOrNo = (question: string) =>
  YES_OR_NO.test(
    question
      .split(/[.:;!?]\s+/)
      .at(-1)
      ?.trim() ?? '',
  )

/** A question as it was read. */
export type PredictionQuestion = Written<typeof union>

/** What became of an answer once the step had run. */
export interface Verdict {
  readonly correct: boolean
  /** What the trace answers, in the form of an option. */
  readonly answer: string
  readonly sentence: string
  /** The number of the step that shows it. */
  readonly step: number | null
}

/**
 * What can be answered.
 *
 * @example
 * optionsOf({ options: [{ is: 'changeset' }, { is: 'nobody' }] })
 * // => ['changeset', 'nobody']
 */
export const optionsOf = ({
  options,
}: {
  readonly options: readonly { readonly is: string }[]
}): readonly string[] => options.map(({ is }) => is)

function rulesOf({ asks }: Pick<PredictionQuestion, 'asks'>): Rules<PredictionQuestion> {
  const found = KINDS.find((kind) => kind.asks === asks)
  if (found) return found.rules
  throw new Error(`rulesOf: expected a kind of question, got "${asks}".`)
}

/**
 * The options that are true of what was found. Of a good question there is one.
 *
 * @example
 * optionsThatHold({ asks: 'status', options: [{ is: '303' }, { is: '422' }] }, '422')
 * // => ['422']
 */
export const optionsThatHold = (question: PredictionQuestion, found: string): readonly string[] => {
  const rules = rulesOf(question)
  return optionsOf(question).filter((option) => rules.holds?.(option, found) ?? option === found)
}

/**
 * What was seen, in the form of an option; where none of them is true, as it was seen.
 *
 * @example
 * const options = [{ is: 'changeset' }, { is: 'nobody' }]
 * await answerOf({ asks: 'caught-by', options }, { trace })
 * // => 'changeset'
 */
export async function answerOf(question: PredictionQuestion, seen: Seen): Promise<string> {
  const found = await rulesOf(question).answer(question, seen)
  return optionsThatHold(question, found)[0] ?? found
}

/**
 * What a trace alone answers, before any option is looked at. For every question but one that
 * counts rows: those are counted by the server.
 *
 * @example
 * foundIn({ asks: 'status' }, { status: 422 })
 * // => '422'
 */
export function foundIn(question: PredictionQuestion, trace: Trace): string {
  const found = rulesOf(question).answer(question, {
    trace,
    countRows: () => Promise.resolve(null),
  })
  if (typeof found === 'string') return found
  throw new Error(
    `foundIn: expected a question about the trace, got one that asks "${question.asks}".`,
  )
}

/**
 * What is missing to prove the key of a question that no trace answers: the
 * words of each clause that does not hold. Any other question needs no proof.
 *
 * @example
 * await unprovedOf({ asks: 'status' }, null)
 * // => []
 */
export async function unprovedOf(
  question: PredictionQuestion,
  seen: Seen | null,
): Promise<readonly string[]> {
  if (question.asks !== 'fixed') return []
  const missing: string[] = []
  for (const one of question.proof)
    if (!seen || !(await holds(one, seen))) missing.push(one.otherwise)
  return missing
}

/**
 * An option in the words of its button.
 *
 * @example
 * optionInWords({ asks: 'caught-by', options: [{ is: 'changeset', label: null }] }, 'changeset')
 * // => 'the changeset'
 */
export function optionInWords(question: PredictionQuestion, option: string): string {
  const own = (question.options as readonly Option[]).find(({ is }) => is === option)
  return own?.label ?? rulesOf(question).inWords(option)
}

type Option = PredictionQuestion['options'][number]

/**
 * Why somebody would choose this option, and is right or wrong with it; `null` for what is no option.
 *
 * @example
 * whyOf({ options: [{ is: 'plug', why: 'A plug looks at the scope.' }] }, 'plug')
 * // => 'A plug looks at the scope.'
 */
export const whyOf = (
  { options }: { readonly options: readonly Pick<Option, 'is' | 'why'>[] },
  option: string,
): string | null => options.find(({ is }) => is === option)?.why ?? null

/**
 * Marks an answer by what really happened.
 *
 * @example
 * const question = { asks: 'status', options: [{ is: '303' }, { is: '422' }] }
 * const { correct, sentence } = await markPrediction(question, '303', { trace })
 * correct
 * // => false
 * sentence
 * // => 'You said 303; the reply was 422.'
 */
export async function markPrediction(
  question: PredictionQuestion,
  said: string,
  seen: Seen,
): Promise<Verdict> {
  const answer = await answerOf(question, seen)
  const sentence = verdictInWords(question, said, answer)
  const step = rulesOf(question).shownBy?.(question, seen.trace) ?? replyOf(seen.trace)
  return { correct: said === answer, answer, sentence, step: step?.id ?? null }
}

/**
 * What was said and what was found, in one sentence.
 *
 * @example
 * const question = { asks: 'caught-by', options: [{ is: 'changeset' }, { is: 'unique index' }] }
 * verdictInWords(question, 'changeset', 'unique index')
 * // => 'You said the changeset; the unique index refused it.'
 */
export function verdictInWords(question: PredictionQuestion, said: string, found: string): string {
  const fact = factInWords(question, found)
  return `You said ${optionInWords(question, said)}${said === found ? ', and' : ';'} ${fact}.`
}

/** Some labels say how many there were, others how often it happened. */
function howOften(words: string, found: string): string {
  if (words === 'never') return 'it never happened'
  if (/^(?:once|twice|\w+ times)$/.test(words)) return `it happened ${words}`
  return `there ${found === '1' ? 'was' : 'were'} ${words}`
}

/**
 * What was found, as the end of a sentence.
 *
 * @example
 * factInWords({ asks: 'status', options: [{ is: '422' }] }, '422')
 * // => 'the reply was 422'
 */
export function factInWords(question: PredictionQuestion, found: string): string {
  return rulesOf(question).asFact(optionInWords(question, found), found)
}

/** What a visitor said to a question, and what came of it. */
export interface PredictionState {
  /** `null` when the question was skipped. */
  readonly said: string | null
  /** What their own run answered; `null` until there is one. */
  readonly found: string | null
  /** How it was settled without an answer: skipped, or run all the same. */
  readonly settled?: 'skipped' | 'run' | null
  /** Why what was just done marks nothing: the fact that differs, as a sentence’s end. */
  readonly differs?: string | null
  /** What was said after the first answer was marked, the newest last. */
  readonly later?: readonly { readonly said: string; readonly found: string | null }[]
}
