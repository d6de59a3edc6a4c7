import { HOUR, MINUTE } from '#lib/duration.ts'
import { tryLater } from '#lib/refusal.ts'
import { record } from '#trace/trace.ts'
import { RateLimiter } from '#lib/rate-limiter.ts'
import type { Visitor } from './visitors.ts'

export interface RequestLimitOptions {
  readonly newSandboxesPerAddressAndHour: number
  readonly resetsPerVisitorAndHour: number
  readonly startsPerVisitorAndHour: number
  /** Of a prompt. */
  readonly callsPerVisitorAndMinute: number
  /** Whether requests are counted at all. */
  readonly on: boolean
  /** Told of each refusal, by the name of what was counted. */
  readonly refused?: (name: string) => void
}

/** They sit behind one address. */
const A_CLASS = 10
const HASHES_A_MINUTE = 10

/** How often somebody may have a new sandbox. Each throws a `Refusal` (429) past its limit. */
export class RequestLimits {
  readonly #newcomers: RateLimiter
  readonly #resets: RateLimiter
  readonly #starts: RateLimiter
  readonly #logIns: RateLimiter
  readonly #calls: RateLimiter
  readonly #callsOfAddress: RateLimiter
  readonly #hashes: RateLimiter
  readonly #on: boolean
  readonly #refused: (name: string) => void

  constructor(options: RequestLimitOptions) {
    this.#newcomers = new RateLimiter(options.newSandboxesPerAddressAndHour, HOUR)
    this.#resets = new RateLimiter(options.resetsPerVisitorAndHour, HOUR)
    this.#starts = new RateLimiter(options.startsPerVisitorAndHour, HOUR)
    this.#logIns = new RateLimiter(options.startsPerVisitorAndHour, HOUR)
    this.#calls = new RateLimiter(options.callsPerVisitorAndMinute, MINUTE)
    this.#callsOfAddress = new RateLimiter(options.callsPerVisitorAndMinute * A_CLASS, MINUTE)
    this.#hashes = new RateLimiter(HASHES_A_MINUTE, MINUTE)
    this.#on = options.on
    this.#refused = options.refused ?? (() => undefined)
  }

  /** Counts a visitor who is made for this address. */
  countNewcomer(address: string): void {
    const sentence = 'Many new sandboxes came from your address.'
    this.#count(this.#newcomers, address, { name: 'newcomers', sentence })
  }

  /** Counts a sandbox that its visitor throws away. */
  countReset({ id }: Visitor): void {
    const sentence = 'You have reset your sandbox many times.'
    this.#count(this.#resets, String(id), { name: 'resets', sentence })
  }

  /** Counts the start of an act that a visitor enters. It is no reset, and costs as much. */
  countStart({ id }: Visitor): void {
    const sentence = 'You have started acts many times.'
    this.#count(this.#starts, String(id), { name: 'starts', sentence })
  }

  /** Counts somebody who is logged in without a link or a password. There are as many as starts of acts. */
  countLogIn({ id }: Visitor): void {
    const sentence = 'You have logged people in many times.'
    this.#count(this.#logIns, String(id), { name: 'log-ins', sentence })
  }

  /** Counts a call of a prompt. */
  countCall({ id }: Visitor, address: string): void {
    const name = 'calls'
    this.#count(this.#callsOfAddress, address, {
      name,
      sentence: 'Many calls came from your address.',
    })
    this.#count(this.#calls, String(id), { name, sentence: 'You have called many functions.' })
  }

  /** Counts a call of a prompt that hashes a password. */
  countHash({ id }: Visitor): void {
    const sentence = `A prompt hashes ${HASHES_A_MINUTE} passwords a minute.`
    this.#count(this.#hashes, String(id), { name: 'hashes', sentence })
  }

  #count(
    limiter: RateLimiter,
    key: string,
    { name, sentence }: { readonly name: string; readonly sentence: string },
  ): void {
    const wait = this.#on ? limiter.take(key) : 0
    if (wait === 0) return
    this.#refused(name)
    const tag = `limit.${name}`
    record({ layer: 'request', name: `limit: ${name}`, tag, outcome: 'error', detail: sentence })
    throw tryLater(429, sentence, wait)
  }
}
