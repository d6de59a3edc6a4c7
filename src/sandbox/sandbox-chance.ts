import { randomInt } from 'node:crypto'
import type { Chance } from '#lib/chance.ts'

/** The machine’s chance, unless the start of an act says what is drawn: each run of it is then like the last. */
export class SandboxChance implements Chance {
  #fixed: number | null

  constructor(fixed: number | null = null) {
    this.#fixed = fixed
  }

  /** What is drawn each time; `null` where chance draws. */
  get fixed(): number | null {
    return this.#fixed
  }

  /** From now on this is drawn, wherever it is one of the numbers that can be. */
  fix(drawn: number | null): void {
    this.#fixed = drawn
  }

  between(lowest: number, highest: number): number {
    const fixed = this.#fixed
    const fits = fixed !== null && fixed >= lowest && fixed <= highest
    return fits ? fixed : randomInt(lowest, highest + 1)
  }
}
