/** Why code was ended from outside. */
export type Stopped = 'asked' | 'silent' | 'late' | 'flood' | 'calls'

const WORDS: Readonly<Record<Stopped, string>> = {
  asked: 'Ended.',
  silent: 'Ended after 2 s without an answer.',
  late: 'Ended after 10 s.',
  flood: 'Ended: it sent more than 1,000 messages in a second.',
  calls: 'Ended: one line may ask the server 50 times.',
}

/** What came of it, in a sentence or two. */
export const stoppedInWords = (why: Stopped): string => WORDS[why]
