/**
 * What this server will not or cannot do now, for a reason that the person
 * may know. Returned or thrown from any depth; the outermost layer answers
 * with the status and the sentence, and keeps everything else to itself.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  /** `sentence` says what to do, in words that may be shown to anybody. */
  constructor(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence)
    this.status = status
    this.headers = headers
  }
}

/** Come back in so many seconds. */
export const retryAfter = (seconds: number) => ({ 'retry-after': String(Math.max(1, seconds)) })
