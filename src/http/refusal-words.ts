/**
 * What anybody is told of a refusal, whoever tells it: a page, JSON, a stage.
 * A sentence that only says what is wrong gets one that says what to do.
 */
import type { Refusal } from '#lib/refusal.ts'

export interface RefusalWords {
  readonly title: string
  readonly sentence: string
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'This request was not understood',
  403: 'This is not open to you',
  404: 'There is nothing at this address',
  405: 'This address is asked in another way',
  408: 'This request took too long',
  409: 'This does not fit what is there',
  410: 'This is gone',
  413: 'This is too large',
  421: 'This came to the wrong server',
  429: 'That was a lot at once',
  431: 'This request brings too much',
  503: 'The house is busy at the moment',
  507: 'Nothing more can be kept',
}

/** After a sentence that says no more than what is wrong. */
const WAYS: Readonly<Record<number, string>> = {
  405: 'Open the page that has a button for this, and press it there.',
  500: 'Try again; if it stays so, tell whoever runs this site the number of this request.',
}

/**
 * The heading of a refusal, and its sentence.
 *
 * @example
 * refusalWords({ status: 405, message: 'This address answers POST.' }).sentence
 * // => 'This address answers POST. Open the page that has a button for this, and press it there.'
 * refusalWords({ status: 404, message: 'There is no such row.' }).title
 * // => 'There is nothing at this address'
 */
export function refusalWords({
  status,
  message,
}: Pick<Refusal, 'status' | 'message'>): RefusalWords {
  const otherwise = status < 500 ? 'This request was refused' : 'Something broke on our side'
  const way = WAYS[status]
  return {
    title: TITLES[status] ?? otherwise,
    sentence: way === undefined ? message : `${message} ${way}`,
  }
}
