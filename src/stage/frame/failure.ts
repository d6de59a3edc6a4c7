/**
 * What can keep a press from being answered, and how it is said: in the strip,
 * and in one line under the button. Nothing that was there is thrown away.
 */
import { counted } from '#lib/counted.ts'
import { waitInWords } from '#lib/duration.ts'
import { awayNotice, type Notice } from './notice.ts'

export type Failure =
  /** No answer came: the reader is offline, or the server is. */
  | { readonly kind: 'away' }
  | { readonly kind: 'late' }
  /** Its reader did not want to wait. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'limited'; readonly seconds: number; readonly sentence: string }
  /** The sandbox is gone; the next press makes a fresh one. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'cookieless' }
  | { readonly kind: 'full'; readonly seconds: number | null }
  /** Nothing more can be kept: in the sandbox, or on the disk. */
  | { readonly kind: 'noroom'; readonly sentence: string }
  | { readonly kind: 'broke'; readonly requestId: string | null }
  | { readonly kind: 'refused'; readonly sentence: string }

/** What is known of an answer that is none. */
interface Answered {
  readonly status: number | null
  readonly why: 'away' | 'late' | 'stopped' | 'answered'
  readonly seconds: number | null
  readonly requestId: string | null
  readonly sentence: string
  /** The browser was given a cookie before, and was asked to bring it. */
  readonly cookieAsked: boolean
}

/**
 * Which failure an answer is.
 *
 * @example
 * failureOf({ status: 503, why: 'answered', seconds: null, requestId: null, sentence: '', cookieAsked: false })
 * // => { kind: 'full', seconds: null }
 */
export function failureOf({ status, why, ...known }: Answered): Failure {
  if (why !== 'answered') return { kind: why }
  if (status === 410 && known.sentence === '') return { kind: 'lost' }
  if (status === 429)
    return { kind: 'limited', seconds: known.seconds ?? 60, sentence: known.sentence }
  if (status === 503) return { kind: 'full', seconds: known.seconds }
  if (status === 400 && known.cookieAsked) return { kind: 'cookieless' }
  if (status === 507) return { kind: 'noroom', sentence: known.sentence }
  if (status !== null && status >= 500) return { kind: 'broke', requestId: known.requestId }
  return { kind: 'refused', sentence: known.sentence }
}

/** An answer that has pieces can be a refusal all the same. What a form refuses is an answer. */
export function failureIn(
  { status, seconds }: Pick<Answered, 'seconds'> & { readonly status: number },
  cookieAsked: boolean,
): Failure | null {
  if (status !== 410 && status !== 429 && status !== 503 && status !== 400) return null
  if (status === 400 && !cookieAsked) return null
  const known = { status, seconds, why: 'answered', requestId: null, sentence: '' } as const
  return failureOf({ ...known, cookieAsked })
}

const restOf = (hours: number) => (hours === 24 ? 'a day' : counted(hours, 'hour'))

