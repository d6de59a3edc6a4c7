/** What is said in place of an answer that did not come, or is on its way. */
export interface Notice {
  /** How its strip is coloured. */
  readonly end: 'pending' | 'away' | 'limited'
  /** In its parts, one of which is the word to see. */
  readonly parts: readonly [before: string, strong: string, after: string]
  readonly below: string
  readonly action: {
    readonly label: string
    readonly does: 'again' | 'go-on' | 'stop' | 'look' | 'undo'
  } | null
  /** Short enough for a line under a button. */
  readonly short: string
}

/** No answer came. It can be said without a server. */
export const awayNotice = (isOnline: boolean): Notice => ({
  end: 'away',
  parts: ['', 'Your server did not answer.', ''],
  below: `${isOnline ? 'You are offline, or it is restarting.' : 'You are offline.'} What you typed is kept.`,
  action: { label: 'Send it again', does: 'again' },
  short: 'Your server did not answer. Nothing is lost.',
})
