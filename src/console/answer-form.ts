/** What comes of a form of the page of the prompt: the call that it makes, and how its answer prints. */
import type { APIContext } from 'astro'
import { text } from '#http/params.ts'
import { Refusal } from '#lib/refusal.ts'
import { thrownInElixir, thrownInTypeScript } from '#prompt/exceptions.ts'
import type { Spelling } from '#prompt/helpers.ts'
import { asElixir, asTypeScript } from '#prompt/print.ts'
import { queriesOf, type QueryLines } from '#prompt/query-lines.ts'
import { byOwnName, moduleNamed } from '#prompt/registry.ts'
import type { Answer } from '#prompt/session.ts'
import { printable } from '#prompt/values.ts'
import type { Trace } from '#trace/trace-step.ts'
import { formCall } from './form-call.ts'
import { perform } from './perform.ts'
import { registry } from './registry.ts'

export interface AnsweredForm {
  /** Of the function. */
  readonly id: string
  /** As somebody would have typed it. */
  readonly line: string
  readonly answer: string
  readonly queries: readonly QueryLines[]
  readonly trace: Trace
  /** Of the answer: an exception that was asked for is one, and no error of the server. */
  readonly status: number
}

/** Throws a `Refusal` (422) for a function that is none. */
export async function answerForm(context: APIContext, spelling: Spelling): Promise<AnsweredForm> {
  const { params } = context.locals
  const [module = '', own = ''] = (text(params, 'call') ?? '').split('.')
  const found = moduleNamed(registry(), module)
  const listed = found && byOwnName(found, own)
  if (!listed || found.name !== module)
    throw new Refusal(422, 'There is no such function: choose one of the list.')
  const made = formCall(module, listed, params)
  const phoenix = spelling === 'elixir' ? listed.elixir[0] : undefined
  const written = phoenix === undefined ? made.call.name : `${module}.${phoenix}`
  const performed = await perform(context, made.call, { number: 1, written, isNext: false })
  const { answer, value, trace } = performed
  const print = spelling === 'elixir' ? asElixir : asTypeScript
  const thrown = spelling === 'elixir' ? thrownInElixir : thrownInTypeScript
  return {
    ...{ id: `${module}-${own}`, line: made[spelling], trace, queries: queriesOf(trace) },
    answer: answer.ok ? print(printable(value)) : thrown(answer.name, answer.message),
    status: statusOf(answer, trace),
  }
}

/** What a function threw is no error of ours; a refusal is what stopped it, be it one of a fault of ours. */
function statusOf(answer: Answer, { status }: Trace): number {
  const isThrown = !answer.ok && answer.name !== 'Refusal'
  return isThrown ? 422 : (status ?? 200)
}
