/**
 * What is kept of a sandbox in which nobody acts, in a tenth of its room: it is
 * folded up until somebody looks at it again. In other words: compression.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Shorter texts take no less when they are folded up. */
const WORTH_IT = 500
/** Most of what there is to spare, at once. */
const QUICK = { level: 1 }

/** Plain data: what comes back is equal to what was folded up, and not the same. */
export class Foldable<Value> {
  #value: Value | undefined
  #folded: Uint8Array | null = null

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    // It was made of such a value.
    if (this.#folded) this.value = JSON.parse(inflateRawSync(this.#folded).toString()) as Value
    return this.#value as Value
  }

  set value(value: Value) {
    this.#value = value
    this.#folded = null
  }

  /** Whoever looks at it from here on unfolds it. Answers how many bytes it takes. */
  fold(): number {
    if (this.#folded) return this.#folded.length
    const text = JSON.stringify(this.#value)
    if (text.length < WORTH_IT) return text.length
    // Copied: what zlib answers lies in a piece of memory that is made for much more.
    this.#folded = new Uint8Array(deflateRawSync(text, QUICK))
    this.#value = undefined
    return this.#folded.length
  }
}
