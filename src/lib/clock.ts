/** Tells the time. A sandbox has its own, which its reader can move on. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

export const systemClock: Clock = Object.freeze({ now: () => Date.now() })
