import { waitInWords } from './duration.ts'

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

/** A link to where somebody does what a refusal tells them. */
export interface Way {
  /** As the app names it: without whoever acts. */
  readonly href: string
  readonly label: string
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
  readonly way: Way | null

  /** `sentence` says what to do, in words that may be shown to anybody. */
  constructor(
    status: number,
    sentence: string,
    headers: Readonly<Record<string, string>> = {},
    remedy: Remedy | null = null,
    way: Way | null = null,
  ) {
    super(sentence)
    this.status = status
    this.headers = headers
    this.remedy = remedy
    this.way = way
  }

  /** The same, with a button for what its sentence says. */
  leadingTo(href: string, label: string): Refusal {
    return new Refusal(this.status, this.message, this.headers, this.remedy, { href, label })
  }
}

/** Come back in so many seconds. */
export const retryAfter = (seconds: number) => ({ 'retry-after': String(Math.max(1, seconds)) })

/** Nobody counts them. */
const A_MOMENT = 5

/**
 * What passes by itself, and when: in the sentence for people, in a header for
 * programs. Both are made of the same number.
 *
 * @example
 * tryLater(503, 'This server is busy.', 1).message
 * // => 'This server is busy. Try again in a moment.'
 * tryLater(429, 'You have started acts many times.', 1_800).message
 * // => 'You have started acts many times. Try again in 30 minutes.'
 */
export function tryLater(
  status: 429 | 503,
  sentence: string,
  seconds: number,
  now = Date.now(),
): Refusal {
  const when = seconds <= A_MOMENT ? 'in a moment' : waitInWords(seconds, now)
  return new Refusal(status, `${sentence} Try again ${when}.`, retryAfter(seconds))
}

/** A fault of ours, of which nobody is told more. The number of the request stands beside it. */
export const brokeHere = (): Refusal => new Refusal(500, 'Something went wrong on our side.')

/** For an address that nothing answers, whoever finds that out. */
export const noSuchPage = (): Refusal =>
  new Refusal(
    404,
    'There is no page at this address. It may have moved: look for it from the course.',
  )
