/**
 * Performs a call of a prompt as a request of its own: it is counted, has a
 * trace that the house draws, and takes only so long. What it threw is its
 * answer, for at a prompt an exception is one.
 */
import type { APIContext } from 'astro'
import type { Scope } from '#app/accounts/scope.ts'
import { recordReply } from '#http/reply.ts'
import { inTime } from '#lib/in-time.ts'
import { randomId } from '#lib/random-id.ts'
import { brokeHere, Refusal, tryLater } from '#lib/refusal.ts'
import { thrownInElixir, thrownInTypeScript } from '#prompt/exceptions.ts'
import { send } from '#prompt/sent.ts'
import type { Answer, Call } from '#prompt/session.ts'
import { refusalForDatabase } from '#sandbox/refusals.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect, record } from '#trace/trace.ts'
import type { Trace } from '#trace/trace-step.ts'
import { settle } from '#course/settle.ts'
import { hasChanges } from '#trace/database-change.ts'
import { bentBy, readyToBend } from '#visit/bend.ts'
import { noteFreePlay } from '#visit/free-play.ts'
import { keepTrace } from '#visit/keep-trace.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'
import { call as callFunction, type Called } from './call.ts'
import { HASHES } from './listed.ts'
import { Told } from './told.ts'

export interface Line {
  readonly number: number
  /** As it was typed, for the list: `Accounts.register_user/1`. */
  readonly written: string
  /** Of one line the newest call stands for all of them. */
  readonly isNext: boolean
}

export interface Performed {
  readonly answer: Answer
  /** What the function gave, while it is here. */
  readonly value: unknown
  readonly trace: Trace
}

const LONGEST = 5_000
const LONGEST_MESSAGE = 1_000

export async function perform(context: APIContext, call: Call, line: Line): Promise<Performed> {
  const { locals } = context
  const { visitor, sandbox } = sandboxOf(locals)
  const { front, persona, surroundings } = locals
  const { requests } = front.services.sandboxes
  requests.countCall(visitor, front.clientAddress)
  if (HASHES.has(call.name)) requests.countHash(visitor)

  // Whoever has not come by a page has no scope of their own yet.
  const scope: Scope = { ...locals.scope, ...surroundings }
  const recorder = new Recorder({
    ...{ id: randomId(12), title: titleOf(call, line), persona },
    kind: 'console',
  })
  await readyToBend(sandbox)
  const outcome = await collect(recorder, () => {
    // What is called stands first, before what of it is switched off.
    recordCall(call, line, locals)
    return bentBy(sandbox, async () => {
      const made = await outcomeOf(
        call,
        () =>
          inTime(
            callFunction(call, { scope, origin: front.services.publicOrigin.origin }),
            LONGEST,
            tooLate,
          ),
        (error) =>
          locals.sandbox?.migrations.refusalFor(error, locals.beganAt) ??
          refusalForDatabase(error, front.services.diskTrouble),
      )
      recordReply(statusOf(made), replyOf(made))
      return made
    })
  })
  const trace = keepTrace(locals, recorder, { inPlaceOfLike: line.isNext, isAction: true })
  await settle(locals, trace)
  await noteFreePlay(locals, hasChanges(recorder.changes))
  if (outcome.unknown) front.services.logError(outcome.unknown, front.requestId)
  return { trace, value: outcome.called?.value, answer: answerOf(outcome, locals.scope) }
}

interface Outcome {
  readonly called: Called | null
  readonly error: Error | null
  /** What nobody of this program expects is for its log alone. */
  readonly unknown: unknown
  /** In which it is printed. */
  readonly spelling: Call['spelling']
}

async function outcomeOf(
  { spelling }: Call,
  act: () => Promise<Called>,
  refusalFor: (error: unknown) => Refusal | null,
): Promise<Outcome> {
  try {
    return { called: await act(), error: null, unknown: null, spelling }
  } catch (error) {
    const refusal = refusalFor(error)
    const ended = { called: null, unknown: null, spelling }
    if (refusal) return { ...ended, error: refusal }
    if (error instanceof Error && isForReaders(error)) return { ...ended, error }
    const ours = brokeHere()
    return { ...ended, error: ours, unknown: error }
  }
}

/** What a program is told that uses the library, the repo or a context in a wrong way. */
const EXPECTED = new Set([
  ...['CastError', 'ConstraintError', 'InvalidChangesetError', 'StaleEntryError'],
  ...['NoPrimaryKeyValueError', 'NoResultsError', 'MultipleResultsError', 'SqlArgumentError'],
])

const isForReaders = (error: Error): boolean =>
  error instanceof Told || error instanceof Refusal || EXPECTED.has(error.name)

function statusOf({ called, error }: Outcome): number {
  if (error instanceof Refusal) return error.status
  if (error instanceof Told) return error.name === 'NotRead' ? 422 : 500
  if (error) return 500
  const { value } = called ?? {}
  const isResult = typeof value === 'object' && value !== null && 'ok' in value
  return isResult && value.ok === false ? 422 : 200
}

/**
 * What the prompt prints of an exception: its name, or the sentence that a refusal is. A yes or a
 * no is all that some functions say, and they leave no step: `Accounts.inSudoMode`.
 */
function replyOf({ called, error, spelling }: Outcome): string {
  if (error) {
    const print = spelling === 'elixir' ? thrownInElixir : thrownInTypeScript
    const isSentence = error instanceof Refusal || error.name === 'NotRead'
    return print(error.name, isSentence ? error.message : '').replace(/:? $/, '')
  }
  return typeof called?.value === 'boolean' ? String(called.value) : ''
}

function answerOf({ called, error }: Outcome, scope: Scope): Answer {
  if (error)
    return { ok: false, name: error.name, message: error.message.slice(0, LONGEST_MESSAGE) }
  const out = { hidesSecrets: true }
  const { value, note } = called!
  return {
    ...{ ok: true, value: send(value, out), scope: send(scope, out) },
    ...(note !== null && { note }),
  }
}

const tooLate = () => tryLater(503, 'It took longer than 5 s.', 5)

const titleOf = ({ spelling }: Call, { number, written }: Line): string =>
  `${spelling === 'elixir' ? `iex(${number})` : number} ${written}`

/** The first step of the list: which line called what. */
function recordCall(
  { name, spelling }: Call,
  { number, written }: Line,
  { persona, params }: Pick<App.Locals, 'persona' | 'params'>,
): void {
  const { _step: step } = params
  const fields = { spelling, ...(typeof step === 'string' && { _step: step }) }
  record({
    ...{ layer: 'request', name: written, tag: 'request.console', source: null },
    detail: persona === 'you' ? `line ${number}` : `line ${number}, as ${persona}`,
    data: { method: 'CONSOLE', path: name, line: number, spelling, persona, fields },
  })
}
