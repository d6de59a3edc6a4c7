/** Whether an answer is one that a house may give. */

export interface Judged {
  readonly status: number
  /** Headers and content. */
  readonly text: string
}

/**
 * What is wrong with an answer to somebody to whom these words are foreign;
 * `null`: nothing. Where a lesson shows how a server breaks, or its reader has
 * taken a part of theirs away, it may: `mayBreak`.
 */
export function faultOf(
  { status, text }: Judged,
  foreign: readonly string[],
  { mayBreak = false } = {},
): string | null {
  if (status > 500 || (status === 500 && !mayBreak)) return `answered ${status}`
  const leaked = foreign.find((word) => text.includes(word))
  return leaked === undefined ? null : `answered with ${leaked}, which is somebody else’s`
}

/** The words in these texts, of which each text may hold one at most. */
export function mixedOf(
  texts: Readonly<Record<string, Buffer>>,
  words: readonly string[],
): readonly string[] {
  return Object.entries(texts)
    .map(([name, text]) => ({ name, held: words.filter((word) => text.includes(word)) }))
    .filter(({ held }) => held.length > 1)
    .map(({ name, held }) => `${name} holds what belongs to ${held.length} visitors`)
}
