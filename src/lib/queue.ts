/**
 * Lets a few through at once, has a few more wait in the order in which they
 * came, and turns the rest away: a short queue that refuses is kinder than a
 * long one that never ends. In other words: a semaphore, a concurrency limit;
 * where one is let through at a time, a mutex.
 *
 * Whoever leaves wakes the next one alone. A lock that wakes all of a thousand
 * at each release costs a million wake-ups.
 */
interface Options {
  /** How many have their turn at the same time. */
  readonly atOnce?: number
  /** How many may wait besides; any number, unless it is said. */
  readonly mostWaiting?: number
  /** Milliseconds for which one waits before giving up; for as long as it takes, unless it is said. */
  readonly patience?: number
  /** What one is told who finds so many waiting. */
  readonly full?: (waiting: number) => Error
  /** What one is told who gives up. */
  readonly tooLong?: (milliseconds: number) => Error
}

interface Waiter {
  readonly proceed: () => void
  readonly timer: ReturnType<typeof setTimeout> | undefined
}

export class Queue {
  readonly #options: Required<Options>
  readonly #waiting: Waiter[] = []
  readonly #whenIdle = new Set<() => void>()
  #inside = 0

  constructor({
    atOnce = 1,
    mostWaiting = Infinity,
    patience = Infinity,
    full = (waiting) => new Error(`Queue: ${waiting} wait already, and no more may.`),
    tooLong = (milliseconds) => new Error(`Queue: ${milliseconds} ms were too long to wait.`),
  }: Options = {}) {
    this.#options = { atOnce, mostWaiting, patience, full, tooLong }
  }

  /** Those whose turn it is, and those who wait. */
  get size(): number {
    return this.#inside + this.#waiting.length
  }

  /** Runs `fn` when its turn has come. */
  async run<Value>(fn: () => Value | Promise<Value>): Promise<Value> {
    await this.enter()
    try {
      return await fn()
    } finally {
      this.leave()
    }
  }

  /** Resolves when it is the caller's turn, which ends with `leave()`. */
  async enter(): Promise<void> {
    const { atOnce, mostWaiting, full } = this.#options
    if (this.#inside < atOnce) {
      this.#inside += 1
      return
    }
    if (this.#waiting.length >= mostWaiting) throw full(this.#waiting.length)
    await new Promise<void>((proceed, refuse) => {
      const waiter: Waiter = { proceed, timer: this.#timer(() => this.#giveUp(waiter, refuse)) }
      this.#waiting.push(waiter)
    })
  }

  // The turn goes to the next in line; it is never free in between.
  leave(): void {
    const next = this.#waiting.shift()
    if (next) {
      clearTimeout(next.timer)
      next.proceed()
      return
    }
    this.#inside -= 1
    if (this.#inside > 0) return
    for (const resolve of this.#whenIdle) resolve()
    this.#whenIdle.clear()
  }

  /** Resolves when it is nobody's turn any more, or when that took longer than anybody waits. */
  async idle(): Promise<void> {
    if (this.#inside === 0) return
    await new Promise<void>((resolve) => {
      const timer = this.#timer(resolve)
      this.#whenIdle.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #giveUp(waiter: Waiter, refuse: (error: Error) => void): void {
    this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
    refuse(this.#options.tooLong(this.#options.patience))
  }

  #timer(fn: () => void): Waiter['timer'] {
    const { patience } = this.#options
    return patience === Infinity ? undefined : setTimeout(fn, patience)
  }
}
