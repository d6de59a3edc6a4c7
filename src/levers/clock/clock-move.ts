/** What a move of the sandbox's clock ended: in words, for the next page, and as facts. */
import { DEADLINE_KINDS, type Deadline, type DeadlineKind } from '#app/accounts/deadlines.ts'
import { counted } from '#lib/counted.ts'
import { inExactWords, parseDuration } from '#lib/duration.ts'

/**
 * `15m` and what ended by it, each kind by its place in the list of kinds and
 * how many there were: `15m~0x1~3x2`. A flash keeps this, never the sentence.
 */
export const CLOCK_MOVE = /^\d[\ddhms]{1,30}(?:~\dx\d{1,3}){0,6}$/

export function clockMove(span: string, ended: readonly Deadline[]): string {
  const kinds = Map.groupBy(ended, ({ kind }) => kind)
  const counts = [...kinds].map(
    ([kind, { length }]) => `${DEADLINE_KINDS.indexOf(kind)}x${Math.min(length, 999)}`,
  )
  return [span, ...counts.sort()].join('~')
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

/**
 * @example
 * clockMoveInWords('15m~0x1')
 * // => 'The clock of your sandbox went on by 15 minutes. Expired: one magic link.'
 */
export function clockMoveInWords(move: string): string {
  const [span = '', ...counts] = move.split('~')
  const moved = `The clock of your sandbox went on by ${inExactWords(parseDuration(span) ?? 0)}.`
  const ended = counts.flatMap((written) => {
    const [place, count] = written.split('x')
    const kind = DEADLINE_KINDS[Number(place)]
    return kind ? [NOUNS[kind](Number(count))] : []
  })
  return `${moved} ${ended.length === 0 ? 'Nothing expired.' : `Expired: ${LIST.format(ended)}.`}`
}

const NOUNS: Readonly<Record<DeadlineKind, (count: number) => string>> = {
  'magic link': (count) => counted(count, 'magic link'),
  'email change': (count) => counted(count, 'link to a new email'),
  session: (count) => counted(count, 'session'),
  'sudo enter': (count) => `sudo mode of ${counted(count, 'session')} (to open the settings)`,
  'sudo act': (count) => `sudo mode of ${counted(count, 'session')} (to send the settings)`,
  'api token': (count) => counted(count, 'API token'),
}

/** What runs out, as a page lists it: `the session of` somebody. */
export const DEADLINE_WORDS: Readonly<Record<DeadlineKind, string>> = {
  'magic link': 'The magic link mailed to',
  'email change': 'The link to a new email of',
  session: 'The session of',
  'sudo enter': 'Sudo mode to open the settings, of',
  'sudo act': 'Sudo mode to send the settings, of',
  'api token': 'An API token of',
}
