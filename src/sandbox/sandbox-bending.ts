/** A hunt for a fault in the house of a sandbox. */
export interface Hunt {
  /** By which the fault was drawn. */
  readonly number: number
  /** Among which faults: `all`, or what its lesson or its reader has chosen. */
  readonly among: string
  /** The fault itself. No page says it before it is found. */
  readonly fault: string
  /** How often somebody has pointed in vain. */
  readonly tries: number
  /** Somebody has pointed at it. */
  readonly isFound: boolean
}

/** What the labs of a sandbox bend, for as long as its reader leaves them on. */
export interface Bending {
  /** Tags of what is switched off: rules, plugs, hooks, filters, constraints. */
  readonly without: readonly string[]
  /**
   * Since when there is a snapshot of the rows as they were before: milliseconds
   * since 1970, UTC, by the machine’s clock; `null` where there is none.
   */
  readonly since: number | null
  /** `null` in a house without a fault. */
  readonly hunt: Hunt | null
  /** The faults that were found in this sandbox so far. */
  readonly found: readonly string[]
  /** The lesson in which its reader bent it last; `null` for none. */
  readonly lesson: string | null
}

const NOTHING: readonly string[] = Object.freeze([])
const STRAIGHT: Bending = Object.freeze({
  ...{ without: NOTHING, since: null },
  ...{ hunt: null, found: NOTHING, lesson: null },
})

/**
 * What a sandbox bends, read once when a request begins. It is kept in the
 * sandbox’s row as JSON, so that it survives a restart, and comes back with a
 * sandbox that is put back.
 */
export class SandboxBending {
  #now: Bending
  #without: ReadonlySet<string>

  constructor(json: string | null = null) {
    this.#now = json === null ? STRAIGHT : readBending(json)
    this.#without = new Set(this.#now.without)
  }

  get now(): Bending {
    return this.#now
  }

  /** The tags that requests to this sandbox go without. */
  get without(): ReadonlySet<string> {
    return this.#without
  }

  /** Whether anything is bent at all. */
  get isOn(): boolean {
    return this.#without.size > 0 || this.#now.hunt !== null
  }

  /** As its row keeps it; `null` for nothing. */
  get json(): string | null {
    const { since, found } = this.#now
    return !this.isOn && since === null && found.length === 0 ? null : JSON.stringify(this.#now)
  }

  /** Keeps it, where the sandbox’s row has it as well. What is not named stays as it is. */
  keep(changes: Partial<Bending>): void {
    const { without, ...others } = { ...this.#now, ...changes }
    this.#now = Object.freeze({ ...others, without: Object.freeze([...new Set(without)]) })
    this.#without = new Set(without)
  }
}

/** As this program wrote it. What another version wrote bends nothing. */
function readBending(json: string): Bending {
  const { without, since, hunt, found, lesson } = JSON.parse(json) as Partial<Bending>
  if (!Array.isArray(without)) return STRAIGHT
  return {
    ...{ without: without as readonly string[], since: since ?? null },
    ...{ hunt: hunt ?? null, found: found ?? NOTHING, lesson: lesson ?? null },
  }
}
