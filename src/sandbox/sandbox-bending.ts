/** What the labs of a sandbox bend, for as long as its reader leaves them on. */
export interface Bending {
  /** Tags of what is switched off: rules, plugs, hooks, filters, constraints. */
  readonly without: readonly string[]
  /**
   * Since when there is a snapshot of the rows as they were before: milliseconds
   * since 1970, UTC, by the machine’s clock; `null` where there is none.
   */
  readonly since: number | null
}

const STRAIGHT: Bending = Object.freeze({ without: Object.freeze([]), since: null })

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
    return this.#without.size > 0
  }

  /** As its row keeps it; `null` for nothing. */
  get json(): string | null {
    const { without, since } = this.#now
    return without.length === 0 && since === null ? null : JSON.stringify(this.#now)
  }

  /** Keeps it, where the sandbox’s row has it as well. */
  keep({ without, since }: Bending): void {
    this.#now = Object.freeze({ without: Object.freeze([...new Set(without)]), since })
    this.#without = new Set(without)
  }

  /** From now on nothing is bent. */
  straighten(): void {
    this.keep(STRAIGHT)
  }
}

/** As this program wrote it. What another version wrote bends nothing. */
function readBending(json: string): Bending {
  const { without, since } = JSON.parse(json) as Partial<Bending>
  if (!Array.isArray(without)) return STRAIGHT
  return { without: without as readonly string[], since: since ?? null }
}
