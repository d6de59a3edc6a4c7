/** Tells the time. A sandbox has its own, which its reader can move on. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

let machine: Clock = { now: () => Date.now() }

/** The time of this machine, as far as it is believed: see `steady-clock.ts`. */
export const systemClock: Clock = Object.freeze({ now: () => machine.now() })

/** From now on `systemClock` says what `clock` does. A server calls it once, as it starts. */
export function runOn(clock: Clock): void {
  machine = clock
}
