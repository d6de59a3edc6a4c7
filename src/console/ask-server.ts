/** Sends a call of the prompt to the server, and keeps the trace of each. */
import type { Answer, Call } from '#prompt/session.ts'
import type { Trace } from '#trace/trace-step.ts'

export interface Line {
  readonly number: number
}

interface Answered {
  readonly answer: Answer
  readonly trace: Trace
}

export type AskServer = (call: Call, line: Line, isNext: boolean) => Promise<Answered>

export class RefusedError extends Error {
  override readonly name = 'Refusal'
}

const AWAY = 'The server does not answer. Try again in a moment.'

/** Asks at this address. Throws a `RefusedError` with the sentence of the house. */
export const serverAt =
  (address: string): AskServer =>
  async ({ name, args, spelling }, { number }, isNext) => {
    const said = { name, args, spelling, line: number, next: isNext }
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(said),
    }).catch(() => null)
    if (!response) throw new RefusedError(AWAY)
    const body = (await response.json().catch(() => null)) as
      (Answered & { readonly error?: string }) | null
    if (!response.ok || !body?.answer) throw new RefusedError(body?.error ?? AWAY)
    return body
  }
