/**
 * Lets a few through at once, a few more wait, and turns the rest away. A
 * short queue that refuses is kinder than a long one that never ends.
 */
export class Turnstile {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #refusal: () => Error
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor({
    atOnce,
    waiting,
    refusal,
  }: {
    atOnce: number
    waiting: number
    refusal: () => Error
  }) {
    this.#atOnce = atOnce
    this.#mostWaiting = waiting
    this.#refusal = refusal
  }

  async pass<Value>(fn: () => Promise<Value>): Promise<Value> {
    await this.#enter()
    try {
      return await fn()
    } finally {
      this.#leave()
    }
  }

  #enter(): Promise<void> | void {
    if (this.#inside < this.#atOnce) {
      this.#inside += 1
      return
    }
    if (this.#waiting.length >= this.#mostWaiting) throw this.#refusal()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  // The place goes to the next in line; it is never free in between.
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#inside -= 1
  }
}
