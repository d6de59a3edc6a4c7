/**
 * Work that one tab of a browser does for all of them. Browsers have locks for
 * that, but on plain http to another machine they keep them back; there the
 * tabs ask each other whose turn it is.
 */

/** How long a tab that has the turn may take to say so. */
const ANSWERED_WITHIN = 400
/** Whoever had the turn may have gone without a word: what a page says as it closes can be lost. */
const ASK_AGAIN_AFTER = 5_000

/** Runs `work` once no other tab runs its own under this name. It ends with its tab. */
export function inOneTab(name: string, work: () => Promise<void>): void {
  // The types do not know of browsers that keep them back.
  const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>
  void (locks ? locks.request(name, work) : new Turn(name).take(work))
}

interface Word {
  readonly says: 'mine?' | 'mine' | 'free'
  readonly from: number
}

class Turn {
  /** Of two that ask at once, the smaller number has the turn; who works has the smallest. */
  #number = Math.random()
  readonly #channel: BroadcastChannel
  #state: 'asking' | 'waiting' | 'working' = 'waiting'
  /** Ends a pause: `true` for a turn that another tab has, or has given back. */
  #hear: (isOther: boolean) => void = () => undefined

  constructor(name: string) {
    this.#channel = new BroadcastChannel(`${name}-turn`)
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => this.#take(data))
  }

  async take(work: () => Promise<void>): Promise<void> {
    while (!(await this.#isFree())) await this.#untilFree()
    this.#state = 'working'
    this.#number = -1
    const giveBack = () => this.#say('free')
    addEventListener('pagehide', giveBack)
    await work().finally(() => {
      removeEventListener('pagehide', giveBack)
      giveBack()
      this.#channel.close()
    })
  }

  /** Whether nobody says otherwise in time. */
  async #isFree(): Promise<boolean> {
    this.#state = 'asking'
    this.#say('mine?')
    return !(await this.#pause(ANSWERED_WITHIN))
  }

  async #untilFree(): Promise<void> {
    this.#state = 'waiting'
    await this.#pause(ASK_AGAIN_AFTER)
  }

  #pause(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), milliseconds)
      this.#hear = (isOther) => {
        clearTimeout(timer)
        resolve(isOther)
      }
    })
  }

  #take({ says, from }: Word): void {
    const isBefore = this.#number < from
    if (says === 'mine?' && isBefore && this.#state !== 'waiting') return this.#say('mine')
    if (this.#state === 'asking' && says !== 'free' && !isBefore) this.#hear(true)
    if (this.#state === 'waiting' && says === 'free') this.#hear(true)
  }

  #say(says: Word['says']): void {
    this.#channel.postMessage({ says, from: this.#number } satisfies Word)
  }
}