/** By the clock of whoever waits. */
function clockHere(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** The server says when in its own words, and the strip has said it. */
const withoutWait = (sentence: string) => sentence.replace(/ Try again (?:in|at) [^.]*\.$/, '')

interface Surroundings {
  readonly isOnline: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  /** What the act begins with: `Ana is registered`; nothing for an empty server. */
  readonly start?: string | undefined
  /** After how many of rest a server is cleared. */
  readonly hours?: number
  /** A Run was pressed, of which there is a recording. */
  readonly isRun?: boolean
}

export function noticeOf(
  failure: Failure,
  { isOnline, now, start, hours = 24, isRun = false }: Surroundings,
): Notice {
  switch (failure.kind) {
    case 'away':
      return awayNotice(isOnline)
    case 'late':
      return {
        end: 'away',
        parts: ['', 'Your server did not answer', ' in 20 seconds.'],
        below: 'It may still do what you sent. What you typed is kept.',
        action: { label: 'Send it again', does: 'again' },
        short: 'Your server did not answer in 20 seconds.',
      }
    case 'stopped':
      return {
        end: 'away',
        parts: ['', 'You stopped waiting.', ''],
        below: 'Your server may still do what you sent.',
        action: { label: 'Look what it did', does: 'look' },
        short: 'You stopped waiting.',
      }
    case 'limited': {
      const when = waitInWords(failure.seconds, now, clockHere)
      const [word = '', ...rest] = when.split(' ')
      return {
        end: 'limited',
        parts: [`That was a lot at once. Again ${word} `, rest.join(' '), '.'],
        below: `${withoutWait(failure.sentence)} Everything else works meanwhile.`.trim(),
        action: null,
        short: `That was a lot at once. Again ${when}.`,
      }
    }
    case 'lost':
      return {
        end: 'away',
        parts: [
          '',
          `Your server was cleared after ${restOf(hours)} of rest.`,
          ' Here is a fresh one.',
        ],
        below: `Your progress is kept. ${start ? `This act starts again at: ${start}.` : 'This act starts again, with nobody registered.'}`,
        action: { label: 'Go on', does: 'go-on' },
        short: `Your server was cleared after ${restOf(hours)} of rest. Go on with a fresh one, above.`,
      }
    case 'cookieless':
      return {
        end: 'away',
        parts: ['', 'Your browser keeps no cookies', ', so it has no server here.'],
        below: 'You see recordings. Allow cookies for this site to act yourself.',
        action: { label: 'Try again', does: 'again' },
        short: 'Your browser keeps no cookies, so it has no server here.',
      }
    case 'full': {
      const { seconds } = failure
      const when = seconds === null ? 'in a minute' : waitInWords(seconds, now, clockHere)
      return {
        end: 'limited',
        parts: ['', 'Every server is taken.', ''],
        below: `${isRun ? 'You see the recording' : 'What you typed is kept'}; try again ${when}.`,
        action: { label: 'Try again', does: 'again' },
        short: `Every server is taken. Try again ${when}.`,
      }
    }
    case 'noroom':
      return {
        end: 'limited',
        parts: ['', 'Nothing more can be kept.', ''],
        below: failure.sentence,
        action: { label: 'Send it again', does: 'again' },
        short: failure.sentence,
      }
    case 'broke':
      return {
        end: 'limited',
        parts: ['', 'Your server broke', ', not you.'],
        below:
          failure.requestId === null
            ? 'Nothing of yours was lost.'
            : `Request ${failure.requestId}.`,
        action: { label: 'Send it again', does: 'again' },
        short: 'Your server broke, not you.',
      }
    case 'refused':
      return {
        end: 'limited',
        parts: ['', 'Your server refused this.', ''],
        below: failure.sentence,
        action: null,
        short: failure.sentence,
      }
  }
}

/** No answer came, and what was recorded of the run is shown in its place. */
export function keptNotice(isOnline: boolean): Notice {
  const away = awayNotice(isOnline)
  return { ...away, below: away.below.replace('What you typed is kept.', 'You see the recording.') }
}

/** What is said while an answer is on its way. */
export const waitingNotice = (mayStop: boolean): Notice => ({
  end: 'pending',
  parts: ['', 'Sent.', ' Your server is working on it…'],
  below: 'The run before stays below.',
  action: mayStop ? { label: 'Stop waiting', does: 'stop' } : null,
  short: 'Sent. Your server is working on it…',
})

/** What is said to whoever presses something else meanwhile. */
export const stillWaiting = (persona: string): string =>
  persona === 'you' ? 'Still waiting for your server.' : `Still waiting for ${persona}.`

/** After a reset. */
export const resetNotice = (what: string): Notice => ({
  end: 'away',
  parts: [
    '',
    what === 'everything'
      ? 'Your whole server is empty.'
      : what === 'lesson'
        ? 'This lesson begins again.'
        : 'This act begins again.',
    '',
  ],
  below: 'What was there is set aside for ten minutes.',
  action: { label: 'Undo', does: 'undo' },
  short: 'It begins again.',
})
