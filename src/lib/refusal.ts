/** A form that puts right, in one press, what a refusal is about. */
export interface Remedy {
  /** Of the page that says so: `Your sandbox is one migration down`. */
  readonly title: string
  /** On the button. */
  readonly label: string
  /** Where it posts to, and what. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  /** What somebody typed that is among the fields, by name, so that they can see it is kept. */
  readonly typed?: Readonly<Record<string, string>>
}

/**
 * What this server will not or cannot do now, for a reason that the person
 * may know. Returned or thrown from any depth; the outermost layer answers
 * with the status and the sentence, and keeps everything else to itself.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly remedy: Remedy | null

  /** `sentence` says what to do, in words that may be shown to anybody. */
  constructor(
    status: number,
    sentence: string,
    headers: Readonly<Record<string, string>> = {},
    remedy: Remedy | null = null,
  ) {
    super(sentence)
    this.status = status
    this.headers = headers
    this.remedy = remedy
  }
}

/** Come back in so many seconds. */
export const retryAfter = (seconds: number) => ({ 'retry-after': String(Math.max(1, seconds)) })
