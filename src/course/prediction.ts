/**
 * Predict, then run. A question about a step that has not been taken; what
 * marks it is the trace of the reader's own step. The right answer is written
 * nowhere. To add a kind of question is to add it to `KINDS`.
 */
import { z } from 'zod'
import { caughtBy, GUARDS, type Guard } from '#trace/guard.ts'
import { guardName } from '#trace/guard-words.ts'
import { FLOORS, type Floor } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import { replyOf, type Trace, type TraceStep } from '#trace/trace-step.ts'
import { unionBy } from './schema/union-by.ts'
import { id } from './schema/words.ts'
import type { Written } from './schema/written.ts'

/** What stands for a request that nothing refused. */
export const NOBODY = 'nobody'

const STATUSES = ['200', '303', '401', '403', '404', '422', '500'] as const

interface Rules {
  /** What the trace answers, in the form of an option. */
  answer(trace: Trace): string
  /** An option in the words of its button. */
  inWords(option: string): string
  /** What was found, as the end of a sentence. */
  asFact(found: string): string
  /** The step that shows it; left out, the reply. */
  shownBy(trace: Trace): TraceStep | undefined
}

/** A kind of question: the answers that there can be, how an author is told of them, and how it is marked. */
function define<const Asks extends string, const Answers extends readonly [string, ...string[]]>(
  asks: Asks,
  answers: Answers,
  described: string,
  rules: Rules,
) {
  const option = z.enum(answers, { error: `"${asks}" is answered with ${answers.join(', ')}.` })
  const options = z
    .array(option)
    .min(2)
    .max(5)
    .superRefine((written, context) => {
      for (const [index, one] of written.entries())
        if (written.indexOf(one) < index)
          context.addIssue({
            code: 'custom',
            path: [index],
            message: 'This option is there already.',
          })
    })
    .describe(described)
  const schema = z.strictObject({
    id,
    question: z.string().min(10).max(120).describe('Asked before the step runs.'),
    step: z.int().min(1).describe('The number of the step that answers it, from 1.'),
    asks: z
      .literal(asks)
      .describe('What of the trace is the answer. The right one is never written down.'),
    options,
  })
  return { asks, schema, rules }
}

const endingStepOf = (trace: Trace) => pictureOf(trace).end.step ?? undefined

function lastOnFloorOfEnd(trace: Trace): TraceStep | undefined {
  const { end, placed } = pictureOf(trace)
  return placed.findLast(({ spot, inSideRoom }) => spot === end.floor && !inSideRoom)?.step
}

const guardInWords = (guard: string) => {
  if (guard === NOBODY) return NOBODY
  return guard === 'plug' ? 'a plug' : `the ${guardName(guard as Guard)}`
}

const FLOOR_WORDS: Readonly<Record<Floor, string>> = {
  request: 'the front door',
  pipeline: 'the pipeline',
  scope: 'the scope',
  guards: 'the guards of the route',
  context: 'the context',
  changeset: 'the changeset',
  sql: 'SQL',
  constraint: 'the constraints',
}

const depthInWords = (floor: string) => `down to ${FLOOR_WORDS[floor as Floor]}`

const KINDS = [
  define('caught-by', [...GUARDS, NOBODY], 'Who can have refused it: layers, or nobody.', {
    answer: (trace) => caughtBy(trace) ?? NOBODY,
    inWords: guardInWords,
    // A plug is the one guard that answers by itself.
    asFact: (guard) => `${guardInWords(guard)} ${guard === 'plug' ? 'halted' : 'refused'} it`,
    shownBy: endingStepOf,
  }),
  define('reaches', FLOORS, 'How far down it can have come: floors of the house.', {
    answer: (trace) => pictureOf(trace).end.floor,
    inWords: depthInWords,
    asFact: (floor) => `it went ${depthInWords(floor)}`,
    shownBy: (trace) => endingStepOf(trace) ?? lastOnFloorOfEnd(trace),
  }),
  define('status', STATUSES, 'The status that the reply can have.', {
    answer: ({ status }) => String(status),
    inWords: (status) => status,
    asFact: (status) => `the reply was ${status}`,
    shownBy: replyOf,
  }),
] as const

/** How an author writes a question. Its type is `PredictionQuestion`. */
export const prediction = unionBy('asks', KINDS)

/** A question as it was read. It holds no right answer. */
export type PredictionQuestion = Written<typeof prediction>

/** What became of an answer once the step had run. */
export interface Verdict {
  readonly correct: boolean
  /** What the trace answers, in the form of an option. */
  readonly answer: string
  readonly sentence: string
  /** The number of the step that shows it. */
  readonly step: number | null
}

/** What a visitor said to a question, and what came of it. */
export interface PredictionState {
  /** `null` when the question was skipped. */
  readonly said: string | null
  /** What their own trace answered; `null` until there is one. */
  readonly found: string | null
}

type Asked = Pick<PredictionQuestion, 'asks'>

/**
 * What can be answered.
 *
 * @example
 * optionsOf({ options: ['changeset', 'nobody'] })
 * // => ['changeset', 'nobody']
 */
export const optionsOf = ({ options }: Pick<PredictionQuestion, 'options'>): readonly string[] =>
  options

function rulesOf({ asks }: Asked): Rules {
  const found = KINDS.find((kind) => kind.asks === asks)
  if (found) return found.rules
  throw new Error(`rulesOf: expected a kind of question, got "${asks}".`)
}

/**
 * What the trace answers, in the form of an option.
 *
 * @example
 * answerOf({ asks: 'caught-by' }, trace)
 * // => 'changeset'
 */
export const answerOf = (asked: Asked, trace: Trace): string => rulesOf(asked).answer(trace)

/**
 * An option in the words of its button.
 *
 * @example
 * optionInWords({ asks: 'caught-by' }, 'changeset')
 * // => 'the changeset'
 */
export const optionInWords = (asked: Asked, option: string): string =>
  rulesOf(asked).inWords(option)

/**
 * Marks an answer by what really happened.
 *
 * @example
 * const { correct, sentence } = markPrediction({ asks: 'status' }, '303', trace)
 * correct
 * // => false
 * sentence
 * // => 'You said 303; the reply was 422.'
 */
export function markPrediction(asked: Asked, said: string, trace: Trace): Verdict {
  const answer = answerOf(asked, trace)
  const sentence = verdictInWords(asked, said, answer)
  const step = rulesOf(asked).shownBy(trace) ?? replyOf(trace)
  return { correct: said === answer, answer, sentence, step: step?.id ?? null }
}

/**
 * What was said and what was found, in one sentence.
 *
 * @example
 * verdictInWords({ asks: 'caught-by' }, 'changeset', 'unique index')
 * // => 'You said the changeset; the unique index refused it.'
 */
export function verdictInWords(asked: Asked, said: string, found: string): string {
  const own = optionInWords(asked, said)
  return `You said ${own}${said === found ? ', and' : ';'} ${rulesOf(asked).asFact(found)}.`
}
