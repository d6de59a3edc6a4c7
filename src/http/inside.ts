/**
 * Requests that the server makes to itself: somebody who plays an act sends
 * what its reader would, through the same front and in the same process. Each
 * brings a key that was drawn for it alone and is taken once, so that nobody
 * outside can say of a request that it comes from inside.
 */
import { randomBytes } from 'node:crypto'
import type { Trace } from '#trace/trace-step.ts'

const KEY_HEADER = 'glasshouse-inside'

/** What is known of a request from inside, beside what it says itself. */
export interface FromInside {
  /** Whose request it is: that of whoever pressed the button. */
  readonly clientAddress: string
  /** The step of an act that is run, `ana-comes-in.2`; `null` for what only leads to it. */
  readonly runs: string | null
  /** Told of the trace of what is done, and whether the database says that anything changed. */
  readonly done: (trace: Trace, changed: boolean) => void
}

type Send = (request: Request) => Promise<Response>

export class Inside {
  readonly #waiting = new Map<string, FromInside>()
  #send: Send | null = null

  /** Says how a request gets to the front, once there is one. */
  connect(send: Send): void {
    this.#send = send
  }

  async send(request: Request, from: FromInside): Promise<Response> {
    if (!this.#send) throw new Error('Inside.send: expected a front to be connected first.')
    const key = randomBytes(24).toString('base64url')
    this.#waiting.set(key, from)
    const headers = new Headers(request.headers)
    headers.set(KEY_HEADER, key)
    try {
      return await this.#send(new Request(request, { headers }))
    } finally {
      this.#waiting.delete(key)
    }
  }

  /** What is known of a request that has just come in, by its headers; nothing of one from outside. */
  take(headers: Readonly<Record<string, string | string[] | undefined>>): FromInside | null {
    const key = headers[KEY_HEADER]
    if (typeof key !== 'string') return null
    const from = this.#waiting.get(key) ?? null
    this.#waiting.delete(key)
    return from
  }
}
